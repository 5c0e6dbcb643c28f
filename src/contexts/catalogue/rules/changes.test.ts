import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { fen } from '../../../kernel/money.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import type { Charge, Guide, Material } from '../terms.ts'
import { type ChangeKind, changeKinds, policyOf } from './change-kinds.ts'
import { changesBetween, chargesOfCase } from './changes.ts'
import { fieldsWaived } from './form-changes.ts'
import { materialPairs, materialsWaived } from './material-changes.ts'

const material = (id: string, name: string, more: Partial<Material> = {}): Material => ({ id, name, need: '1', kind: '1', format: '3', copies: 1, source: '10', ...more }) // biome-ignore format: a row
const charge = (name: string, yuan?: number, standard = '每件'): Charge => ({ name, standard, basis: '价格目录', ...(yuan === undefined ? {} : { amount: fen(yuan * 100) }) }) // biome-ignore format: a row

const [sample] = demoCatalogue(join(import.meta.dirname, '../../../../data'))
assert.ok(sample)
const older: Guide = {
  ...sample,
  materials: [material('m1', '身份证'), material('m2', '营业执照', { need: '3' }), material('m3', '场地证明', { need: '2' }), material('m4', '健康证明')],
  form: { pages: [{ id: 'p', title: '情况', fields: [
    { name: 'place', label: '经营地点', kind: 'text' },
    { name: 'area', label: '面积', kind: 'number', optional: true },
    { name: 'sort', label: '类别', kind: 'radios', options: [{ value: 'a', label: '甲类' }, { value: 'b', label: '乙类' }] },
  ] }] },
  situations: [{ id: 'kind', question: '新办还是延续？', options: [{ value: 'n', label: '新办' }, { value: 'r', label: '延续' }] }],
  conditions: ['有固定场所'],
  deliveries: ['window', 'post'],
  charges: [charge('工本费', 10), charge('检验费')],
  legalLimit: { days: 20, unit: 'workday' },
  promisedLimit: { days: 10, unit: 'workday' },
  steps: [
    { name: '受理', by: 'clerk', days: 1, standard: '齐全', result: '通知书' },
    { name: '决定', by: 'decider', days: 3, standard: '符合', result: '决定书' },
  ],
  minimumLevel: 'realName',
  visits: 1,
} // biome-ignore format: a guide

const withMaterials = (...materials: Material[]): Partial<Guide> => ({ materials })
const [m1, m2, m3, m4] = older.materials as [Material, Material, Material, Material]
const form = (change: (fields: NonNullable<Guide['form']>['pages'][0]['fields']) => NonNullable<Guide['form']>['pages'][0]['fields']) => ({
  form: { pages: (older.form?.pages ?? []).map((page) => ({ ...page, fields: change(page.fields) })) },
})
const firstStep = older.steps[0] as Guide['steps'][0]

