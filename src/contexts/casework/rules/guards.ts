import { type Actor, type Applicant, type Case, specialProcedures } from '../terms.ts'
import { besideChecks, besideConditions } from './beside.ts'
import { correctionDueOn, gapsDueOn, legalDueOn, noticeDueOn, promisedDueOn } from './clock.ts'
import { type Check, type Condition, isAfter, isWhole, notAfter } from './guard.ts'
import { handingChecks } from './handing.ts'
import { hearingChecks, hearingConditions } from './hearing.ts'
import { siteChecks } from './site-check.ts'
import { areStepsDone, stepOf } from './steps.ts'

const worked = (c: Case): Record<'accept' | 'review' | 'deliver', readonly (string | undefined)[]> => ({
  accept: [c.acceptedBy],
  review: [...c.reviewers, c.decidedBy],
  deliver: [],
})
const didOnly =
  (kind: 'accept' | 'review' | 'deliver') =>
  (c: Case, actor: Actor): boolean => {
    const done = worked(c)
    return (['accept', 'review', 'deliver'] as const).every((other) => other === kind || !done[other].includes(actor.id))
  }

const isOwn = (c: Case, actor: Actor): boolean => {
  const owners = [c.applicant?.id, c.applicant?.agent?.id]
  return owners.includes(actor.id) || (actor.person !== undefined && owners.includes(actor.person))
}

/** The applicant himself, or in his own name who applies for him by 授权书. */
const actsFor = ({ id, agent }: Applicant, { onBehalfOf }: Actor): boolean =>
  onBehalfOf === id || (agent?.mandate !== undefined && onBehalfOf === agent.id)

