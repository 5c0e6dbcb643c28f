import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Guide } from '../../terms.ts'
import { type Finding, lintGuide } from './index.ts'
import { mended, soundGuide } from './testing-guide.ts'

const laws = new Map([['中华人民共和国水法', { title: '中华人民共和国水法', on: '2016-07-02', articles: new Set(['第七条']) }]])
const lint = (change: Partial<Guide>): readonly Finding[] => lintGuide({ ...soundGuide, ...change }, { laws })
/** The findings of one rule, as severity and field. */
const of = (rule: Finding['rule'], change: Partial<Guide>): string[] =>
  lint(change)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, field }) => `${severity} ${field}`)
const [first, second, third] = soundGuide.materials
assert.ok(first && second && third)
const [place] = soundGuide.places
assert.ok(place)
const workdays = (days: number, explanation?: string) => ({ days, unit: 'workday' as const, ...(explanation ? { explanation } : {}) })
const calendarDays = (days: number, explanation?: string) => ({
  days,
  unit: 'calendarDay' as const,
  ...(explanation ? { explanation } : {}),
})
/** A guide without one of its optional members. */
const without = (member: keyof Guide): Guide => {
  const { [member]: _gone, ...rest } = soundGuide
  return rest as Guide
}

test('a sound guide has nothing to be mended', () => assert.deepEqual(lint({}), []))

test('R-049 条例 §7①: a 备案, 登记 … beside the licences rests on a law or a regulation, at least on a rule', () => {
  const filing = { name: '示例场所备案', type: '10' } as const
  assert.deepEqual(of('R-049', { ...filing, basis: [{ title: '关于加强示例管理的通知' }] }), ['error basis'])
  assert.deepEqual(of('R-049', { ...filing, basis: [] }), ['error basis'])
  assert.deepEqual(of('R-049', { ...filing, basis: [{ title: '示例管理办法', article: '第三条' }] }), ['warning basis'])
  assert.deepEqual(of('R-049', { ...filing, basis: [{ title: '示例条例', article: '第三条' }] }), [])
  assert.deepEqual(of('R-049', { ...filing, name: '示例场所备案证明(变更)', basis: [] }), ['error basis'])
})

test('R-049: what only tells of a register is no licence in disguise', () => {
  for (const name of ['宗教活动场所登记证查询', '注册会计师考试报名', '示例规划公示'])
    assert.deepEqual(of('R-049', { name, type: '20', basis: [] }), [])
  assert.deepEqual(of('R-049', { basis: [{ title: '关于示例许可的通知' }] }), ['error basis'])
})

test('R-052 条例 §9①: each of the twelve elements that is not there', () => {
  const gone: Partial<Guide> = { baseCode: '', conditions: [], audiences: [], steps: [], materials: [], results: [], supervisePhones: [] }
  const fields = of('R-052', { ...gone, basis: [] }).map((one) => one.split(' ')[1])
  for (const field of [...Object.keys(gone), 'basis']) assert.ok(fields.includes(field), field)
  assert.deepEqual(of('R-052', { materials: [], conditions: ['本事项无需提交材料。'] }), [])
  assert.deepEqual(of('R-052', { results: [], type: '20' }), ['warning results'])
})

test('R-052: a code is made of the department’s, the level and the base code; a foreign one is kept and told', () => {
  assert.deepEqual(of('R-052', { level: '4' }), ['error code'])
  assert.deepEqual(of('R-052', { code: 'G-000007-001' }), ['warning code'])
})

test('R-052: full-width digits, spaces and full stops in names; placeholders', () => {
  const named = (name: string) => lint({ materials: [first, { ...second, name }] }).filter(({ rule }) => rule === 'R-052')
  assert.equal(named('照片2张。')[0]?.mend, '照片2张')
  assert.equal(named('营业 执照')[0]?.mend, '营业执照')
  assert.equal(named('关于××工程的函')[0]?.found, '××')
  assert.deepEqual(named('营业执照'), [])
})

test('R-058 … R-061, R-077: visits fit the depth, are said, and have their reason', () => {
  assert.deepEqual(of('R-061', { onlineDepth: '4', visits: 1 }), ['error visits'])
  assert.deepEqual(of('R-060', { onlineDepth: '3', visits: 2 }), ['error visits'])
  assert.deepEqual(of('R-059', { onlineDepth: '2', visits: 3 }), ['error visits'])
  assert.deepEqual(of('R-058', { onlineDepth: '1', visits: 9 }), [])
  assert.deepEqual(of('R-061', { onlineDepth: '4', visits: 0, deliveries: ['window'] }), ['warning deliveries'])
  assert.deepEqual(of('R-077', { visitReason: '' }), ['warning visitReason'])
  const unsaid = lintGuide(without('visits'), { laws }).map(({ rule, field }) => `${rule} ${field}`)
  assert.deepEqual(unsaid, ['R-077 visits'])
})