/** What changes, the kinds it must be told as, and words of its sentence. */
const rows: readonly [string, Partial<Guide> | 'noForm' | 'form', readonly ChangeKind[], RegExp][] = [
  ['a material is added', withMaterials(m1, m2, m3, m4, material('m5', '授权书')), ['materialAdded'], /增加材料“授权书”\(必要，原件 1 份，纸质或电子\)/],
  ['a material put in at the top moves the numbers of all others and is still the only one', withMaterials(material('m1', '授权书'), material('m2', '身份证'), material('m3', '营业执照', { need: '3' }), material('m4', '场地证明', { need: '2' }), material('m5', '健康证明')), ['materialAdded'], /授权书/],
  ['a material goes', withMaterials(m1, m2, m3), ['materialRemoved'], /不再需要材料“健康证明”/],
  ['a material has another name', withMaterials(m1, { ...m2, name: '营业执照副本' }, m3, m4), ['materialRenamed'], /“营业执照”改为“营业执照副本”/],
  ['a material in the place of another is another', withMaterials(m1, m2, m3, { ...m4, name: '培训证' }), ['materialAdded', 'materialRemoved'], /培训证.*健康证明/s],
  ['容缺 becomes 必要', withMaterials(m1, { ...m2, need: '1' }, m3, m4), ['materialStricter'], /“营业执照”改为必要材料/],
  ['必要 becomes 容缺', withMaterials({ ...m1, need: '3' }, m2, m3, m4), ['materialEased'], /“身份证”改为可以容缺后补/],
  ['more copies', withMaterials({ ...m1, copies: 3 }, m2, m3, m4), ['materialStricter'], /由 1 份改为 3 份/],
  ['免提交 by sharing', withMaterials({ ...m1, shared: '公安部门' }, m2, m3, m4), ['materialWaived'], /“身份证”免提交，由公安部门提供/],
  ['no longer necessary', withMaterials(m1, m2, m3, { ...m4, need: '2' }), ['materialWaived'], /“健康证明”不是必要材料/],
  ['paper in the place of a file', withMaterials({ ...m1, format: '1' }, m2, m3, m4), ['materialStandard'], /“身份证”的形式改了：纸质/],
  ['a material made from the form goes', withMaterials(m1, m2, m3, { ...m4, fromForm: true }, material('m5', '申请表', { fromForm: true })), ['materialWaived', 'wording'], /增加材料“申请表”，它由在线填写的内容生成/],
  ['where it is issued', withMaterials({ ...m1, issuer: '派出所' }, m2, m3, m4), ['wording'], /“身份证”的说明更新/],
  ['a question is added', form((fields) => [...fields, { name: 'staff', label: '从业人数', kind: 'number' }]), ['fieldAdded'], /增加填写“从业人数”/],
  ['a question goes', form((fields) => fields.slice(1)), ['fieldRemoved'], /不再填写“经营地点”/],
  ['选填 becomes 必填', form((fields) => fields.map((f) => ({ ...f, optional: false }))), ['fieldRequired'], /“面积”改为必填/],
  ['必填 becomes 选填', form((fields) => fields.map((f) => (f.name === 'place' ? { ...f, optional: true } : f))), ['fieldOptional'], /“经营地点”改为选填/],
  ['a choice goes', form((fields) => fields.map((f) => (f.options ? { ...f, options: f.options.slice(1) } : f))), ['fieldChanged'], /“类别”取消选项“甲类”/],
  ['the hint of a question', form((fields) => fields.map((f) => ({ ...f, hint: '写到门牌号' }))), ['wording'], /在线表单的说明/],
  ['no longer online', 'noForm', ['formClosed'], /不能在网上申请了/],
  ['now online', 'form', ['formOpened'], /可以在网上申请了/],
  ['a question of the situation', { situations: [...older.situations, { id: 'size', question: '多大？', options: [] }] }, ['situationAdded'], /增加情形问题“多大？”/],
  ['no question of the situation', { situations: [] }, ['situationRemoved'], /不再问“新办还是延续？”/],
  ['other choices of the situation', { situations: older.situations.map((s) => ({ ...s, options: s.options.slice(0, 1) })) }, ['situationChanged'], /选项改了/],
  ['a condition in the place of another', { conditions: ['有固定场所和设备'] }, ['conditionAdded', 'conditionRemoved'], /增加：有固定场所和设备.*取消：有固定场所/s],
  ['other ways of delivery', { deliveries: ['window', 'electronic'] }, ['deliveryAdded', 'deliveryRemoved'], /增加“电子送达”.*取消“免费邮寄”/s],
  ['a lower charge', { charges: [charge('工本费', 5), charge('检验费')] }, ['feeLowered'], /工本费：10 元.*改为 工本费：5 元/],
  ['no charge any more', { charges: [] }, ['feeLowered', 'feeLowered'], /取消收费 工本费/],
  ['a higher charge', { charges: [charge('工本费', 12), charge('检验费')] }, ['feeRaised'], /工本费：12 元/],
  ['another standard of a charge', { charges: [charge('工本费', 10), charge('检验费', undefined, '每平方米')] }, ['feeChanged'], /每平方米/],
  ['a shorter promise', { promisedLimit: { days: 5, unit: 'workday' } }, ['limitShorter'], /承诺办结时限由 10 个工作日改为 5 个工作日/],
  ['a longer limit of the law', { legalLimit: { days: 40, unit: 'calendarDay' } }, ['limitLonger'], /法定办结时限由 20 个工作日改为 40 个自然日/],
  ['a step is added', { steps: [...older.steps, { ...firstStep, name: '现场核查' }] }, ['stepAdded'], /增加环节“现场核查”/],
  ['a step goes', { steps: older.steps.slice(0, 1) }, ['stepRemoved'], /取消环节“决定”/],
  ['a step is quicker', { steps: older.steps.map((s) => ({ ...s, days: 2 })) }, ['stepChanged', 'stepChanged'], /“受理”由 1 个工作日改为 2 个工作日/],
  ['a higher level of 实名', { minimumLevel: 'advanced' }, ['levelChanged'], /“实名”改为“高级实名”/],
  ['another department', { department: '市行政审批局' }, ['officeChanged'], /改为“市行政审批局”/],
  ['another law', { basis: [] }, ['basisChanged'], /设定依据/],
  ['another result', { results: [] }, ['resultChanged'], /办理结果/],
  ['more visits', { visits: 2 }, ['wayChanged'], /“1 次”改为“2 次”/],
  ['another place', { places: [] }, ['placeChanged'], /办理地点/],
] // biome-ignore format: a table

