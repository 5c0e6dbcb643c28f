import type { OpinionAsked } from '../terms/course.ts'
import type { Act, Actor, Case } from '../terms.ts'
import { renewalBy } from './deadlines.ts'
import { type Check, type Condition, isPromiseSigned, isWhole } from './guard.ts'

/** Whether an opinion that was asked for is still waited for. */
export const isOpinionOpen = ({ givenOn, withdrawnOn }: OpinionAsked): boolean => givenOn === undefined && withdrawnOn === undefined
/** The opinions that were asked for, and neither given nor withdrawn. */
export const openOpinions = (c: Case): readonly OpinionAsked[] => c.opinions.filter(isOpinionOpen)
/** Which opinion an act withdraws: that of the department it names, else the only one that is open. */
export const withdrawnBy = ({ toDepartment, by }: Act, c: Case): OpinionAsked | undefined => {
  const mine = openOpinions(c).filter((one) => mayWithdraw(one, by) && (toDepartment === undefined || one.department === toDepartment))
  return mine.length === 1 ? mine[0] : undefined
}
/** Who asked, and the 首席代表 for who has left. */
const mayWithdraw = ({ askedBy }: OpinionAsked, actor: Actor): boolean => actor.role === 'chief' || askedBy === actor.id
/** Whether the applicant was asked for more and has not handed it in. */
export const isMoreAsked = (c: Case): boolean => c.moreAsked.some((one) => one.suppliedOn === undefined)
/** The 督办 that wait for an answer. */
export const openSupervisions = (c: Case) => c.supervisions.filter((one) => one.repliedOn === undefined)

const isAsked = (c: Case, actor: Actor): boolean =>
  openOpinions(c).some((one) => one.department === actor.department && one.askedBy !== actor.id)
const isElsewhere = (place: string | undefined, division: string | undefined): boolean =>
  place !== undefined && division !== undefined && place !== division

const promiseArticle = '鄂尔多斯市政务服务条例第二十一条'
const renewalArticle = '行政许可法第五十条'

/** What must hold before the acts beside the main line: 征求意见, 协助补充, 告知承诺, 督办, 作废, 异地收件, 延续. */
export const besideConditions = {
  'opinions-open': {
    article: '行政许可法第二十六条第二款',
    title: '征求的意见还没有回复',
    holds: (c) => openOpinions(c).every((one) => !one.required),
  },
  'not-asked': {
    article: '行政许可法第二十六条第二款',
    title: '没有向您的部门征求意见，或者已经回复、撤回',
    holds: isAsked,
  },
  'not-asked-by-you': {
    article: '行政许可法第二十六条第二款',
    title: '没有您可以撤回的征求意见，或者都已经回复',
    holds: (c, actor) => openOpinions(c).some((one) => mayWithdraw(one, actor)),
  },
  'more-not-asked': { article: '协助补充规则', title: '没有要求补充的材料', holds: isMoreAsked },
  'promise-not-listed': {
    article: promiseArticle,
    title: '这个事项不在告知承诺清单内',
    holds: (c) => c.pinned?.onPromise === true,
  },
  'no-promise': {
    article: promiseArticle,
    title: '这个办件不是告知承诺办理的',
    holds: (c) => c.onPromise === true && c.outcome === 'granted',
  },
  'after-checked': { article: promiseArticle, title: '已经事后核查过', holds: (c) => c.afterCheck === undefined },
  revoked: { article: '行政许可法第六十九条', title: '决定已经撤销，不再送达', holds: (c) => c.revoked !== true },
  'special-not-proposed': {
    article: '行政许可法第四十五条',
    title: '审批员还没有提请特别程序',
    holds: (c) => c.specialProposal !== undefined,
  },
  'proposed-special': {
    article: '提请与批准分离规则',
    title: '提请特别程序的人不能批准',
    holds: (c, actor) => c.specialProposal?.by !== actor.id,
  },
  'not-supervised': { article: '督办规则', title: '没有等待回复的督办', holds: (c) => openSupervisions(c).length > 0 },
  'supervised-self': {
    article: '督办与回复分离规则',
    title: '督办的人不能自己回复',
    holds: (c, actor) => openSupervisions(c).every((one) => one.by !== actor.id),
  },
  'void-proposed': { article: '作废规则', title: '已经提请作废，等政务服务管理部门确认', holds: (c) => c.voiding === undefined },
  'void-not-proposed': { article: '作废规则', title: '首席代表还没有提请作废', holds: (c) => c.voiding !== undefined },
  'void-alone': { article: '作废规则', title: '提请作废的人不能确认作废', holds: (c, actor) => c.voiding?.by !== actor.id },
  'not-remote': {
    article: '鄂尔多斯市政务服务条例第二十七条',
    title: '这个办件不是您在异地收的',
    holds: (c, actor) => c.remote?.by === actor.id,
  },
  forwarded: {
    article: '鄂尔多斯市政务服务条例第二十七条',
    title: '材料已经转递',
    holds: (c) => c.remote?.forwardedOn === undefined,
  },
  'holder-not-told': {
    article: '行政许可法第七条',
    title: '撤销证照前要先告知持证人听证权利',
    holds: (c) => c.about?.kind !== 'revoke' || c.hearing !== undefined,
  },
  'is-revocation': {
    article: '行政许可法第六十九条',
    title: '撤销不成立的，请终止办理',
    holds: (c) => c.about?.kind !== 'revoke',
  },
  'opened-by-office': {
    article: '行政许可法第六十九条',
    title: '撤销由机关启动，不能撤回',
    holds: (c) => c.about?.kind !== 'revoke',
  },
  'not-renewal': {
    article: renewalArticle,
    title: '这个办件不是延续申请',
    holds: (c) => c.about?.kind === 'renew' && c.about.validTo !== undefined,
  },
  'renewal-late': {
    article: renewalArticle,
    title: '延续申请不是在有效期届满30日前提出的',
    holds: (c) => {
      const asked = c.submittedOn ?? c.receivedOn
      return asked !== undefined && c.about?.validTo !== undefined && asked <= renewalBy(c.about.validTo)
    },
  },
  'renewal-not-due': {
    article: renewalArticle,
    title: '许可的有效期还没有届满',
    holds: (c, _, today) => c.about?.validTo !== undefined && today.date > c.about.validTo,
  },
} as const satisfies Record<string, Condition>

