import { placed } from '../../../../kernel/process.ts'
import type { OnlineDepth } from '../../terms/code-lists.ts'
import type { Guide, Step } from '../../terms.ts'
import { error, type Finding, isUnsaid, type Rule, warning } from './finding.ts'
import { halfWidth } from './folded-text.ts'
import { calendarDays } from './limits.ts'

const whyStep = '流程的每个环节写明办理环节、办理时限、审批标准、办理结果(附件1 序号21)'
const vague =
  /^(按|依)(照|据)?(有关|相关|国家|法律|法规)?(规定|要求|法)?(办理|执行|审查|审核)?[。]?$|^(符合|满足)(有关|相关)?(规定|要求|条件)[。]?$/u

const ofStep = ({ name, standard, result }: Step, i: number): Finding[] =>
  (
    [
      ['standard', '审批标准', standard],
      ['result', '办理结果', result],
    ] as const
  ).flatMap(([key, word, text]) => {
    if (isUnsaid(text)) return [error('R-076', `steps.${i}.${key}`, name, `${whyStep}；“${name}”没有${word}`, `写明这一环节的${word}`)]
    return vague.test(text)
      ? [warning('R-076', `steps.${i}.${key}`, text, `${whyStep}；这句话没有说出${word}`, '写明具体看什么、得到什么')]
      : []
  })

/** Workdays from the first step to the last, side by side counted once. */
const longest = (steps: readonly Step[]): number => {
  const over = new Map<string, number>()
  for (const { id, after, days } of placed(steps)) over.set(id, days + Math.max(0, ...after.map((one) => over.get(one) ?? 0)))
  return Math.max(0, ...over.values())
}

/** each step with its standard and its result; together they stay within the promise. */
export const stepsSaid: Rule = ({ steps, promisedLimit }) => {
  const days = longest(steps)
  const tooLong = promisedLimit !== undefined && calendarDays({ days, unit: 'workday' }) > calendarDays(promisedLimit)
  return [
    ...steps.flatMap(ofStep),
    ...(tooLong
      ? [error('R-076', 'steps', `${days}个工作日`, `${whyStep}；各环节合计超过承诺办结时限`, '缩短环节的时限，合计不超过承诺办结时限')]
      : []),
  ]
}

const depths: Readonly<Record<OnlineDepth, { rule: Finding['rule']; most: number; name: string }>> = {
  '1': { rule: 'R-058', most: Number.POSITIVE_INFINITY, name: 'Ⅰ级 信息发布' },
  '2': { rule: 'R-059', most: 2, name: 'Ⅱ级 材料预审' },
  '3': { rule: 'R-060', most: 1, name: 'Ⅲ级 材料核验' },
  '4': { rule: 'R-061', most: 0, name: 'Ⅳ级 全程网办' },
}

const delivered = ({ onlineDepth, deliveries, results }: Guide): Finding[] =>
  onlineDepth === '4' && results.length > 0 && deliveries.length > 0 && !deliveries.some((way) => way !== 'window')
    ? [warning('R-061', 'deliveries', '窗口领取', '全程网办的，结果邮寄或者电子送达(附件1 序号6)', '增加邮寄或者电子送达')]
    : []

/** R-058 …: how often one comes is said, with its reason, and fits the depth of online handling. */
export const visitsFitDepth: Rule = (guide) => {
  const { visits, visitReason, onlineDepth } = guide
  const why = '到办事现场次数应当写明(附件1 序号22)'
  if (visits === undefined) return [error('R-077', 'visits', '', why, '填写要到现场几次；不用到现场的填 0'), ...delivered(guide)]
  const { rule, most, name } = depths[onlineDepth]
  return [
    ...(visits > most
      ? [
          error(
            rule,
            'visits',
            `${visits} 次`,
            `${name}最多到现场 ${most} 次(附件1 序号3至6)`,
            `把次数改为不超过 ${most} 次，或者降低网上办理深度`,
          ),
        ]
      : []),
    ...(visits > 0 && isUnsaid(visitReason)
      ? [warning('R-077', 'visitReason', '', `${why}；要到现场的写明原因`, '写明为什么必须到现场')]
      : []),
    ...delivered(guide),
  ]
}

/** 特别程序 of 行政许可法第四十五条, as a step is named after them. */
const special = /听证|招标|拍卖|检验|检测|检疫|鉴定|专家评审/u
const middleman = /(检测|检验|评估|论证|鉴定|验资|审计|测绘|监测|评价)(报告|意见|结论)书?(表)?(\([^()]*\))?$/u
/** Whether a thing can be done is argued by who wants to do it. */
const ownWork = /可行性(论证|研究|评估)/u
const whySpecial = '中介服务和特殊环节标明法定依据(附件1 序号17)'

/** R-072: special procedures and intermediaries' papers carry the law that asks for them. */
export const specialProceduresFounded: Rule = ({ specialProcedures, steps, materials }) => [
  ...specialProcedures.flatMap(({ name, basis }, i) =>
    isUnsaid(basis) ? [error('R-072', `specialProcedures.${i}.basis`, name, whySpecial, '写明法律、法规的名称和条款')] : [],
  ),
  ...(specialProcedures.length > 0
    ? []
    : steps.flatMap(({ name }, i) =>
        special.test(name) ? [warning('R-072', `steps.${i}.name`, name, whySpecial, '在特别程序里列出，并写明依据')] : [],
      )),
  ...(specialProcedures.length > 0
    ? []
    : materials.flatMap(({ name, basis, shared }, i) =>
        middleman.test(halfWidth(name)) && !ownWork.test(name) && isUnsaid(basis) && shared === undefined
          ? [warning('R-072', `materials.${i}.basis`, name, `${whySpecial}；这份材料多由中介机构出具`, '写明要求提交它的法律、法规条款')]
          : [],
      )),
]

const whyCharge = '收费须有法律、法规依据，公布项目、依据和标准(鄂尔多斯市政务服务条例第三十八条)'

/** a charge has its basis, and a standard one can reckon with. */
export const chargesFounded: Rule = ({ charges }) =>
  charges.flatMap(({ name, amount, standard, basis }, i) => {
    const counted = amount !== undefined || /[\d一二三四五六七八九十百千万]/u.test(standard)
    const tell = isUnsaid(standard) ? error : warning
    return [
      ...(isUnsaid(basis) ? [error('R-103', `charges.${i}.basis`, name, whyCharge, '写明收费依据；没有依据的，不收费')] : []),
      ...(counted ? [] : [tell('R-103', `charges.${i}.standard`, standard, `${whyCharge}；标准里没有数额`, '写明每件(每证)多少元')]),
    ]
  })