test('R-066: a material needed at times names a question and an answer that exist', () => {
  const asked = (when: { situation: string; is: string[] }) => of('R-066', { materials: [{ ...second, when }] })
  assert.deepEqual(asked({ situation: 'kind', is: ['river'] }), [])
  assert.deepEqual(asked({ situation: 'kind', is: ['sea'] }), ['error materials.0.when'])
  assert.deepEqual(asked({ situation: 'colour', is: ['red'] }), ['error materials.0.when'])
  assert.deepEqual(of('R-066', { materials: [{ ...second, need: '2' }] }), ['warning materials.0.when'])
})

test('R-067, R-068, R-120: limits are there, in one unit, and the promise is within the law', () => {
  assert.deepEqual(
    lintGuide(without('promisedLimit'), { laws }).map(({ rule }) => rule),
    ['R-068'],
  )
  assert.deepEqual(
    lintGuide(without('legalLimit'), { laws }).map(({ rule, severity }) => `${rule} ${severity}`),
    ['R-067 warning'],
  )
  assert.deepEqual(of('R-120', { legalLimit: workdays(10), promisedLimit: workdays(11), steps: [] }), ['error promisedLimit'])
  assert.deepEqual(of('R-120', { legalLimit: calendarDays(20), promisedLimit: workdays(15) }), ['error promisedLimit'])
  assert.deepEqual(of('R-120', { legalLimit: calendarDays(21), promisedLimit: workdays(15) }), [])
  assert.deepEqual(of('R-121', { projectType: '1', promisedLimit: workdays(2), steps: [] }), ['error promisedLimit'])
})

test('R-067: what is said of a limit agrees with its number and unit', () => {
  const said = (explanation: string) => lint({ legalLimit: workdays(45, explanation) }).filter(({ rule }) => rule === 'R-067')
  assert.deepEqual(said('自受理之日起45个工作日'), [])
  assert.equal(said('自受理之日起45日内决定')[0]?.mend, '自受理之日起45个工作日内决定')
  const [other] = said('自受理之日起45个自然日')
  assert.deepEqual([other?.field, other?.severity, other?.mend], ['legalLimit.unit', 'error', 'calendarDay'])
})

test('R-069: street, number, room and window', () => {
  const at = (change: Partial<typeof place>) => of('R-069', { places: [{ ...place, ...change }] })
  assert.deepEqual(at({ street: '市中心' }), ['error places.0.street'])
  assert.deepEqual(at({ street: '文明东街' }), ['warning places.0.street'])
  assert.deepEqual(at({ room: '' }), ['warning places.0.room'])
  assert.deepEqual(at({ window: '' }), ['warning places.0.window'])
  assert.deepEqual(at({ hall: '广州市下塘西路5号4楼2号窗口', street: '', room: '', window: '' }), [])
  assert.deepEqual(of('R-069', { places: [] }), ['error places'])
})

test('R-070: opening hours that cannot be read are an error; a 12-hour afternoon is mended', () => {
  const hours = (text: string) => lint({ places: [{ ...place, hours: text }] }).filter(({ rule }) => rule === 'R-070')
  assert.equal(hours('正常上班时间')[0]?.severity, 'error')
  assert.equal(hours('未提供')[0]?.severity, 'error')
  assert.equal(hours('周一至周五9:00-12:00(法定节假日除外)').length, 0)
  assert.equal(
    hours('周一至周五上午9:00-12:00，下午2:00-5:00(法定节假日除外)')[0]?.mend,
    '星期一至星期五上午09:00—12:00、下午14:00—17:00(法定节假日除外)',
  )
  assert.deepEqual(
    hours('周一至周五9:00-12:00').map(({ severity }) => severity),
    ['warning'],
  )
})

test('R-071: a number one can dial, with its area code', () => {
  const phone = (value: string) => lint({ consultPhones: [value] }).filter(({ rule }) => rule === 'R-071')
  for (const good of ['0477-8598826', '12345', '020-12345', '400-123-4567', '0477-8598826转1', '96123'])
    assert.deepEqual(phone(good), [], good)
  assert.equal(phone('找老王')[0]?.severity, 'error')
  assert.equal(phone('8598826')[0]?.severity, 'warning')
  assert.equal(phone('0477\uFF0D8598826。')[0]?.mend, '0477-8598826')
  assert.equal(phone('省厅:020-86351219')[0]?.severity, 'warning')
  assert.deepEqual(of('R-071', { consultPhones: [] }), ['error consultPhones'])
})

test('R-072: special procedures and papers of intermediaries name their law', () => {
  assert.deepEqual(of('R-072', { specialProcedures: [{ name: '听证', basis: '未提供' }] }), ['error specialProcedures.0.basis'])
  assert.deepEqual(of('R-072', { materials: [{ ...second, name: '水资源论证报告书' }] }), ['warning materials.0.basis'])
  assert.deepEqual(of('R-072', { materials: [{ ...second, name: '水资源论证报告书', basis: '取水许可管理条例第十一条' }] }), [])
})

