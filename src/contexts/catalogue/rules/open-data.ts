import type { LocalDate } from '../../../kernel/date.ts'
import { audiences, itemTypes, onlineDepths, projectTypes, useLevels } from '../terms/code-lists.ts'
import type { Guide, TimeLimit } from '../terms.ts'
import { chargeLine, limitText } from './texts.ts'

/** A column of open data: its key in JSON, its head in CSV, what it holds, and how it reads there. */
export type OpenField<T> = { readonly key: string; readonly name: string; readonly about: string; readonly of: (row: T) => string }

/** What may be done with the data. */
export const openLicence = '可以免费使用、复制、再传播和商用，请注明来源和取得日期。内容以办事指南页面和窗口公布的为准。'
/** Said where there is anything that is not an office's own text. */
export const sampleNotice = '标有“示例数据”的内容是示例文本，不是任何机关发布的信息。'

type Item = {
  readonly code: string
  readonly version: number
  readonly baseCode: string
  readonly division: string
  readonly level: keyof typeof useLevels
  readonly type: keyof typeof itemTypes
  readonly department: string
  readonly name: string
  readonly plainName: string | null
  readonly audiences: readonly (keyof typeof audiences)[]
  readonly projectType: keyof typeof projectTypes
  readonly onlineDepth: keyof typeof onlineDepths
  readonly visits: number | null
  readonly legalLimit: TimeLimit | null
  readonly promisedLimit: TimeLimit | null
  readonly applicable: boolean
  readonly sample: boolean
  readonly publishedOn: LocalDate
}

const limitOr = (limit: TimeLimit | null | undefined): string => (limit ? limitText(limit) : '')
const yes = (is: boolean): string => (is ? '是' : '否')

/** The columns of the items, by the element names of GB/T 39046 where it has them. */
export const itemFields: readonly OpenField<Item>[] = [
  { key: 'code', name: '实施编码', about: '31 位，到业务办理项 33 位', of: ({ code }) => code },
  { key: 'version', name: '版本', about: '从 1 起；发布过的版本不再改变', of: ({ version }) => String(version) },
  { key: 'baseCode', name: '基本编码', about: '同一事项在各地相同', of: ({ baseCode }) => baseCode },
  { key: 'name', name: '事项名称', about: '', of: ({ name }) => name },
  { key: 'plainName', name: '通俗名称', about: '人们平常的叫法，没有时为空', of: ({ plainName }) => plainName ?? '' },
  { key: 'type', name: '事项类型', about: 'JSON 里是两位代码，如 01 行政许可', of: ({ type }) => itemTypes[type] },
  { key: 'level', name: '行使层级', about: 'JSON 里是一位代码', of: ({ level }) => useLevels[level] },
  { key: 'division', name: '行政区划', about: '12 位代码', of: ({ division }) => division },
  { key: 'department', name: '实施主体', about: '', of: ({ department }) => department },
  { key: 'audiences', name: '服务对象', about: 'JSON 里是代码的列表', of: (row) => row.audiences.map((one) => audiences[one]).join('、') },
  { key: 'projectType', name: '办件类型', about: '即办件、承诺件', of: ({ projectType }) => projectTypes[projectType] },
  { key: 'legalLimit', name: '法定办结时限', about: '工作日或自然日，写明单位', of: ({ legalLimit }) => limitOr(legalLimit) },
  { key: 'promisedLimit', name: '承诺办结时限', about: '工作日或自然日，写明单位', of: ({ promisedLimit }) => limitOr(promisedLimit) },
  { key: 'visits', name: '到办事现场次数', about: '没有提供时为空', of: ({ visits }) => (visits === null ? '' : String(visits)) },
  { key: 'onlineDepth', name: '网上办理深度', about: 'Ⅰ 至 Ⅳ 级', of: ({ onlineDepth }) => onlineDepths[onlineDepth] },
  { key: 'applicable', name: '可网办', about: '在本平台可以在线申请', of: ({ applicable }) => yes(applicable) },
  { key: 'publishedOn', name: '发布日期', about: '这个版本的发布日期，YYYY-MM-DD', of: ({ publishedOn }) => publishedOn },
  { key: 'sample', name: '示例数据', about: '是：内容是示例文本', of: ({ sample }) => yes(sample) },
] // biome-ignore format: a table of columns

type Given = { readonly guide: Guide; readonly version: number; readonly publishedOn: LocalDate; readonly sha256: string }
const lines = (texts: readonly string[]): string => texts.join('\n')

/** The columns of the guides. JSON carries every element of the guide as it was published. */
export const guideFields: readonly OpenField<Given>[] = [
  { key: 'code', name: '实施编码', about: '', of: ({ guide }) => guide.code },
  { key: 'version', name: '版本', about: '', of: ({ version }) => String(version) },
  { key: 'name', name: '事项名称', about: '', of: ({ guide }) => guide.name },
  { key: 'department', name: '实施主体', about: '', of: ({ guide }) => guide.department },
  { key: 'basis', name: '设定依据', about: '一行一条', of: ({ guide }) => lines(guide.basis.map(({ title, article }) => `${title}${article ?? ''}`)) },
  { key: 'conditions', name: '受理条件', about: '一行一条', of: ({ guide }) => lines(guide.conditions) },
  { key: 'materials', name: '申请材料', about: '一行一份；JSON 里另有形式、份数、来源', of: ({ guide }) => lines(guide.materials.map(({ name }) => name)) },
  { key: 'steps', name: '办理流程', about: '一行一个环节', of: ({ guide }) => lines(guide.steps.map(({ name }) => name)) },
  { key: 'charges', name: '收费', about: '空为不收费', of: ({ guide }) => lines(guide.charges.map(chargeLine)) },
  { key: 'results', name: '办理结果', about: '', of: ({ guide }) => lines(guide.results.map(({ name }) => name)) },
  { key: 'legalLimit', name: '法定办结时限', about: '', of: ({ guide }) => limitOr(guide.legalLimit) },
  { key: 'promisedLimit', name: '承诺办结时限', about: '', of: ({ guide }) => limitOr(guide.promisedLimit) },
  { key: 'places', name: '办理地点和时间', about: '一行一处', of: ({ guide }) => lines(guide.places.map(({ hall, street, room, hours }) => [hall, street, room, hours].filter(Boolean).join(' '))) },
  { key: 'consultPhones', name: '咨询电话', about: '', of: ({ guide }) => guide.consultPhones.join('、') },
  { key: 'supervisePhones', name: '监督电话', about: '', of: ({ guide }) => guide.supervisePhones.join('、') },
  { key: 'publishedOn', name: '发布日期', about: '', of: ({ publishedOn }) => publishedOn },
  { key: 'sha256', name: '摘要', about: '指南内容的 SHA-256', of: ({ sha256 }) => sha256 },
  { key: 'sample', name: '示例数据', about: '是：内容是示例文本', of: ({ guide }) => yes(guide.sample) },
] // biome-ignore format: a table of columns
