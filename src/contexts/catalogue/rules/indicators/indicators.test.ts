import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { localDate } from '../../../../kernel/date.ts'
import { demoCatalogue } from '../../demo-catalogue.ts'
import { demoBaseItems } from '../../perform/demo-lists.ts'
import type { Guide, ItemState, Material } from '../../terms.ts'
import { lintGuide } from '../lint/index.ts'
import { type IndicatorGround, indicators } from './duties.ts'
import { lackingItems, measure } from './measure.ts'

const on = localDate('2026-03-02')
const material: Material = {
  id: 'm1',
  name: '居民身份证',
  need: '1',
  kind: '1',
  format: '3',
  copies: 1,
  source: '20',
  issuer: '公安机关',
  when: { situation: 'who', is: ['a'] },
}
/** A guide that fulfils every duty. */
const sound: Guide = {
  code: '11150600MB131000013150131001000', baseCode: '150131001000', name: '甲证核发', type: '01', level: '3', division: '150600000000', department: '甲局', departmentCode: '11150600MB13100001',
  audiences: ['1'], personThemes: [], organisationThemes: [], stages: [], projectType: '1', onlineDepth: '4', visits: 0,
  legalLimit: { days: 20, unit: 'workday' }, promisedLimit: { days: 1, unit: 'workday' }, basis: [{ title: '甲法', article: '第一条' }], conditions: ['年满十八周岁'],
  situations: [{ id: 'who', question: '谁来办？', options: [{ value: 'a', label: '本人' }, { value: 'b', label: '代办' }] }], materials: [material],
  steps: [{ name: '受理', by: 'clerk', days: 1, standard: '材料齐全、符合法定形式', result: '出具受理通知书' }], charges: [], results: [{ name: '甲证', kind: 'licence' }],
  places: [{ hall: '市政务服务中心', street: '康巴什区朝阳街1号', room: '3楼301室', window: '12号窗口', hours: '星期一至星期五 09:00—12:00、13:00—17:00(法定节假日除外)' }],
  consultPhones: ['0477-8598826'], supervisePhones: ['12345'], specialProcedures: [{ name: '专家评审', basis: '甲法第五条' }], faq: [], form: { pages: [] },
  minimumLevel: 'realName', deliveries: ['post'], integratedWindow: true, sample: true, source: { name: '测试' },
} // biome-ignore format: one guide

const groundOf = (guides: readonly Guide[], states: Readonly<Record<string, ItemState>> = {}): IndicatorGround => ({
  items: guides.map((guide) => ({ guide, state: states[guide.code] ?? 'published' })),
  base: new Map(demoBaseItems([sound], on).map((one) => [one.code, one])),
  linked: new Set(guides.filter(({ code }) => !code.startsWith('unlinked')).map(({ code }) => code)),
  departmentOf: new Map(),
  findings: (guide) => lintGuide(guide, {}),
})
const wholeOf = (number: number, ground: IndicatorGround) => {
  const row = measure(ground).find((one) => one.number === number && one.departmentCode === '')
  assert.ok(row)
  return row
}
const [place] = sound.places
const [step] = sound.steps
assert.ok(place && step)
const { promisedLimit: _p, legalLimit: _l, visits: _v, form: _f, ...rest } = sound
const without = {
  promised: { ...rest, legalLimit: sound.legalLimit, visits: 0, form: sound.form },
  legal: { ...rest, promisedLimit: sound.promisedLimit, visits: 0, form: sound.form },
} as unknown as Record<string, Guide>
const formless: Guide = {
  ...rest,
  legalLimit: { days: 20, unit: 'workday' },
  promisedLimit: { days: 1, unit: 'workday' },
  visits: 0,
  materials: [{ ...material, name: '申请表', source: '10', issuer: '' }],
}
const unvisited: Guide = {
  ...rest,
  legalLimit: { days: 20, unit: 'workday' },
  promisedLimit: { days: 1, unit: 'workday' },
  form: { pages: [] },
}

