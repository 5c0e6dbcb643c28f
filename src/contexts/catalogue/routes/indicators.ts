import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, notFound, Problem, parse } from '../../../platform/http.ts'
import { type Cell, sheetType, workbook } from '../../../platform/sheet.ts'
import { findDivision, fullCode, listChildren } from '../../divisions/index.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { indicatorGround } from '../perform/indicators.ts'
import type { Catalogue } from '../perform/live-catalogue.ts'
import { type IndicatorGround, indicators } from '../rules/indicators/duties.ts'
import { lackingItems, measure } from '../rules/indicators/measure.ts'
import { listTrend } from '../store/indicators.ts'
import type { IndicatorAbout, IndicatorRow } from '../terms/indicators.ts'

export type IndicatorDeps = {
  readonly db: Db
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly catalogue: Pick<Catalogue, 'version' | 'refresh'>
}

const Scope = z.strictObject({ division: z.string().regex(/^\d{6}(\d{3}){0,2}$/).exactOptional(), department: z.string().max(30).default('') }) // biome-ignore format: two members
const trendDays = 180
const mostLacking = 500
const watchers = ['editor', 'catalogueAdmin', 'supervisor', 'chief']

type Measured = { readonly ground: IndicatorGround; readonly rows: readonly IndicatorRow[] }

/** What was measured last of each place, until the catalogue changes. */
const measuring = ({ db, catalogue }: IndicatorDeps) => {
  const kept = new Map<string, { readonly version: number; readonly measured: Promise<Measured> }>()
  return async (division: string): Promise<Measured> => {
    await catalogue.refresh()
    const version = catalogue.version()
    const known = kept.get(division)
    if (known?.version === version) return known.measured
    const measured = indicatorGround(db.read, division).then((ground) => ({ ground, rows: measure(ground) }))
    if (kept.size > 20) kept.clear()
    kept.set(division, { version, measured })
    measured.catch(() => kept.delete(division))
    return measured
  }
}

/** An officer sees his own place and those below it; one of a department his department alone. */
const scopeOf = async (
  { db }: IndicatorDeps,
  viewer: Viewer,
  query: unknown,
): Promise<{ division: string; department: string; who: Staff }> => {
  if (viewer.kind !== 'staff') throw new NeedsSignIn('staff')
  const asked = parse(Scope, query)
  const division = fullCode(asked.division ?? viewer.division)
  const found = division ? await findDivision(db.read, division) : undefined
  if (!found) throw notFound('没有这个行政区划代码')
  const below = found.code === viewer.division || found.parent === viewer.division
  if (!below || !viewer.roles.some((role) => watchers.includes(role))) throw new Problem(403, 'not-your-place', '只能看本级和下一级的指标')
  const department = viewer.departmentCode === '' ? asked.department : viewer.departmentCode
  return { division: found.code, department, who: viewer }
}

const about = ({ number, requirement, name, says, target, unit, counts, due }: IndicatorAbout): IndicatorAbout => ({ number, requirement, name, says, target, unit, counts, due }) // biome-ignore format: one
const departmentsOf = (rows: readonly IndicatorRow[]) =>
  rows
    .filter(({ number, departmentCode }) => number === 1 && departmentCode !== '')
    .map(({ departmentCode: code, department: name }) => ({ code, name }))

const columns = [
  { heading: '序号', width: 6 }, { heading: '指标', width: 22 }, { heading: '要求', width: 44 }, { heading: '部门', width: 30 },
  { heading: '完成数', width: 10 }, { heading: '总数', width: 10 }, { heading: '完成', width: 10 }, { heading: '目标', width: 10 },
  { heading: '达标', width: 8 }, { heading: '还差', width: 10 }, { heading: '期限', width: 12 },
] // biome-ignore format: columns
/** 2 decimals; a dash where nothing counts (E). */
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`
/** The figures of a row in words: a number of items per department, a share everywhere else. */
const figuresOf = (row: IndicatorRow, { unit, target, counts }: IndicatorAbout): readonly Cell[] => {
  if (unit === 'count' && row.departmentCode !== '')
    return [row.numerator, undefined, `${row.numerator} 项`, `${target} 项`, row.met ? '是' : '否', `${row.gap} 项`]
  const wanted = unit === 'count' ? 1 : target
  const [value, met] = row.value === undefined ? ['—', '—'] : [percent(row.value), row.met ? '是' : '否']
  return [row.numerator, row.denominator, value, percent(wanted), met, `${row.gap} ${unit === 'count' ? '个部门' : counts}`]
}
const sheetRow = (row: IndicatorRow): readonly Cell[] => {
  const indicator = indicators[row.number - 1] as IndicatorAbout
  return [row.number, indicator.name, indicator.says, row.department, ...figuresOf(row, indicator), { on: indicator.due }]
}

/** The 24 indicators (R-056 … R-079) as they stand now, the items that would close a gap, and how they moved; a workbook of all departments. */
export const indicatorRoutes = (app: FastifyInstance, deps: IndicatorDeps): void => {
  const { db, viewer, today } = deps
  const measured = measuring(deps)

  app.get('/api/v1/indicators', async (request) => {
    const { division, department, who } = await scopeOf(deps, viewer(request), request.query)
    const { rows } = await measured(division)
    const below = division === who.division && who.departmentCode === '' ? await listChildren(db.read, division) : []
    const items = rows
      .filter(({ departmentCode }) => departmentCode === department)
      .map((row) => ({ ...about(indicators[row.number - 1] as IndicatorAbout), ...row }))
    return {
      on: today(),
      division,
      department,
      items,
      next: null,
      departments: who.departmentCode === '' ? departmentsOf(rows) : [],
      places: below.map(({ code, name }) => ({ code, name })),
    }
  })

  app.get('/api/v1/indicators.xlsx', async (request, reply) => {
    const { division, department } = await scopeOf(deps, viewer(request), request.query)
    const { rows } = await measured(division)
    const wanted = department === '' ? rows : rows.filter(({ departmentCode }) => departmentCode === department)
    const place = (await findDivision(db.read, division))?.name ?? division
    const notes = [`${place}政务服务指标，${today()} 的现行目录`]
    const file = await workbook({ name: '24 项指标', notes, columns, rows: wanted.map(sheetRow) })
    return reply
      .type(sheetType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${place}24项指标${today()}.xlsx`)}`)
      .send(file)
  })

  app.get<{ Params: { number: string } }>('/api/v1/indicators/:number', async (request) => {
    const indicator = indicators[Number(request.params.number) - 1]
    if (!indicator) throw notFound('没有这项指标')
    const { division, department, who } = await scopeOf(deps, viewer(request), request.query)
    const { ground, rows } = await measured(division)
    const lacking = lackingItems(indicator, ground, department)
    const own = rows.filter((row) => row.number === indicator.number && (who.departmentCode === '' || row.departmentCode === department))
    const trend = await listTrend(db.read, {
      division,
      departmentCode: department,
      number: indicator.number,
      since: addDays(today(), -trendDays),
    })
    return {
      on: today(),
      division,
      department,
      indicator: about(indicator),
      rows: own,
      items: lacking.slice(0, mostLacking),
      total: lacking.length,
      trend,
      next: null,
    }
  })
}
