import { localDate } from '../../../../kernel/date.ts'
import type { BaseItem } from '../../terms/directory.ts'
import type { IndicatorAbout } from '../../terms/indicators.ts'
import type { Guide, ItemState, TimeLimit } from '../../terms.ts'
import type { Finding } from '../lint/index.ts'
import { powerTypes } from '../lists/derive.ts'
import { limitText } from '../texts.ts'
import { elementDifferences } from '../unity.ts'

/** What the indicators are counted over. `items` are those that are not cancelled; `linked` the codes on the 权力 or 责任清单 in force. */
export type IndicatorGround = {
  readonly items: readonly { readonly guide: Guide; readonly state: ItemState }[]
  readonly base: ReadonlyMap<string, BaseItem>
  readonly linked: ReadonlySet<string>
  /** The department that a subordinate unit (by its code) belongs to. */
  readonly departmentOf: ReadonlyMap<string, { readonly code: string; readonly name: string }>
  readonly findings: (guide: Guide) => readonly Finding[]
}
export type CountedItem = IndicatorGround['items'][number]

/** What one item adds to an indicator: `done` of `of`, and what it lacks to be counted as done. */
export type Share = { readonly done: number; readonly of: number; readonly lacks?: string }

/** An indicator: undefined where an item does not count. */
export type Indicator = IndicatorAbout & { readonly share: (item: CountedItem, ground: IndicatorGround) => Share | undefined }

const march = localDate('2021-03-31')
const december = localDate('2021-12-31')

const yes: Share = { done: 1, of: 1 }
const no = (lacks: string): Share => ({ done: 0, of: 1, lacks })
const isPublished = ({ state }: CountedItem): boolean => state === 'published'
const isPower = ({ guide }: CountedItem): boolean => powerTypes.includes(guide.type)

/** Workdays of a limit; calendar days × 5/7, rounded down (E-05). */
export const workdaysOf = ({ days, unit }: TimeLimit): number => (unit === 'workday' ? days : Math.floor((days * 5) / 7))

/** E-05: Σ(法定天 − 承诺天) ÷ Σ法定天; an item that promises nothing, or more than the law, shortens nothing. */
const shortened: Indicator['share'] = ({ guide: { legalLimit, promisedLimit } }) => {
  const legal = legalLimit ? workdaysOf(legalLimit) : 0
  if (legal === 0) return undefined
  const promised = promisedLimit ? Math.min(legal, workdaysOf(promisedLimit)) : legal
  const done = legal - promised
  return done * 2 >= legal
    ? { done, of: legal }
    : { done, of: legal, lacks: `法定 ${limitText(legalLimit)}，承诺 ${limitText(promisedLimit)}，没有缩短一半` }
}

const depth =
  (least: number, visits: number): Indicator['share'] =>
  ({ guide }) => {
    if (Number(guide.onlineDepth) < least) return no(`网上办理深度是第 ${guide.onlineDepth} 级`)
    return guide.visits !== undefined && guide.visits <= visits ? yes : no(`到现场 ${guide.visits ?? '未提供'} 次，应当不超过 ${visits} 次`)
  }

const missingText = (findings: readonly Finding[]): string => [...new Set(findings.map(({ fix }) => fix))].slice(0, 3).join(';')

/** A duty that is a rule of the linter: done when the rule finds nothing. Counted are the guides `counts` takes, and those with a finding. */
const ruled =
  (rule: Finding['rule'], counts: (guide: Guide) => boolean = () => true): Indicator['share'] =>
  ({ guide }, { findings }) => {
    const found = findings(guide).filter((finding) => finding.rule === rule)
    if (found.length > 0) return no(missingText(found))
    return counts(guide) ? yes : undefined
  }

const current: Indicator['share'] = (item, { findings }) => {
  if (!isPower(item)) return undefined
  if (!isPublished(item)) return no('指南没有公开')
  const found = findings(item.guide).filter(({ rule, severity }) => rule === 'R-052' && severity === 'error')
  return found.length > 0 ? no(missingText(found)) : yes
}

const unified: Indicator['share'] = ({ guide }, { base }) => {
  const entry = base.get(guide.baseCode)
  if (!entry) return no(`自治区目录里没有基本编码 ${guide.baseCode || '(未填写)'}`)
  const differences = elementDifferences(entry, guide)
  return differences.length === 0 ? yes : no(differences.map(({ element }) => `${element}不一致`).join(';'))
}