/** For each indicator a guide that fails it, and how numerator and denominator stand for two sound guides and that one. */
const failing: readonly (readonly [number, Guide, numerator: number, denominator: number])[] = [
  [1, { ...sound, promisedLimit: { days: 15, unit: 'workday' } }, 19 + 19 + 5, 60],
  [2, { ...sound, projectType: '2' }, 2, 3],
  [4, { ...sound, onlineDepth: '1' }, 2, 3],
  [5, { ...sound, onlineDepth: '3', visits: 2 }, 2, 3],
  [6, { ...sound, onlineDepth: '4', visits: 1 }, 2, 3],
  [7, { ...sound, conditions: [] }, 2, 3],
  [9, { ...sound, code: 'unlinked' }, 2, 3],
  [10, { ...sound, name: '甲证' }, 2, 3],
  [11, { ...sound, situations: [] }, 2, 3],
  [12, without.legal as Guide, 2, 3],
  [13, without.promised as Guide, 2, 3],
  [14, { ...sound, places: [{ ...place, street: '康巴什区朝阳街' }] }, 2, 3],
  [15, { ...sound, places: [{ ...place, hours: '工作日' }] }, 2, 3],
  [16, { ...sound, consultPhones: [] }, 2, 3],
  [17, { ...sound, specialProcedures: [{ name: '专家评审', basis: '' }] }, 2, 3],
  [18, { ...sound, materials: [{ ...material, issuer: '' }] }, 2, 3],
  [19, { ...sound, materials: [{ ...material, copies: 0 }] }, 2, 3],
  [20, { ...sound, materials: [{ ...material, name: '居民身份证复印件' }] }, 2, 3],
  [21, { ...sound, steps: [{ ...step, standard: '' }] }, 2, 3],
  [22, unvisited, 2, 3],
  [23, formless, 2, 3],
  [24, formless, 2, 3],
]

test('R-056 … R-079: each of the 24 with a hand-made catalogue: two guides that fulfil it, one that does not', () => {
  const twin = { ...sound, code: `${sound.code}01` }
  for (const [number, bad, numerator, denominator] of failing) {
    const ground = groundOf([sound, twin, { ...bad, code: bad.code === sound.code ? `${sound.code}02` : bad.code }])
    const row = wholeOf(number, ground)
    assert.deepEqual([row.numerator, row.denominator], [numerator, denominator], `indicator ${number}`)
    const indicator = indicators[number - 1]
    assert.ok(indicator)
    const lacking = lackingItems(indicator, ground)
    assert.equal(lacking.length, 1, `indicator ${number}: ${JSON.stringify(lacking)}`)
    assert.ok(lacking[0]?.lacks, `indicator ${number}`)
  }
  assert.deepEqual([3, 8].concat(failing.map(([number]) => number)).toSorted((a, b) => a - b), indicators.map(({ number }) => number)) // biome-ignore format: one
})

test('R-058 R-062: a guide that is not public counts against publication, and nowhere else', () => {
  const hidden = { ...sound, code: 'hidden', projectType: '2' as const }
  const ground = groundOf([sound, hidden], { hidden: 'suspended' })
  const figures = (number: number) => [wholeOf(number, ground).numerator, wholeOf(number, ground).denominator]
  assert.deepEqual([figures(3), figures(7), figures(2)], [[1, 2], [1, 2], [1, 1]]) // biome-ignore format: one
})

test('R-063: each department publishes 20 公共服务 guides: the place counts the departments that do', () => {
  const service = (department: string, n: number): Guide[] =>
    Array.from({ length: n }, (_, i) => ({
      ...sound,
      code: `${department}${i}`,
      type: '20' as const,
      department,
      departmentCode: department,
    }))
  const rows = measure(groundOf([...service('A', 20), ...service('B', 19)])).filter(({ number }) => number === 8)
  assert.deepEqual(
    rows.map(({ departmentCode, numerator, denominator, met, gap }) => [departmentCode, numerator, denominator, met, gap]),
    [
      ['', 1, 2, false, 1],
      ['A', 20, 1, true, 0],
      ['B', 19, 1, false, 1],
    ],
  )
})

test('R-063 连同下属单位: what a subordinate unit publishes counts for its department, in this indicator alone', () => {
  const service = (departmentCode: string, n: number): Guide[] =>
    Array.from({ length: n }, (_, i) => ({ ...sound, code: `${departmentCode}${i}`, type: '20' as const, department: departmentCode, departmentCode })) // biome-ignore format: one guide
  const ground = groundOf([...service('局', 12), ...service('中心', 8), ...service('别的局', 20)])
  const rows = measure({ ...ground, departmentOf: new Map([['中心', { code: '局', name: '某局' }]]) })
  const of = (number: number) => rows.filter((row) => row.number === number && row.departmentCode !== '').map((row) => [row.department, row.numerator, row.met]) // biome-ignore format: one list
  assert.deepEqual(of(8), [['别的局', 20, true], ['某局', 20, true]]) // biome-ignore format: one list
  assert.deepEqual(of(3).map(([name]) => name), ['中心', '别的局', '局']) // biome-ignore format: one list
})

test('E-05: calendar days × 5/7 rounded down; a promise longer than the law shortens nothing; without 法定时限 nothing counts', () => {
  const figures = (change: Partial<Guide>) => {
    const { numerator, denominator, value } = wholeOf(1, groundOf([{ ...sound, ...change }]))
    return [numerator, denominator, value]
  }
  assert.deepEqual(figures({ legalLimit: { days: 60, unit: 'calendarDay' }, promisedLimit: { days: 21, unit: 'workday' } }), [21, 42, 0.5])
  assert.deepEqual(figures({ promisedLimit: { days: 30, unit: 'workday' } }), [0, 20, 0])
  assert.deepEqual(figures({ legalLimit: { days: 0, unit: 'workday' } }), [0, 0, undefined])
})

