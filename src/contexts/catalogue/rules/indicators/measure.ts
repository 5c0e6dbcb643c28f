import type { IndicatorRow, LackingItem } from '../../terms/indicators.ts'
import type { Guide } from '../../terms.ts'
import type { Finding } from '../lint/index.ts'
import { type Indicator, type IndicatorGround, indicators } from './duties.ts'

/** Sums of thirds and halves are not exact; a target is reached within this. */
const almost = 1e-9

type Sum = { numerator: number; denominator: number }
type Department = { readonly code: string; readonly name: string }
type Counted = Sum & { readonly department: Department }

const standOf = ({ target, unit }: Indicator, { numerator, denominator }: Sum): Pick<IndicatorRow, 'value' | 'met' | 'gap'> => {
  const value = denominator === 0 ? undefined : numerator / denominator
  const wanted = unit === 'count' ? target : target * denominator
  const gap = Math.max(0, Math.ceil(wanted - numerator - almost))
  return { value, met: gap === 0, gap }
}

const rowOf = (indicator: Indicator, department: Department, sum: Sum): IndicatorRow => ({
  number: indicator.number,
  departmentCode: department.code,
  department: department.name,
  numerator: sum.numerator,
  denominator: sum.denominator,
  ...standOf(indicator, sum),
})

const whole: Department = { code: '', name: '全部部门' }

/** Counts add up over departments; where each department has a number to reach, the place counts the departments that did. */
const wholeOf = (indicator: Indicator, counted: readonly Counted[]): IndicatorRow => {
  if (indicator.unit === 'count') {
    const met = counted.filter((one) => standOf(indicator, one).met).length
    return rowOf({ ...indicator, unit: 'share', target: 1 }, whole, { numerator: met, denominator: counted.length })
  }
  const sum = counted.reduce((all, one) => ({ numerator: all.numerator + one.numerator, denominator: all.denominator + one.denominator }), {
    numerator: 0,
    denominator: 0,
  })
  return rowOf(indicator, whole, sum)
}

/** The ground with each guide's findings found once. */
const remembering = (ground: IndicatorGround): IndicatorGround => {
  const kept = new Map<Guide, readonly Finding[]>()
  const findings = (guide: Guide): readonly Finding[] => {
    const known = kept.get(guide) ?? ground.findings(guide)
    kept.set(guide, known)
    return known
  }
  return { ...ground, findings }
}

/** Every indicator of every department of a place, the whole place first; departments in the order of their names. */
export const measure = (given: IndicatorGround): IndicatorRow[] => {
  const ground = remembering(given)
  const byDepartment = [...Map.groupBy(ground.items, ({ guide }) => guide.departmentCode)].map(([code, items]) => ({
    department: { code, name: items[0]?.guide.department ?? code },
    items,
  }))
  const sorted = byDepartment.toSorted((a, b) => (a.department.name < b.department.name ? -1 : 1))
  return indicators.flatMap((indicator) => {
    const counted = sorted.map(({ department, items }): Counted => {
      const shares = items.flatMap((item) => indicator.share(item, ground) ?? [])
      const numerator = shares.reduce((sum, { done }) => sum + done, 0)
      const denominator = indicator.unit === 'count' ? 1 : shares.reduce((sum, { of }) => sum + of, 0)
      return { department, numerator, denominator }
    })
    return [wholeOf(indicator, counted), ...counted.map(({ department, ...sum }) => rowOf(indicator, department, sum))]
  })
}

/** The items that would close the gap of an indicator, with what each lacks; none where more items are wanted rather than better ones. */
export const lackingItems = (indicator: Indicator, ground: IndicatorGround, departmentCode = ''): LackingItem[] =>
  ground.items.flatMap((item) => {
    const { code, name, department, departmentCode: own } = item.guide
    if (departmentCode !== '' && own !== departmentCode) return []
    const lacks = indicator.share(item, ground)?.lacks
    return lacks === undefined ? [] : [{ code, name, department, departmentCode: own, lacks }]
  })