const mainConditions = {
  'own-case': {
    article: '回避规则',
    title: '不能办理本人或者本人代办的申请',
    holds: (c, actor) => actor.role === 'applicant' || actor.role === 'law' || !isOwn(c, actor),
  },
  'not-applicant': {
    article: '行政许可法第二十九条',
    title: '只有申请人本人或者其经办人可以这样做',
    holds: (c, actor) => actor.role !== 'applicant' || c.applicant === undefined || actsFor(c.applicant, actor),
  },
  'not-present': {
    article: '行政许可法第二十九条',
    title: '窗口代申请人提交，要先在综窗识别来办事的人：读身份证、扫到窗口办理码，代办的要有授权书',
    holds: (c, actor) => actor.role === 'applicant' || (actor.visit !== undefined && actor.onBehalfOf === c.applicant?.id),
  },
  'accepts-only': {
    article: '受理与审批分离规则',
    title: '已经审批或者送达这个办件的人不能再受理',
    holds: didOnly('accept'),
  },
  'reviews-only': {
    article: '受理与审批分离规则',
    title: '受理这个办件的人不能再审批',
    holds: didOnly('review'),
  },
  'delivers-only': {
    article: '审批与出件分离规则',
    title: '受理或者审批这个办件的人不能再出件',
    holds: didOnly('deliver'),
  },
  'another-reviewer': {
    article: '审查与决定分离规则',
    title: '作出决定的人不能是唯一的审查人',
    holds: (c, actor) => c.onPromise === true || c.reviewers.some((reviewer) => reviewer !== actor.id),
  },
  'corrected-once': {
    article: '行政许可法第三十二条第一款第四项、第七十二条第四项',
    title: '补正只能告知一次，已经告知过',
    holds: (c) => c.correction === undefined,
  },
  'notice-late': {
    article: '行政许可法第三十二条第一款第四项',
    title: '收到材料已超过5个工作日，视为自收到之日起受理',
    holds: (c, _, today) => c.correction !== undefined || notAfter(noticeDueOn(c, today), today),
  },
  'notice-not-due': {
    article: '行政许可法第三十二条第一款第四项',
    title: '5个工作日的告知期限还没有届满',
    holds: (c, _, today) => c.correction === undefined && isAfter(noticeDueOn(c, today), today),
  },
  'correction-late': {
    article: '一次性补正告知书所载期限',
    title: '补正期限已过',
    holds: (c, _, today) => notAfter(correctionDueOn(c, today), today),
  },
  'correction-not-due': {
    article: '一次性补正告知书所载期限',
    title: '补正期限还没有届满',
    holds: (c, _, today) => isAfter(correctionDueOn(c, today), today),
  },
  'gaps-not-listed': {
    article: '鄂尔多斯市政务服务条例第二十四条第二款',
    title: '这个事项不在容缺受理清单内',
    holds: (c) => c.pinned?.toleratesGaps === true,
  },
  'gaps-late': {
    article: '鄂尔多斯市政务服务条例第二十四条',
    title: '容缺补正期限已过，视为撤回申请',
    holds: (c, _, today) => notAfter(gapsDueOn(c, today), today),
  },
  'gaps-not-due': {
    article: '鄂尔多斯市政务服务条例第二十四条',
    title: '容缺补正期限还没有届满',
    holds: (c, _, today) => c.gaps?.suppliedOn === undefined && isAfter(gapsDueOn(c, today), today),
  },
  'gaps-open': {
    article: '鄂尔多斯市政务服务条例第二十四条',
    title: '容缺材料还没有补齐，不能决定',
    holds: (c) => c.gaps === undefined || c.gaps.suppliedOn !== undefined,
  },
  'no-step-left': { article: '办理流程', title: '审查环节都已完成', holds: (c) => !areStepsDone(c) },
  'steps-open': { article: '办理流程', title: '还有审查环节没有完成', holds: (c) => areStepsDone(c) },
  'no-step-done': { article: '办理流程', title: '还没有完成的审查环节可以退回', holds: (c) => Object.keys(c.stepsDone).length > 0 },
  'returns-decision': {
    article: '办理流程',
    title: '决定的人只能退回等他决定的办件',
    holds: (c, actor) => actor.role !== 'decider' || c.stage === 'toDecide',
  },
  overdue: {
    article: '行政许可法第四十二条、第四十五条',
    title: '办理期限已过，不能再启动特别程序',
    holds: (c, _, today) => notAfter(legalDueOn(c, today), today) && notAfter(promisedDueOn(c, today), today),
  },
  'extended-once': { article: '行政许可法第四十二条', title: '法定期限只能延长一次', holds: (c) => c.legalExtension === 0 },
  'legal-overdue': {
    article: '行政许可法第四十二条',
    title: '法定期限已过，不能延长',
    holds: (c, _, today) => c.pinned?.legal != null && notAfter(legalDueOn(c, today), today),
  },
  'promise-overdue': {
    article: '鄂政务发〔2023〕13号限时办结制度第七条',
    title: '承诺期限已过，不能延长',
    holds: (c, _, today) => notAfter(promisedDueOn(c, today), today),
  },
  'reminded-today': {
    article: '催办规则',
    title: '今天已经催办过，明天可以再催',
    holds: (c, actor, today) => actor.role !== 'applicant' || c.remindedOn !== today.date,
  },
} as const satisfies Record<string, Condition>

/** Everything that may have to hold before an act, by the code with which it refuses. */
export const conditions = { ...mainConditions, ...hearingConditions, ...besideConditions } as const
export type ConditionName = keyof typeof conditions

/** The longest time to fill gaps: what is left between promise and law. */
export const mostGapDays = (c: Case): number => Math.max(1, (c.pinned?.legal ?? 20) - (c.pinned?.instant ? 0 : (c.pinned?.promised ?? 0)))
const openKinds = (c: Case): string[] => c.pauses.filter((p) => p.to === undefined).map((p) => p.kind)