test('the gap is how many more are needed: 90% of 11 are 10, of 10 are 9', () => {
  const guides = (n: number, bad: number) =>
    Array.from({ length: n }, (_, i): Guide => ({ ...sound, code: `g${i}`, onlineDepth: i < bad ? '1' : '4' }))
  const stands = (n: number, bad: number) => {
    const { gap, met } = wholeOf(4, groundOf(guides(n, bad)))
    return [gap, met]
  }
  assert.deepEqual([stands(11, 2), stands(11, 1), stands(10, 1), stands(10, 10)], [[1, false], [0, true], [0, true], [9, false]]) // biome-ignore format: one
})

const all = demoCatalogue(join(import.meta.dirname, '../../../../../data'))
const guides = all.filter(({ division }) => division === '150600000000')
const six = guides.filter(({ type }) => type !== '20')
const rulesOf = new Map(guides.map((guide) => [guide, lintGuide(guide, {})]))
const has = (guide: Guide, rule: string): boolean => (rulesOf.get(guide) ?? []).some((finding) => finding.rule === rule)
const count = (holds: (guide: Guide) => boolean, of: readonly Guide[] = guides): number => of.filter(holds).length
const workdays = (limit: Guide['legalLimit']): number => {
  if (!limit) return 0
  return limit.unit === 'workday' ? limit.days : Math.floor((limit.days / 7) * 5)
}
const isSpecial = ({ specialProcedures }: Guide): boolean => specialProcedures.length > 0
const offersForm = ({ form }: Guide): boolean => form !== undefined
const comes = ({ onlineDepth, visits = 99 }: Guide, depth: number, most: number): boolean => Number(onlineDepth) >= depth && visits <= most
const departments = [...new Set(guides.map(({ department }) => department))]
const services = (department: string): number => count((guide) => guide.department === department && guide.type === '20')
const n = guides.length

/** Counted once more, indicator by indicator, without the rules that are tested. */
const recounted: Readonly<Record<number, readonly [numerator: number, denominator: number]>> = {
  1: [
    guides.reduce(
      (sum, { legalLimit, promisedLimit }) => sum + Math.max(0, workdays(legalLimit) - workdays(promisedLimit ?? legalLimit)),
      0,
    ),
    guides.reduce((sum, { legalLimit }) => sum + workdays(legalLimit), 0),
  ],
  2: [count(({ projectType }) => projectType === '1'), n],
  3: [n, n],
  4: [count((guide) => comes(guide, 2, 2)), n],
  5: [count((guide) => comes(guide, 3, 1)), n],
  6: [count((guide) => comes(guide, 4, 0)), n],
  7: [
    count((guide) => !(rulesOf.get(guide) ?? []).some(({ rule, severity }) => rule === 'R-052' && severity === 'error'), six),
    six.length,
  ],
  8: [departments.filter((department) => services(department) >= 20).length, departments.length],
  9: [six.length - 5, six.length],
  10: [n, n],
  11: [count(({ materials }) => materials.some(({ when }) => when !== undefined)), n],
  17: [count((guide) => isSpecial(guide) && !has(guide, 'R-072')), count((guide) => isSpecial(guide) || has(guide, 'R-072'))],
  23: [count((guide) => offersForm(guide) && !has(guide, 'R-078')), count((guide) => offersForm(guide) || has(guide, 'R-078'))],
  24: [count((guide) => offersForm(guide) && !has(guide, 'R-079')), count((guide) => offersForm(guide) || has(guide, 'R-079'))],
}
const materialRules = ['R-073', 'R-074', 'R-075']
const ofRule = (rule: string): readonly [number, number] => {
  const counted = materialRules.includes(rule) ? guides.filter((guide) => guide.materials.length > 0 || has(guide, rule)) : guides
  return [count((guide) => !has(guide, rule), counted), counted.length]
}

test('all 24 over the whole demo city are equal to a plain recount, and departments add up to the whole', () => {
  const base = new Map(demoBaseItems(all, on).map((one) => [one.code, one]))
  const linked = new Set(six.slice(5).map(({ code }) => code))
  const items = guides.map((guide) => ({ guide, state: 'published' as const }))
  const rows = measure({ items, base, linked, departmentOf: new Map(), findings: (guide) => lintGuide(guide, {}) })
  for (const { number, requirement } of indicators) {
    const [row, ...own] = rows.filter((one) => one.number === number)
    assert.deepEqual([row?.numerator, row?.denominator], recounted[number] ?? ofRule(requirement), `indicator ${number}`)
    assert.equal(own.length, departments.length)
    if (number === 8) continue
    assert.deepEqual(
      [row?.numerator, row?.denominator],
      [own.reduce((sum, one) => sum + one.numerator, 0), own.reduce((sum, one) => sum + one.denominator, 0)],
    )
  }
})
