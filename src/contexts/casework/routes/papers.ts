import { PassThrough, type Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import yazl from 'yazl'
import { notFound, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import { listPapers, mostPapersInPrint, type PaperEntry } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { findCase, type Loaded } from '../perform/journal.ts'
import { choosePapers, papersFor } from '../perform/paper-set.ts'
import { receiptFactsOf } from '../perform/receipt-facts.ts'
import { sees } from '../perform/standing.ts'
import { logLook } from '../store/access-log.ts'
import { type CaseworkWeb, caseworkOf, signedIn } from './api-web.ts'
import { PrintQuery } from './paper-bodies.ts'
import { officer } from './worklists.ts'

/** What the platform prints, beside what all routes are given. */
export type PapersWeb = CaseworkWeb & {
  /** Recorded papers as one file for the printer. */
  readonly print: (ids: readonly string[]) => Readable
}

const named = (reply: FastifyReply, name: string, type: string, how: 'inline' | 'attachment'): FastifyReply =>
  reply
    .type(type)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `${how}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")

const place = (i: number): string => String(i + 1).padStart(2, '0')

/** A paper in the archive; in place of one that cannot be drawn, a text that says so. */
const fileOf = async (web: CaseworkWeb, { id, title, number }: PaperEntry): Promise<{ name: string; bytes: Buffer }> => {
  try {
    const pdf = await web.paper(id)
    if (pdf) return { name: pdf.name, bytes: pdf.bytes }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { name: `${title}${number}没有排印.txt`, bytes: Buffer.from(`${error.title}\r\n${String(error.extra.detail ?? '')}\r\n`) }
  }
  throw notFound()
}

const how = [
  '这个压缩包里是一个办件的全部文书和提交凭证。',
  '每份文书的PDF都带数字签名，回执.json也是签过名的文件。',
  '核对方法：在任何装有Node.js的电脑上运行 npx tongban verify 文件名，不用联网；',
  '或者在平台“查验”页输入文书上的验证码。',
].join('\r\n')

const fillArchive = async (zip: yazl.ZipFile, web: CaseworkWeb, loaded: Loaded, papers: readonly PaperEntry[]): Promise<void> => {
  const add = (name: string, bytes: Buffer, compress = true) => zip.addBuffer(bytes, name, { mtime: new Date(web.now()), compress })
  add('说明.txt', Buffer.from(`\ufeff${how}`))
  const facts = receiptFactsOf(loaded)
  if (facts) add('回执.json', await web.receipt(facts))
  for (const [i, paper] of papers.entries()) {
    const { name, bytes } = await fileOf(web, paper)
    add(`${place(i)} ${name}`, bytes, false)
  }
  zip.end()
}

const printed = async (web: PapersWeb, request: FastifyRequest, reply: FastifyReply, asked: unknown) => {
  const viewer: Extract<Viewer, { kind: 'staff' }> = officer(web, request)
  const choice = parse(PrintQuery, asked)
  const papers = await choosePapers(web.db.sql, viewer, choice)
  if (!papers || papers.length === 0) throw notFound('没有要打印的文书')
  if (papers.length > mostPapersInPrint)
    throw new Problem(422, 'too-many-papers', `一次最多打印${mostPapersInPrint}份，现在是${papers.length}份，请分几次打印`)
  const { accountId, name, unit } = viewer
  await logLook(web.db.sql, {
    at: web.now(),
    day: web.today(),
    account: accountId,
    name,
    unit,
    what: 'list',
    subject: 'print',
    query: papers
      .map(({ number }) => number)
      .join('、')
      .slice(0, 1000),
    rows: papers.length,
  })
  return named(reply, `文书${papers.length}份.pdf`, 'application/pdf', 'inline').send(web.print(papers.map(({ id }) => id)))
}

/** Papers in quantity: one file for the printer, one archive for the applicant. */
export const paperRoutes =
  (web: PapersWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/documents/print', (request, reply) => printed(web, request, reply, request.query))

    app.post('/api/v1/documents/print', (request, reply) => printed(web, request, reply, request.body))

    app.get<{ Params: { no: string } }>('/api/v1/cases/:no/documents.zip', withoutQuery, async (request, reply) => {
      const viewer = signedIn(web, request)
      const loaded = await findCase(caseworkOf(web), web.db.sql, request.params.no)
      if (!loaded || !sees(viewer, loaded.matter)) throw notFound()
      const papers = papersFor(viewer, await listPapers(web.db.sql, loaded.matter.id))
      const zip = new yazl.ZipFile()
      const out = new PassThrough()
      zip.outputStream.pipe(out)
      fillArchive(zip, web, loaded, papers).catch((error: unknown) => out.destroy(error as Error))
      return named(reply, `文书${loaded.matter.no}.zip`, 'application/zip', 'attachment').send(out)
    })
  }
