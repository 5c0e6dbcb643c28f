import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import type { FileStore } from '../../../platform/files.ts'
import { NeedsSignIn, notFound, Problem, parse } from '../../../platform/http.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { keepSheet } from '../perform/own-sheets.ts'
import { listSheets } from '../store/own-sheets.ts'
import { findGuide } from '../store/versions.ts'
import { type OwnSheet, sheetMembers } from '../terms.ts'

type Deps = { readonly db: Db; readonly files: FileStore; readonly viewer: (request: FastifyRequest) => Viewer }
type OfMaterial = { Params: { code: string; material: string }; Querystring: Readonly<Record<string, unknown>> }

const largest = 10 * 1024 * 1024
const office = 'application/vnd.openxmlformats-officedocument'
/** What opens with anybody's programs. */
const sheetTypes = [
  'application/pdf',
  'application/ofd',
  `${office}.wordprocessingml.document`,
  `${office}.spreadsheetml.sheet`,
  'image/jpeg',
  'image/png',
]
const Hash = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const Named = z.strictObject({ name: z.string().trim().min(1).max(120).default('表格') })
const Version = z.object({ version: z.coerce.number().int().min(1).max(999_999).optional() })

const editor = ({ viewer }: Deps, request: FastifyRequest): Staff => {
  const who = viewer(request)
  if (who.kind === 'visitor') throw new NeedsSignIn('staff')
  if (who.kind === 'staff' && who.roles.some((role) => role === 'editor' || role === 'catalogueAdmin')) return who
  throw new Problem(403, 'not-your-item', '只有事项管理员和政务服务管理部门可以上传空表和样表')
}

/** The last part of a path, without signs that no name has. */
const plainName = (given: string): string =>
  (given.split(/[\\/]/).at(-1) ?? '').replace(/\p{Cc}/gu, '').trim().slice(-120) || '表格' // biome-ignore format: one expression

/** Given out to be saved, under its name and as what its bytes are; only what was uploaded as a sheet. */
const sendSheet = async ({ db, files }: Deps, reply: FastifyReply, { sha256, name }: Pick<OwnSheet, 'sha256' | 'name'>) => {
  const [known] = await listSheets(db.read, [sha256])
  if (!known) throw notFound('没有这份表格')
  return reply
    .type(known.type)
    .header('content-length', known.size)
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(files.open(sha256))
}

/** A department's own 空表 and 样表: uploaded by editors, given out with the guide that names them. */
export const ownSheetRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { db, files } = deps
  app.post('/api/v1/catalogue/sheets', async (request, reply) => {
    const by = editor(deps, request)
    const part = request.isMultipart() ? await request.file({ limits: { fileSize: largest + 1, files: 1 } }) : undefined
    if (!part) throw new Problem(400, 'invalid-request', '没有收到文件')
    const name = plainName(part.filename)
    const stored = await files.put(part.file, { maxBytes: largest, name, types: sheetTypes })
    return reply.code(201).send(await keepSheet(db, by, stored, name))
  })

  app.get<{ Params: { sha256: string } }>('/api/v1/catalogue/sheets/:sha256', async (request, reply) => {
    editor(deps, request)
    const { sha256 } = parse(Hash, request.params)
    reply.header('cache-control', 'private, no-store')
    return sendSheet(deps, reply, { sha256, ...parse(Named, request.query) })
  })

  for (const [kind, member] of Object.entries(sheetMembers))
    app.get<OfMaterial>(`/guide/:code/forms/${kind}/:material`, async (request, reply) => {
      const { code, material } = request.params
      const { version } = parse(Version, request.query)
      const found = await findGuide(db.read, code, version)
      const sheet = found?.guide.materials.find(({ id }) => id === material)?.[member]
      if (!sheet) throw notFound('这份材料没有可以下载的表格')
      reply.header('cache-control', 'public, no-cache').header('etag', `"${sheet.sha256}"`)
      return request.headers['if-none-match'] === `"${sheet.sha256}"` ? reply.code(304).send() : sendSheet(deps, reply, sheet)
    })
}
