import { useLevels } from '../terms/code-lists.ts'
import type { Charge, Guide, ItemHit, Material, TimeLimit } from '../terms.ts'

export const notGiven = '未提供'

/** 5 个工作日 · 60 个自然日 (R-067: the unit is always said). */
export const limitText = (limit: TimeLimit | undefined): string => {
  if (!limit) return notGiven
  if (limit.days === 0) return '当场办结'
  return `${limit.days} 个${limit.unit === 'workday' ? '工作日' : '自然日'}`
}

export const visitsText = (visits: number | undefined): string => (visits === undefined ? notGiven : `${visits} 次`)

/** 即办件 are done on the spot (R-121). */
export const promiseText = (guide: Pick<Guide, 'projectType' | 'promisedLimit'>): string =>
  guide.projectType === '1' && guide.promisedLimit?.days !== undefined && guide.promisedLimit.days <= 1
    ? '当场办结'
    : limitText(guide.promisedLimit)

/** By how much the promise is shorter than the law, in percent; absent where units differ or nothing is shorter (R-056). */
export const shortenedBy = ({ legalLimit, promisedLimit }: Pick<Guide, 'legalLimit' | 'promisedLimit'>): number | undefined => {
  if (!legalLimit || !promisedLimit || legalLimit.unit !== promisedLimit.unit || promisedLimit.days >= legalLimit.days) return undefined
  return Math.floor((1 - promisedLimit.days / legalLimit.days) * 100)
}

const yuan = (amount: number): string => `${(amount / 100).toFixed(2).replace(/\.00$/, '')} 元`

export const chargeText = (charges: readonly Charge[]): string => {
  if (charges.length === 0) return '不收费'
  const [only] = charges
  return charges.length === 1 && only?.amount !== undefined ? yuan(only.amount) : '按标准收费'
}

/** 不含金额的收费项目 say their standard in words. */
export const chargeLine = ({ name, amount, standard }: Charge): string =>
  `${name}：${amount === undefined ? standard : `${yuan(amount)}(${standard})`}`

/** What other contexts say of a guide in the words of its own page. */
export const guideWords = { limit: limitText, promise: promiseText, charge: chargeLine } as const

const kinds = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
const formats = { '1': '纸质', '2': '电子', '3': '纸质或电子' } as const
const sources = { '10': '申请人自备', '20': '政府部门核发', '99': '其他来源' } as const
const needs = { '1': '必要', '2': '视情形', '3': '可容缺后补' } as const

/** 来源 of a material: who issues it (R-073). */
export const sourceText = ({ issuer, source, shared, nameOnly }: Material): string =>
  shared ?? issuer ?? (nameOnly ? notGiven : sources[source])
/** 形式 in two short lines: kind and copies, then paper or file (R-074, R-075). */
export const formText = ({ kind, format, copies, shared, fromForm, nameOnly }: Material): readonly string[] => {
  if (shared !== undefined) return ['免提交']
  if (nameOnly) return [notGiven]
  return fromForm ? ['在线生成'] : [`${kinds[kind]} ${copies} 份`, formats[format]]
}
export const needText = ({ need, nameOnly }: Material): string => (nameOnly ? notGiven : needs[need])

const deliveryWays = { window: '窗口领取', post: '免费邮寄', electronic: '电子送达' } as const
export const deliveryText = (deliveries: Guide['deliveries']): string =>
  deliveries.length === 0 ? notGiven : deliveries.map((way) => deliveryWays[way]).join('、')

/** 市级 for 150600, 旗区级 for 150602, 苏木乡镇级 for nine digits. `site` is the code in addresses. */
export const levelOfSite = (site: string): string => {
  if (site.length > 6) return useLevels['5']
  if (site.endsWith('0000')) return useLevels['2']
  return site.endsWith('00') ? useLevels['3'] : useLevels['4']
}

/** The facts of a row in one line: 到现场 0 次 · 承诺 5 个工作日. */
export const factsOf = (hit: ItemHit): string =>
  [
    hit.visits === undefined ? undefined : `到现场 ${hit.visits} 次`,
    hit.promisedLimit ? `承诺 ${limitText(hit.promisedLimit)}` : hit.legalLimit && `法定 ${limitText(hit.legalLimit)}`,
  ]
    .filter(Boolean)
    .join(' · ')
