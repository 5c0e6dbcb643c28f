import { canonical, type Json } from '../../../kernel/canonical.ts'
import { placed } from '../../../kernel/process.ts'
import { onlineDepths, projectTypes } from '../terms/code-lists.ts'
import type { Charge, Guide, Step, TimeLimit } from '../terms.ts'
import { type Change, type ChangeKind, policyOf } from './change-kinds.ts'
import { formChanges } from './form-changes.ts'
import { materialChanges } from './material-changes.ts'
import { chargeLine, deliveryText, limitText, notGiven, visitsText } from './texts.ts'

type Compare = (older: Guide, newer: Guide) => readonly Change[]

const isSame = (a: unknown, b: unknown): boolean => canonical((a ?? null) as Json) === canonical((b ?? null) as Json)
const without = <T>(list: readonly T[], other: readonly T[]): T[] => list.filter((one) => !other.some((o) => isSame(o, one)))

/** One element told by its old and new words; without words it is said that it changed. */
const element =
  (key: keyof Guide, kind: ChangeKind, label: string, words?: (guide: Guide) => string): Compare =>
  (older, newer) => {
    if (isSame(older[key], newer[key])) return []
    const [was, now] = [words?.(older) ?? '', words?.(newer) ?? '']
    return [{ kind, says: was === now ? `${label}有更新` : `${label}由“${was}”改为“${now}”` }]
  }

const wording = (key: keyof Guide, label: string): Compare => element(key, 'wording', label)

const inDays = ({ days, unit }: TimeLimit): number => (unit === 'workday' ? days * 1.4 : days)

const limit =
  (key: 'legalLimit' | 'promisedLimit', label: string): Compare =>
  ({ [key]: older }, { [key]: newer }) => {
    if (older?.days === newer?.days && older?.unit === newer?.unit)
      return isSame(older, newer) ? [] : [{ kind: 'wording', says: `${label}的说明更新` }]
    const isShorter = newer !== undefined && (older === undefined || inDays(newer) < inDays(older))
    return [{ kind: isShorter ? 'limitShorter' : 'limitLonger', says: `${label}由 ${limitText(older)}改为 ${limitText(newer)}` }]
  }

const situations: Compare = (older, newer) => {
  const touches = { part: 'start' } as const
  const kept = newer.situations.flatMap((now): Change[] => {
    const was = older.situations.find(({ id }) => id === now.id)
    if (!was) return [{ kind: 'situationAdded', says: `增加情形问题“${now.question}”`, touches }]
    return isSame(was, now) ? [] : [{ kind: 'situationChanged', says: `情形问题“${now.question}”或者它的选项改了`, touches }]
  })
  const gone = older.situations.filter(({ id }) => !newer.situations.some((one) => one.id === id))
  return [...kept, ...gone.map(({ question }): Change => ({ kind: 'situationRemoved', says: `不再问“${question}”`, touches }))]
}

const conditions: Compare = (older, newer) => [
  ...without(newer.conditions, older.conditions).map(
    (text): Change => ({ kind: 'conditionAdded', says: `受理条件增加：${text}`, touches: { part: 'start' } }),
  ),
  ...without(older.conditions, newer.conditions).map((text): Change => ({ kind: 'conditionRemoved', says: `受理条件取消：${text}` })),
]

const deliveries: Compare = (older, newer) => [
  ...without(newer.deliveries, older.deliveries).map(
    (way): Change => ({ kind: 'deliveryAdded', says: `送达方式增加“${deliveryText([way])}”` }),
  ),
  ...without(older.deliveries, newer.deliveries).map(
    (way): Change => ({ kind: 'deliveryRemoved', says: `送达方式取消“${deliveryText([way])}”`, touches: { part: 'delivery' } }),
  ),
]

const feeKind = (was: Charge, now: Charge): ChangeKind => {
  if (was.amount === now.amount && was.standard === now.standard) return 'wording'
  if (was.amount === undefined || now.amount === undefined) return 'feeChanged'
  if (was.amount === now.amount) return 'feeChanged'
  return now.amount < was.amount ? 'feeLowered' : 'feeRaised'
}

const charges: Compare = (older, newer) => {
  const kept = newer.charges.flatMap((now): Change[] => {
    const was = older.charges.find(({ name }) => name === now.name)
    if (!was) return [{ kind: 'feeRaised', says: `增加收费 ${chargeLine(now)}` }]
    if (isSame(was, now)) return []
    const kind = feeKind(was, now)
    return [{ kind, says: kind === 'wording' ? `收费“${now.name}”的依据更新` : `收费由 ${chargeLine(was)}改为 ${chargeLine(now)}` }]
  })
  const gone = older.charges.filter(({ name }) => !newer.charges.some((one) => one.name === name))
  return [...kept, ...gone.map((charge): Change => ({ kind: 'feeLowered', says: `取消收费 ${chargeLine(charge)}` }))]
}