const situated: Indicator['share'] = ({ guide }) =>
  guide.situations.length > 0 && guide.materials.some(({ when }) => when !== undefined) ? yes : no('材料没有按提交情形列出')

const hasMaterials = ({ materials }: Guide): boolean => materials.length > 0

const row = (
  number: number,
  name: string,
  says: string,
  target: number,
  share: Indicator['share'],
  more: Partial<Pick<IndicatorAbout, 'unit' | 'counts' | 'due'>> & { readonly all?: boolean } = {},
): Indicator => {
  const { all = false, ...about } = more
  const own: Indicator['share'] = (item, ground) => (all || isPublished(item) ? share(item, ground) : undefined)
  return { number, requirement: `R-0${55 + number}`, name, says, target, unit: 'share', counts: '项', due: december, ...about, share: own }
}

/** The 24 duties of 附件1, in its order (R-056 … R-079). Items that are not published count only where publication is the duty. */
export const indicators: readonly Indicator[] = [
  row(1, '减时间', '承诺时限比法定时限缩短 50% 以上', 0.5, shortened, { counts: '天' }),
  row(2, '即办程度', '即办件占 20% 以上', 0.2, ({ guide }) => (guide.projectType === '1' ? yes : no('不是即办件'))),
  row(3, 'Ⅰ级 信息发布', '办事指南全部公开', 1, (item) => (isPublished(item) ? yes : no('指南没有公开')), { due: march, all: true }),
  row(4, 'Ⅱ级 材料预审', '网上预审，到现场不超过 2 次，90% 以上', 0.9, depth(2, 2), { due: march }),
  row(5, 'Ⅲ级 材料核验', '网上材料直接办理，到现场不超过 1 次，60% 以上', 0.6, depth(3, 1)),
  row(6, 'Ⅳ级 全程网办', '不用到现场，50% 以上', 0.5, depth(4, 0)),
  row(7, '依申请六类事项', '指南全部公开，要素齐全', 1, current, { all: true }),
  row(8, '公共服务事项', '每个部门连同下属单位公开 20 项以上', 20, ({ guide }) => (guide.type === '20' ? yes : undefined), {
    unit: 'count',
  }),
  row(9, '权责清单关联', '依申请六类事项与权力清单、责任清单关联 90% 以上', 0.9, (item, { linked }) =>
    isPower(item) ? (linked.has(item.guide.code) ? yes : no('没有列入权力清单或者责任清单')) : undefined,
  ),
  row(10, '四级统一', '名称、编码、依据、类型与自治区目录一致', 1, unified),
  row(11, '精细化梳理', '按提交情形列材料的指南占 30% 以上', 0.3, situated),
  row(12, '法定办结时限', '准确，写明工作日或者自然日', 1, ruled('R-067')),
  row(13, '承诺办结时限', '准确，写明工作日或者自然日', 1, ruled('R-068')),
  row(14, '办理地点', '写到街道、门牌号、房间号、窗口号', 1, ruled('R-069')),
  row(15, '办理时间', '写明星期几、几点到几点', 1, ruled('R-070')),
  row(16, '咨询方式', '受理单位的电话', 1, ruled('R-071')),
  row(
    17,
    '中介服务、特殊环节',
    '标明法定依据',
    1,
    ruled('R-072', ({ specialProcedures }) => specialProcedures.length > 0),
  ),
  row(18, '材料来源', '每项材料写明出具单位', 1, ruled('R-073', hasMaterials)),
  row(19, '材料份数', '每项材料写明份数', 1, ruled('R-074', hasMaterials)),
  row(20, '材料类型和形式', '每项材料写明原件或者复印件、纸质或者电子', 1, ruled('R-075', hasMaterials)),
  row(21, '办理流程', '每个环节写明时限、标准、结果', 1, ruled('R-076')),
  row(22, '到办事现场次数', '写明次数和原因', 1, ruled('R-077')),
  row(
    23,
    '空表',
    '表格都能下载空表',
    1,
    ruled('R-078', ({ form, materials }) => form !== undefined || materials.some(({ blankSheet }) => blankSheet)),
  ),
  row(
    24,
    '样表',
    '表格都能下载样表',
    1,
    ruled('R-079', ({ form, materials }) => form !== undefined || materials.some(({ sampleSheet }) => sampleSheet)),
  ),
]