test('R-073, R-074, R-075: who gives each material, how many, original or copy', () => {
  assert.deepEqual(of('R-073', { materials: [{ ...third, source: '20' }] }), ['warning materials.0.issuer'])
  assert.deepEqual(of('R-074', { materials: [{ ...second, copies: 0 }] }), ['error materials.0.copies'])
  assert.deepEqual(of('R-074', { materials: [{ ...second, name: '申请函一式三份' }] }), ['warning materials.0.copies'])
  assert.deepEqual(of('R-075', { materials: [{ ...second, name: '营业执照(原件)' }] }), ['warning materials.0.kind'])
  const bare = [{ ...second, nameOnly: true }]
  assert.deepEqual(
    (['R-073', 'R-074', 'R-075'] as const).map((rule) => of(rule, { materials: bare })),
    Array(3).fill(['error materials']),
  )
})

test('R-051 条例 §8: the same material is asked for once', () => {
  assert.deepEqual(of('R-051', { materials: [second, { ...second, id: 'm9', name: '营业 执照' }] }), ['warning materials.1.name'])
})

test('R-076: each step with its standard and result; together within the promise, side by side counted once', () => {
  const [begin, middle, end] = soundGuide.steps
  assert.ok(begin && middle && end)
  assert.deepEqual(of('R-076', { steps: [{ ...begin, standard: '未提供' }, middle, end] }), ['error steps.0.standard'])
  assert.deepEqual(of('R-076', { steps: [begin, { ...middle, standard: '按规定办理' }, end] }), ['warning steps.1.standard'])
  assert.deepEqual(of('R-076', { steps: [begin, { ...middle, days: 10 }, end] }), ['error steps'])
  const beside = [
    { ...begin, id: 'a' },
    { ...middle, id: 'b', after: ['a'] },
    { ...middle, id: 'c', after: ['a'] },
    { ...end, after: ['b', 'c'] },
  ]
  assert.deepEqual(of('R-076', { steps: beside }), [])
})

test('R-078, R-079: a form to fill in without a blank and a sample', () => {
  const { form: _form, ...formless } = soundGuide
  const rules = lintGuide(formless, { laws }).map(({ rule }) => rule)
  assert.deepEqual(rules, ['R-078', 'R-079'])
  const sheet = { sha256: 'a'.repeat(64), type: 'application/pdf', size: 1, name: '空表.pdf' }
  const materials = formless.materials.map((one) => ({ ...one, blankSheet: sheet }))
  assert.deepEqual(lintGuide({ ...formless, materials }, { laws }).map(({ rule }) => rule), ['R-079'], 'an uploaded blank is a blank') // biome-ignore format: one comparison
})

test('R-103 条例 §38: a charge with its basis and a standard', () => {
  const charge = { name: '工本费', standard: '每证10元', basis: '示例法第五条' }
  assert.deepEqual(of('R-103', { charges: [charge] }), [])
  assert.deepEqual(of('R-103', { charges: [{ ...charge, basis: '未提供' }] }), ['error charges.0.basis'])
  assert.deepEqual(of('R-103', { charges: [{ ...charge, standard: '按标准收取' }] }), ['warning charges.0.standard'])
})

test('U-071: long sentences, double negatives and words of the office', () => {
  const read = (text: string) => lint({ conditions: [text] }).map(({ rule, found }) => `${rule} ${found}`)
  assert.deepEqual(read('申请人不得不提交。'), ['U-071 不得不'])
  assert.deepEqual(read('逾期的予以注销。'), ['U-071 予以'])
  assert.deepEqual(read('可以容缺(先办后补)受理。'), [])
  assert.equal(read('甲'.repeat(81)).length, 1)
  assert.deepEqual(read(`${'甲'.repeat(70)}；${'乙'.repeat(70)}`), [])
})

test('one click: the mend of a finding removes it', () => {
  const untidy: Guide = {
    ...soundGuide,
    name: ' 取水许可审批',
    legalLimit: calendarDays(45, '45个工作日'),
    promisedLimit: workdays(15, '15日'),
    materials: [{ ...second, name: '营业 执照;' }],
    places: [{ ...place, hours: '周一至周五9:00-1200(节假日除外)' }],
    consultPhones: ['\uFF08020\uFF0938486800', '0477 - 8598826。'],
  }
  const findings = lintGuide(untidy, { laws }).filter(({ mend }) => mend !== undefined)
  assert.ok(findings.length >= 7, String(findings.length))
  for (const finding of findings) {
    const after = lintGuide(mended(untidy, finding), { laws })
    const same = after.filter(({ rule, field }) => rule === finding.rule && field === finding.field)
    assert.deepEqual(same, [], `${finding.rule} ${finding.field} → ${finding.mend}`)
  }
})