const mainChecks = {
  'defects-listed': {
    article: '行政许可法第三十二条第一款第四项',
    title: '一次性告知要逐项写明问题和补正要求',
    holds: (act) => (act.defects ?? []).every((d) => d.name.trim() !== '' && d.problem.trim() !== '' && d.cure.trim() !== ''),
  },
  'correction-time': {
    article: '一次性补正告知规则',
    title: '补正期限为5至90个自然日',
    holds: (act) => act.correctWithin === undefined || isWhole(act.correctWithin, 5, 90),
  },
  'ticked-at-window': {
    article: '行政许可法第三十二条',
    title: '收到的纸质材料由窗口清点，网上提交请上传文件',
    holds: (act) => act.by.role !== 'applicant' || act.checked === undefined,
  },
  'gap-time': {
    article: '鄂尔多斯市政务服务条例第二十四条',
    title: '容缺补正期限不能超过法定期限与承诺期限之差',
    holds: (act, c) => isWhole(act.supplementWithin, 1, mostGapDays(c)),
  },
  'gaps-filled': {
    article: '鄂尔多斯市政务服务条例第二十四条',
    title: '请一次补齐全部容缺材料',
    holds: (act, c) =>
      (c.gaps?.missing ?? []).every(
        (m) => act.materials?.some((h) => h.material === m) || act.checked?.some((k) => k.material === m) || act.waived?.includes(m),
      ),
  },
  'special-kind': {
    article: '行政许可法第四十五条',
    title: '只有听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审的时间不计入期限',
    holds: (act) => specialProcedures.some((kind) => kind === act.special),
  },
  'special-running': {
    article: '行政许可法第四十五条',
    title: '这个特别程序已经在进行',
    holds: (act, c) => !openKinds(c).includes(act.special ?? ''),
  },
  'special-not-running': {
    article: '行政许可法第四十五条',
    title: '这个特别程序没有在进行',
    holds: (act, c) => openKinds(c).includes(act.special ?? ''),
  },
  'special-days': {
    article: '行政许可法第四十五条',
    title: '要书面告知特别程序所需时间',
    holds: (act) => isWhole(act.expectedDays, 1, 366),
  },
  'extension-days': { article: '行政许可法第四十二条', title: '延长期限最多10个工作日', holds: (act) => isWhole(act.days, 1, 10) },
  'promise-date': {
    article: '鄂政务发〔2023〕13号限时办结制度第七条',
    title: '新的承诺日期要晚于原承诺日期，不晚于法定期限',
    holds: (act, c, today) => {
      const [promised, legal] = [promisedDueOn(c, today), legalDueOn(c, today)]
      return act.to !== undefined && (promised === undefined || act.to > promised) && (legal === undefined || act.to <= legal)
    },
  },
  'step-open': {
    article: '办理流程',
    title: '请选择一个正在办理的环节',
    holds: (act, c) => stepOf(c, act.step) !== undefined,
  },
  'two-persons': {
    article: '行政许可法第三十四条第三款',
    title: '实质核查要由两名以上工作人员进行，请填写没有受理这个办件的另一名核查人',
    holds: (act, c) =>
      stepOf(c, act.step)?.twoPersons !== true ||
      (act.secondPersonId !== undefined && act.secondPersonId !== act.by.id && act.secondPersonId !== c.acceptedBy),
  },
  'step-done': {
    article: '办理流程',
    title: '只能退回到已经完成的环节',
    holds: (act, c) => act.step !== undefined && Object.hasOwn(c.stepsDone, act.step),
  },
  'validity-order': {
    article: '行政许可法第三十九条',
    title: '有效期的止日不能早于起日',
    holds: (act) => act.validFrom === undefined || act.validTo === undefined || act.validTo >= act.validFrom,
  },
} as const satisfies Record<string, Check>

/** Everything that the details of an act may have to fulfil, by the code with which it refuses. */
export const checks = { ...mainChecks, ...hearingChecks, ...besideChecks, ...handingChecks, ...siteChecks } as const
export type CheckName = keyof typeof checks
