import type { IndicatorRow, LackingItem } from '../../terms/indicators.ts'
import type { Guide } from '../../terms.ts'
import type { Finding } from '../lint/index.ts'
import { type CountedItem, type Indicator, type IndicatorGround, indicators } from './duties.ts'

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

type Own = { readonly department: Department; readonly items: readonly CountedItem[] }

const gathered = (items: readonly CountedItem[], departmentOf: (item: CountedItem) => Department): Own[] => {
  const names = new Map(items.map((item) => [departmentOf(item).code, departmentOf(item).name]))
  const groups = Map.groupBy(items, (item) => departmentOf(item).code)
  return [...groups]
    .map(([code, own]) => ({ department: { code, name: names.get(code) ?? code }, items: own }))
    .toSorted((a, b) => (a.department.name < b.department.name ? -1 : 1))
}

const itself = ({ guide }: CountedItem): Department => ({ code: guide.departmentCode, name: guide.department })

/**
 * Every indicator of every department of a place, the whole place first; departments in the order of their names. Where a department has
 * a number to reach, what its subordinate units publish counts for it (R-063: 连同下属单位), and they have no row of their own.
 */
export const measure = (given: IndicatorGround): IndicatorRow[] => {
  const ground = remembering(given)
  const each = gathered(ground.items, itself)
  const together = gathered(ground.items, (item) => ground.departmentOf.get(item.guide.departmentCode) ?? itself(item))
  return indicators.flatMap((indicator) => {
    const counted = (indicator.unit === 'count' ? together : each).map(({ department, items }): Counted => {
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