/** What the details of these acts must fulfil. */
export const besideChecks = {
  'promise-signed': {
    article: promiseArticle,
    title: '要有申请人签字的告知承诺书',
    holds: isPromiseSigned,
  },
  'gap-promise-signed': {
    article: '鄂尔多斯市政务服务条例第二十四条',
    title: '要有申请人签字的容缺承诺书',
    holds: isPromiseSigned,
  },
  'second-officer': {
    article: '行政许可法第三十四条第三款',
    title: '核查要由两名以上工作人员进行，请填写另一名核查人',
    holds: (act) => act.secondPersonId !== undefined && act.secondPersonId !== act.by.id,
  },
  'special-as-proposed': {
    article: '行政许可法第四十五条',
    title: '只能批准提请的特别程序',
    holds: (act, c) => act.special === c.specialProposal?.kind,
  },
  'handed-over': {
    article: '转办规则',
    title: '请填写转给哪个科室或者哪名工作人员',
    holds: (act) => Boolean(act.toUnit?.trim()) || act.toOfficerId !== undefined,
  },
  'other-department': {
    article: '行政许可法第二十六条第二款',
    title: '请填写征求意见的部门，不能是本部门',
    holds: (act, c) => Boolean(act.toDepartment) && act.toDepartment !== c.pinned?.departmentCode,
  },
  'asked-already': {
    article: '行政许可法第二十六条第二款',
    title: '已经向这个部门征求意见，还没有回复',
    holds: (act, c) => openOpinions(c).every((one) => one.department !== act.toDepartment),
  },
  'which-opinion': {
    article: '行政许可法第二十六条第二款',
    title: '请选择撤回向哪个部门的征求意见',
    holds: (act, c) => withdrawnBy(act, c) !== undefined,
  },
  'reply-days': {
    article: '行政许可法第二十六条第二款',
    title: '回复期限为1至20个工作日',
    holds: (act) => isWhole(act.days, 1, 20),
  },
  'about-revocation': {
    article: '行政许可法第六十九条',
    title: '撤销要写明撤销哪个证照',
    holds: (act) => act.about?.kind === 'revoke' && act.applicant !== undefined,
  },
  'own-place': {
    article: '鄂尔多斯市政务服务条例第二十七条',
    title: '别处办理的事项请用“异地收件”',
    holds: (act) => !isElsewhere(act.pinned?.division, act.by.division),
  },
  'remote-place': {
    article: '鄂尔多斯市政务服务条例第二十七条',
    title: '本地办理的事项请用“收件”',
    holds: (act) => isElsewhere(act.pinned?.division, act.by.division),
  },
} as const satisfies Record<string, Check>
