import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LocalDate } from '../../../kernel/date.ts'
import { csvOf, csvType } from '../../../platform/csv.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { notFound, parse } from '../../../platform/http.ts'
import { sheetType, workbook } from '../../../platform/sheet.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { findDivision, fullCode } from '../../divisions/index.ts'
import { listRowsAddress, listRowsPage, listsPage } from '../pages/lists-page.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import { headsOf, listAbout } from '../rules/lists/kinds.ts'
import { findStanding } from '../store/items.ts'
import { countRows, listCurrent, listPlacesOf, listRows, listVersionsOf } from '../store/lists.ts'
import { type ListKind, type ListVersion, listKinds, type PublishedRow } from '../terms/lists.ts'

export type ListDeps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly today: () => LocalDate
  readonly pages: PublicPages
}
type Query = Readonly<Record<string, unknown>>
type Address = { Params: { kind: string }; Querystring: Query }

const pageSize = 50
/** A whole list in one file. */
const everyRow = 100_000

export const kindIn = (text: string): ListKind => {
  if (!Object.hasOwn(listKinds, text)) throw notFound('没有这份清单')
  return text as ListKind
}
const numberIn = (sent: unknown): number | undefined => (/^[1-9]\d{0,5}$/.test(String(sent)) ? Number(sent) : undefined)
const textIn = (sent: unknown): string =>
  typeof sent === 'string'
    ? sent
        .normalize('NFKC')
        .replace(/\p{Cc}/gu, '')
        .trim()
        .slice(0, 60)
    : ''
const divisionOf = ({ site }: Frame): string => site.code.padEnd(12, '0')

/** The versions of a list and the one meant: that in force, or the one asked for. Throws Problem. */
const versionsFor = async (sql: Sql, division: string, kind: ListKind, asked?: number) => {
  const versions = await listVersionsOf(sql, division, kind)
  const list = asked === undefined ? versions[0] : versions.find(({ version }) => version === asked)
  if (asked !== undefined && !list) throw notFound('没有这个版本')
  return { versions, list, old: list !== undefined && list !== versions[0] }
}

const cellsOf = (kind: ListKind, row: PublishedRow): string[] => [
  row.name,
  row.department,
  ...Object.keys(listAbout[kind].columns).map((key) => row.facts[key] ?? ''),
  row.basis,
  row.codes.join('、'),
  row.sample ? '示例数据' : '',
]
const exportHeads = (kind: ListKind): string[] => [...headsOf(kind), '对应事项编码', '说明']
const widths = (heads: readonly string[]) => heads.map((heading, i) => ({ heading, width: i === 0 ? 34 : 26 }))

const attachment = (reply: FastifyReply, name: string): FastifyReply =>
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)

const exportRoutes = (app: FastifyInstance, { db, frame }: ListDeps): void => {
  const whole = async (request: FastifyRequest<Address>) => {
    const kind = kindIn(request.params.kind)
    const own = frame(request)
    const { list } = await versionsFor(db.read, divisionOf(own), kind, numberIn(request.query.version))
    if (!list) throw notFound('这个站点还没有发布这份清单')
    const q = textIn(request.query.q)
    const rows = await listRows(db.read, list, { q, limit: everyRow })
    const name = `${own.site.name}${listKinds[kind]}`
    return {
      kind,
      list,
      rows,
      name,
      note: `${name}，第 ${list.version} 版，${list.publishedOn} 发布，共 ${rows.length} 行${q ? `，筛选“${q}”` : ''}`,
    }
  }
  app.get<Address>('/lists/:kind.csv', async (request, reply) => {
    const { kind, list, rows, name } = await whole(request)
    return attachment(reply, `${name}-第${list.version}版.csv`)
      .type(csvType)
      .send(
        csvOf(
          exportHeads(kind),
          rows.map((row) => cellsOf(kind, row)),
        ),
      )
  })
  app.get<Address>('/lists/:kind.xlsx', async (request, reply) => {
    const { kind, list, rows, name, note } = await whole(request)
    const file = await workbook({
      name: listKinds[kind],
      notes: [note],
      columns: widths(exportHeads(kind)),
      rows: rows.map((row) => cellsOf(kind, row)),
    })
    return attachment(reply, `${name}-第${list.version}版.xlsx`).type(sheetType).send(file)
  })
}

