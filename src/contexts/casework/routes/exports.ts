import type { FastifyInstance } from 'fastify'
import { parse } from '../../../platform/http.ts'
import { type Cell, mostSheetRows, sheetType, workbook } from '../../../platform/sheet.ts'
import { scopeOf, selectionOf, type WorkRow, workRow } from '../perform/worklists.ts'
import { logLook } from '../store/access-log.ts'
import { countSome, listWorklist, type Scope, type Selection } from '../store/worklists.ts'
import { lamps, stages, type Today } from '../terms.ts'
import { type CaseworkWeb, momentOf } from './api-web.ts'
import { ExportQuery } from './desk-bodies.ts'
import { listFor, officer } from './worklists.ts'

const pageSize = 500

/** The headings of the sheet with the width of each column in characters. */
const widths = {
  办件编号: 46, 事项: 30, 申请人: 20, 实施部门: 24, 状态: 12, 环节: 16, 灯: 8, 提交日期: 12, 到期日期: 12, 剩余工作日: 11, 经办人: 12,
} // biome-ignore format: pairs read best in a row
const columns = Object.entries(widths).map(([heading, width]) => ({ heading, width }))
const day = (on: string | undefined): Cell => on && { on }
const cells = (row: WorkRow): readonly Cell[] => [
  row.no, row.itemName, row.applicant, row.department, stages[row.stage], row.steps.join('、'), row.lamp && lamps[row.lamp],
  day(row.submittedOn), day(row.dueOn), row.dueOn ? row.remaining : undefined, row.handler,
] // biome-ignore format: as the columns

/** The whole list, asked of the database page by page. */
async function* rowsOf(web: CaseworkWeb, scope: Scope, selection: Selection, today: Today): AsyncGenerator<readonly Cell[]> {
  let after: { dueOn: string; id: string } | undefined
  for (let sent = 0; sent < mostSheetRows; sent += pageSize) {
    const rows = await listWorklist(web.db.sql, scope, selection, today.date, pageSize, after)
    for (const row of rows) yield cells(workRow(row, today))
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    after = { dueOn: last.dueOn, id: last.id }
  }
}

/** 2026-03-02 10:05 in China. */
const clockText = (now: string): string => new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** Every list as a workbook: the whole filter, with what was counted and when; each one is written into the access log. */
export const exportRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { name: string } }>('/api/v1/worklists/:name.xlsx', async (request, reply) => {
      const viewer = officer(web, request)
      const list = listFor(viewer, request.params.name)
      const query = parse(ExportQuery, request.query)
      const { today, now } = momentOf(web)
      const [scope, selection] = [scopeOf(viewer), selectionOf(list, viewer, query, today.date)]
      const rows = await countSome(web.db.sql, scope, selection, today.date, mostSheetRows)
      const filter = new URLSearchParams(query as Record<string, string>).toString()
      await logLook(web.db.sql, {
        at: now, day: today.date, account: viewer.accountId, name: viewer.name, unit: viewer.unit, what: 'list', subject: request.params.name, query: filter, rows,
      }) // biome-ignore format: one entry
      const notes = [
        `${list.title}，共 ${rows} 件${rows === mostSheetRows ? '(只导出前 10 万件)' : ''}`,
        `统计时间 ${clockText(now)}，导出人 ${viewer.name}(${viewer.unit})${filter ? `，筛选条件 ${decodeURIComponent(filter)}` : ''}`,
      ]
      const file = await workbook({ name: list.title, notes, columns, rows: rowsOf(web, scope, selection, today) })
      return reply
        .type(sheetType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${list.title}${today.date}.xlsx`)}`)
        .send(file)
    })
  }