for (const [what, change, kinds, says] of rows)
  test(`R-048 between two versions ${what}: told as ${kinds.join(', ')}`, () => {
    const { form: given, ...bare } = older
    const [before, after] = change === 'form' ? [bare, older] : [older, change === 'noForm' ? bare : { ...older, ...change }]
    const changes = changesBetween(before, after)
    assert.deepEqual([...new Set(changes.map(({ kind }) => kind))].sort(), [...new Set(kinds)].sort(), given && JSON.stringify(changes))
    assert.match(changes.map((one) => one.says).join('\n'), says)
  })

test('a page of the form that is shown in other cases is told, and its applicants look at it again', () => {
  const conditional = { ...older, form: { pages: (older.form?.pages ?? []).map((page) => ({ ...page, when: { feel: 'x = "1"' } })) } }
  const [change, ...rest] = changesBetween(older, conditional)
  assert.deepEqual([change?.kind, change?.says, rest], ['fieldChanged', '“情况”这一页要填写的情形改了', []])
})

test('every kind of difference is told by an example, and has a policy with its reason', () => {
  const shown = new Set(rows.flatMap(([, , kinds]) => kinds))
  assert.deepEqual(
    Object.keys(changeKinds).filter((kind) => !shown.has(kind as ChangeKind)),
    [],
  )
  for (const kind of shown) assert.ok(policyOf({ kind }).because.length > 5, kind)
})

test('a version differs in nothing from itself, and a change of any one element is never passed over', () => {
  assert.deepEqual(changesBetween(older, structuredClone(older)), [])
  for (const key of Object.keys(older) as (keyof Guide)[]) {
    const was = older[key]
    const other = typeof was === 'string' ? `${was}改` : typeof was === 'number' ? was + 1 : typeof was === 'boolean' ? !was : undefined
    if (other !== undefined) assert.equal(changesBetween(older, { ...older, [key]: other }).length, 1, key)
  }
})

test('no sentence says 有关, 其他 or 等材料', () => {
  const sentences = rows.flatMap(([, change]) =>
    typeof change === 'string' ? [] : changesBetween(older, { ...older, ...change }).map(({ says }) => says),
  )
  assert.deepEqual(
    [...sentences, ...Object.values(changeKinds).map(({ name }) => name)].filter((text) => /有关|其他|等材料/.test(text)),
    [],
  )
})

test('行政许可法第三十一条: what is not asked for any more is named by its old id, whatever its new number', () => {
  const newer = {
    ...older,
    materials: [material('m1', '授权书'), material('m2', '营业执照', { need: '1' }), material('m3', '身份证', { shared: '公安部门' })],
  }
  assert.deepEqual(materialsWaived(older, newer), ['m1', 'm4'])
  assert.deepEqual(materialPairs(older, newer).map((pair) => [pair.older?.id, pair.newer?.id]), [[undefined, 'm1'], ['m2', 'm2'], ['m1', 'm3'], ['m3', undefined], ['m4', undefined]]) // biome-ignore format: pairs
  assert.deepEqual(fieldsWaived(older, { ...older, ...form((fields) => fields.slice(1)) }), ['place'])
  assert.deepEqual(fieldsWaived(older, older), [])
})

test('a case pays what it was filed under, or less where less is asked now, never more', () => {
  const amounts = (charges: readonly Charge[]) => chargesOfCase(older, { charges }).map(({ name, amount }) => [name, amount])
  assert.deepEqual(amounts([charge('工本费', 12), charge('检验费', 3)]), [['工本费', 1000], ['检验费', undefined]]) // biome-ignore format: pairs
  assert.deepEqual(amounts([charge('工本费', 4), charge('新收费', 3)]), [['工本费', 400]])
  assert.deepEqual(amounts([]), [])
})