const pageRoutes = (app: FastifyInstance, { db, frame, pages }: ListDeps): void => {
  app.get('/lists', async (request, reply) => {
    const lists = await listCurrent(db.read, divisionOf(frame(request)))
    const edition = lists.map(({ kind, version }) => `${kind}${version}`).join(' ')
    return pages.send(request, reply, '/lists', (own) => listsPage(own, lists), edition)
  })
  app.get<Address>('/lists/:kind', async (request, reply) => {
    const kind = kindIn(request.params.kind)
    const division = divisionOf(frame(request))
    const { versions, list, old } = await versionsFor(db.read, division, kind, numberIn(request.query.version))
    const q = textIn(request.query.q)
    const total = list ? await countRows(db.read, list, q) : 0
    const last = Math.max(1, Math.ceil(total / pageSize))
    const page = Math.min(numberIn(request.query.page) ?? 1, last)
    const address = listRowsAddress(kind, { q, page, version: old ? list?.version : undefined })
    const make = async (own: Frame) => {
      const rows = list ? await listRows(db.read, list, { q, limit: pageSize, skip: (page - 1) * pageSize }) : []
      return listRowsPage(own, { kind, list, versions, rows, total, q, page, pages: last, old })
    }
    return pages.send(request, reply, address, make, `${versions.length}`)
  })
}

const Site = z.strictObject({ site: z.string().regex(/^\d{6}(\d{3}){0,2}$/).default('150600') }) // biome-ignore format: one member
const Rows = Site.extend({
  q: z.string().max(60).default(''),
  version: z.coerce.number().int().min(1).max(999_999).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.coerce.number().int().min(0).max(10_000_000).default(0),
})

const told = (list: ListVersion) => ({ title: listKinds[list.kind], article: listAbout[list.kind].article, ...list })

const apiRoutes = (app: FastifyInstance, { db }: ListDeps): void => {
  const known = async (site: string): Promise<string> => {
    const code = fullCode(site)
    if (!code || !(await findDivision(db.read, code))) throw notFound('没有这个行政区划代码')
    return code
  }
  app.get('/api/v1/lists', async (request) => {
    const { site } = parse(Site, request.query)
    return { items: (await listCurrent(db.read, await known(site))).map(told), next: null }
  })
  app.get<Address>('/api/v1/lists/:kind', async (request) => {
    const kind = kindIn(request.params.kind)
    const { site, q, version, limit, after } = parse(Rows, request.query)
    const { list } = await versionsFor(db.read, await known(site), kind, version)
    if (!list) throw notFound('这个站点还没有发布这份清单')
    const rows = await listRows(db.read, list, { q: textIn(q), after, limit: limit + 1 })
    const items = rows.slice(0, limit)
    return {
      list: told(list),
      items,
      next: rows.length > limit ? (items.at(-1)?.place ?? null) : null,
      total: await countRows(db.read, list, textIn(q)),
    }
  })
  app.get<Address>('/api/v1/lists/:kind/versions', async (request) => {
    const kind = kindIn(request.params.kind)
    const { site } = parse(Site, request.query)
    return { items: await listVersionsOf(db.read, await known(site), kind), next: null }
  })
  app.get<{ Params: { code: string } }>('/api/v1/items/:code/lists', async (request) => {
    parse(z.strictObject({}), request.query)
    const item = await findStanding(db.read, request.params.code)
    if (!item) throw notFound('没有这个事项')
    const items = await listPlacesOf(db.read, item.code, item.division)
    return { items: items.map((one) => ({ title: listKinds[one.kind], ...one })), next: null }
  })
}

/** The published lists: pages, files and API (R-046, R-064, R-096, R-097, R-099, R-103, R-111, R-112). */
export const listRoutes = (app: FastifyInstance, deps: ListDeps): void => {
  pageRoutes(app, deps)
  exportRoutes(app, deps)
  apiRoutes(app, deps)
}
