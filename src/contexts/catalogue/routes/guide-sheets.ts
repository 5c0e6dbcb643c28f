import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, notFound, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import { sheetType } from '../../../platform/sheet.ts'
import { largestWorkbook, SheetFault } from '../../../platform/sheet-archive.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { guideWorkbook, stageGuides, takeRows } from '../perform/excel/upload-guides.ts'
import { countUploadRows, findPageBefore, findUpload, listUploadRows, listUploads } from '../store/guide-uploads.ts'

type SheetDeps = { readonly db: Db; readonly viewer: (request: FastifyRequest) => Viewer }
type ById = { Params: { id: string } }

/** Uploads of before that are listed. */
const mostListed = 20
const RowsQuery = z.strictObject({
  state: z.enum(['new', 'changed', 'unchanged', 'refused']).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const TakeBody = z.strictObject({ rows: z.array(z.number().int().min(1)).min(1).max(500) })

const keeper = ({ viewer }: SheetDeps, request: FastifyRequest): Staff => {
  const who = viewer(request)
  if (who.kind === 'visitor') throw new NeedsSignIn('staff')
  if (who.kind === 'staff' && who.roles.some((role) => ['editor', 'catalogueAdmin'].includes(role))) return who
  throw new Problem(403, 'not-your-item', '只有事项管理员和政务服务管理部门可以用表格维护办事指南')
}

const tooLarge = (): Problem => new Problem(413, 'sheet.too-large', '文件超过 32 MB', { detail: '分成几个文件上传' })
/** What a form says around its file. */
const around = 64 * 1024

/** The file of a form; one that is too large is refused by what the request says of itself, else when so much of it has come. */
const fileOf = async (request: FastifyRequest): Promise<{ name: string; bytes: Buffer }> => {
  if (Number(request.headers['content-length'] ?? 0) > largestWorkbook + around) throw tooLarge()
  const part = request.isMultipart() ? await request.file({ limits: { fileSize: largestWorkbook, files: 1 } }) : undefined
  if (!part) throw new Problem(400, 'invalid-request', '没有收到文件')
  const bytes = await part.toBuffer()
  if (part.file.truncated) throw tooLarge()
  return { name: part.filename.slice(-200), bytes }
}

const refuseFault = (error: unknown): never => {
  if (error instanceof SheetFault) throw new Problem(422, error.code, error.message, { detail: error.fix })
  throw error
}

/** Guides out to a workbook and in from one: nothing is published here, rows that are taken become drafts. */
export const guideSheetRoutes = (app: FastifyInstance, deps: SheetDeps): void => {
  const { db } = deps
  app.get('/api/v1/catalogue/guides.xlsx', withoutQuery, async (request, reply) =>
    reply
      .type(sheetType)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('办事指南.xlsx')}`)
      .send(await guideWorkbook(db.sql, keeper(deps, request))),
  )

  app.post('/api/v1/catalogue/uploads', async (request, reply) => {
    const officer = keeper(deps, request)
    const staged = await stageGuides(db, officer, await fileOf(request)).catch(refuseFault)
    if (typeof staged !== 'string')
      throw new Problem(422, 'sheet.unusable', '这个表格不能用，什么都没有导入', { problems: staged.unusable })
    return reply.code(201).send({ id: staged, counts: await countUploadRows(db.sql, staged) })
  })

  app.get('/api/v1/catalogue/uploads', withoutQuery, async (request) => ({
    items: await listUploads(db.sql, keeper(deps, request).accountId, mostListed),
  }))

  const uploadOf = async (request: FastifyRequest<ById>) => {
    const officer = keeper(deps, request)
    const upload = z.uuid().safeParse(request.params.id).success
      ? await findUpload(db.sql, request.params.id, officer.accountId)
      : undefined
    if (!upload) throw notFound('没有这次上传')
    return { officer, upload }
  }

  app.get<ById>('/api/v1/catalogue/uploads/:id', async (request) => {
    const { upload } = await uploadOf(request)
    const { state, after, limit } = parse(RowsQuery, request.query)
    const rows = await listUploadRows(db.sql, upload.id, state, after, limit + 1)
    const items = rows.slice(0, limit)
    return {
      ...upload,
      counts: await countUploadRows(db.sql, upload.id),
      items,
      next: rows.length > limit ? (items.at(-1)?.position ?? null) : null,
      previous: after > 0 ? ((await findPageBefore(db.sql, upload.id, state, after, limit)) ?? null) : null,
    }
  })

  app.post<ById>('/api/v1/catalogue/uploads/:id/rows', async (request) => {
    const { officer, upload } = await uploadOf(request)
    return { items: await takeRows(db, officer, upload.id, parse(TakeBody, request.body).rows) }
  })
}
