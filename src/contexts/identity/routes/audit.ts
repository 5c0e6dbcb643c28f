import type { FastifyInstance } from 'fastify'
import { accessKinds, listTrail, type TrailFilter, type TrailRow } from '../../../platform/access.ts'
import { recordAudit } from '../../../platform/audit.ts'
import { parse } from '../../../platform/http.ts'
import { type Cell, workbook } from '../../../platform/sheet.ts'
import { auditActs, outcomeOf } from '../rules/audit-acts.ts'
import { beginningOf } from '../rules/staffing.ts'
import { administrator, sendSheet } from './staffing.ts'
import { AuditQuery } from './staffing-bodies.ts'
import type { IdentityWeb } from './web.ts'

/** What stands in the trail, in words; a request keeps its method, path and status beside them. */
const told = ({ wordsOf }: IdentityWeb, row: TrailRow): Pick<TrailRow, 'told' | 'result'> & { readonly detail: string } => {
  const words = row.kind === 'admin' ? undefined : wordsOf(row.told)
  const result = outcomeOf(row.result)
  const detail = [words === undefined ? '' : row.told, result === row.result ? '' : row.result].filter(Boolean).join(' · ')
  return { told: words ?? row.told, result, detail }
}
const nameOf = ({ kind, act }: TrailRow): string => (kind === 'admin' ? (auditActs[act] ?? act) : accessKinds[kind])

/** Where an auditor looks: his place and what lies below; who belongs to no place is the city's to look after, and of whoever stands above. */
const sightOf = (division: string) => {
  const beginning = beginningOf(division)
  return { beginning, placeless: beginning.length <= 4 }
}

const columns = [
  { heading: '时间(UTC)', width: 24 }, { heading: '谁', width: 16 }, { heading: '代表', width: 24 }, { heading: '做了什么', width: 16 }, { heading: '对谁、什么', width: 40 }, { heading: '结果', width: 16 },
  { heading: '之前', width: 50 }, { heading: '之后', width: 50 }, { heading: '依据的批准', width: 38 }, { heading: '网络地址', width: 18 }, { heading: '请求编号', width: 16 }, { heading: '请求的地址', width: 50 },
] // biome-ignore format: columns
const text = (value: unknown): string => (value === null ? '' : JSON.stringify(value))
const sheetRow = (web: IdentityWeb, row: TrailRow): Cell[] => {
  const { told: what, result, detail } = told(web, row)
  return [
    row.at, row.actorName, row.principal, nameOf(row), what, result, text(row.before), text(row.after), row.approval ?? '', row.network, row.request, detail,
  ] // biome-ignore format: cells
}

async function* everyRow(web: IdentityWeb, filter: TrailFilter): AsyncGenerator<Cell[]> {
  let before = filter.before
  for (;;) {
    const rows = await listTrail(web.db.sql, { ...filter, before }, 500)
    yield* rows.map((row) => sheetRow(web, row))
    before = rows.at(-1)?.id
    if (rows.length < 500) return
  }
}

/** The trail of what administrators did and of requests, within an auditor's place, for the 审计管理员 alone (S-046, S-047, S-100); that he exported it is written into it too. */
export const auditRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/audit', async (request) => {
      const sight = sightOf(administrator(web, request, 'audit').division)
      const { limit, ...filter } = parse(AuditQuery, request.query)
      const rows = await listTrail(web.db.sql, { ...filter, ...sight }, limit + 1)
      const items = rows.slice(0, limit).map((row) => ({ ...row, ...told(web, row), actName: nameOf(row) }))
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, acts: auditActs, kinds: accessKinds }
    })

    app.get('/api/v1/audit.xlsx', async (request, reply) => {
      const { accountId, name, division } = administrator(web, request, 'audit')
      const { limit: _, ...filter } = parse(AuditQuery, request.query)
      const from = { request: String(request.id), network: request.ip }
      const entry = { actor: accountId, actorName: name, act: 'exportAudit', target: 'audit', told: '审计记录', after: filter, division }
      await recordAudit(web.db.sql, { ...entry, ...from })
      const notes = [`审计记录，${name}导出`]
      return sendSheet(
        reply,
        '审计记录',
        await workbook({ name: '审计记录', notes, columns, rows: everyRow(web, { ...filter, ...sightOf(division) }) }),
      )
    })
  }