const stepChange = (was: Step, now: Step): Change[] => {
  if (was.days !== now.days) return [{ kind: 'stepChanged', says: `环节“${now.name}”由 ${was.days} 个工作日改为 ${now.days} 个工作日` }]
  const shape = ({ id, after, when, by, twoPersons }: Step) => ({ id, after, when, by, twoPersons: twoPersons ?? false })
  if (!isSame(shape(was), shape(now))) return [{ kind: 'stepChanged', says: `环节“${now.name}”的次序、条件或者办理人改了` }]
  return isSame(was, now) ? [] : [{ kind: 'wording', says: `环节“${now.name}”的说明更新` }]
}

const steps: Compare = (older, newer) => {
  const [was, now] = [placed(older.steps), placed(newer.steps)]
  return [
    ...now.flatMap((step): Change[] => {
      const before = was.find(({ name }) => name === step.name)
      return before ? stepChange(before, step) : [{ kind: 'stepAdded', says: `增加环节“${step.name}”` }]
    }),
    ...was
      .filter(({ name }) => !now.some((step) => step.name === name))
      .map(({ name }): Change => ({ kind: 'stepRemoved', says: `取消环节“${name}”` })),
  ]
}

const level = ({ minimumLevel }: Guide): string => (minimumLevel === 'advanced' ? '高级实名' : '实名')

/** Every element of a guide has its comparison: a new element does not compile until it has one. The order is that of importance. */
const elements: { readonly [K in keyof Required<Guide>]: Compare } = {
  materials: materialChanges,
  form: formChanges,
  situations,
  conditions,
  deliveries,
  charges,
  promisedLimit: limit('promisedLimit', '承诺办结时限'),
  legalLimit: limit('legalLimit', '法定办结时限'),
  steps,
  specialProcedures: element('specialProcedures', 'stepChanged', '特别程序'),
  minimumLevel: element('minimumLevel', 'levelChanged', '申请需要的实名等级', level),
  name: element('name', 'wording', '事项名称', ({ name }) => name),
  department: element('department', 'officeChanged', '实施主体', ({ department }) => department),
  departmentCode: element('departmentCode', 'wording', '实施主体编码'),
  basis: element('basis', 'basisChanged', '设定依据'),
  results: element('results', 'resultChanged', '办理结果', ({ results }) => results.map(({ name }) => name).join('、')),
  visits: element('visits', 'wayChanged', '到现场次数', ({ visits }) => visitsText(visits)),
  onlineDepth: element('onlineDepth', 'wayChanged', '网上办理深度', ({ onlineDepth }) => onlineDepths[onlineDepth]),
  projectType: element('projectType', 'wayChanged', '办件类型', ({ projectType }) => projectTypes[projectType]),
  places: element('places', 'placeChanged', '办理地点或者时间'),
  consultPhones: element('consultPhones', 'placeChanged', '咨询电话', ({ consultPhones }) => consultPhones.join('、') || notGiven),
  supervisePhones: element('supervisePhones', 'placeChanged', '监督电话', ({ supervisePhones }) => supervisePhones.join('、') || notGiven),
  plainName: wording('plainName', '俗称'),
  summary: wording('summary', '简介'),
  visitReason: wording('visitReason', '到现场的原因'),
  office: wording('office', '责任科室'),
  faq: wording('faq', '常见问题'),
  audiences: wording('audiences', '服务对象'),
  personThemes: wording('personThemes', '自然人主题'),
  organisationThemes: wording('organisationThemes', '法人主题'),
  stages: wording('stages', '生命周期'),
  type: wording('type', '事项类型'),
  level: wording('level', '行使层级'),
  baseCode: wording('baseCode', '基本编码'),
  code: wording('code', '实施编码'),
  division: wording('division', '区划'),
  onPromise: element('onPromise', 'wayChanged', '告知承诺', ({ onPromise }) => (onPromise ? '适用' : '不适用')),
  integratedWindow: wording('integratedWindow', '综合窗口'),
  licenceMatters: wording('licenceMatters', '证照后续办理'),
  onlineUrl: wording('onlineUrl', '在线办理地址'),
  sample: wording('sample', '示例标记'),
  source: wording('source', '来源'),
}

/**
 * What a newer version of a guide changes, the weightiest first: a typed list, each with its Chinese sentence. Nothing that differs is
 * left out; what has no consequence is `wording`. `policyOf` says what each does to drafts and cases.
 */
export const changesBetween = (older: Guide, newer: Guide): Change[] => {
  const all = Object.values(elements).flatMap((compare) => compare(older, newer))
  return [...all.filter((change) => policyOf(change).draft !== 'quiet'), ...all.filter((change) => policyOf(change).draft === 'quiet')]
}

/** The charges of a case: those it was filed under, or what has become of them where that is less (decisions/0014). */
export const chargesOfCase = (older: Pick<Guide, 'charges'>, newer: Pick<Guide, 'charges'>): Charge[] =>
  older.charges.flatMap((was) => {
    const now = newer.charges.find(({ name }) => name === was.name)
    if (!now) return []
    return feeKind(was, now) === 'feeLowered' ? [now] : [was]
  })
