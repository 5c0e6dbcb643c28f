import type { Case } from '../terms.ts'
import { hearingApplyDueOn, hearingEarliestOn, hearingHoldDueOn } from './deadlines.ts'
import { type Check, type Condition, isAfter, notAfter } from './guard.ts'

const applyDueOn = (c: Case, today: Parameters<typeof hearingApplyDueOn>[1]) => c.hearing && hearingApplyDueOn(c.hearing.toldOn, today)

/** Whether a hearing that was asked for is still to be held. */
export const isHearingPending = (c: Case): boolean => c.hearing?.appliedOn !== undefined && c.hearing.heldOn === undefined

/** 听证 (行政许可法 §46–48): when each of its acts may be done. */
export const hearingConditions = {
  'hearing-told': {
    article: '行政许可法第四十七条第一款',
    title: '听证权利已经告知过',
    holds: (c) => c.hearing === undefined,
  },
  'hearing-not-told': {
    article: '行政许可法第四十七条第一款',
    title: '这个办件没有告知听证权利',
    holds: (c) => c.hearing !== undefined,
  },
  'hearing-applied': {
    article: '行政许可法第四十七条第一款',
    title: '已经申请过听证',
    holds: (c) => c.hearing?.appliedOn === undefined,
  },
  'hearing-apply-late': {
    article: '行政许可法第四十七条第一款',
    title: '申请听证的5个工作日已过',
    holds: (c, _, today) => notAfter(applyDueOn(c, today), today),
  },
  'hearing-not-applied': {
    article: '行政许可法第四十七条第一款',
    title: '申请人没有申请听证',
    holds: (c) => c.hearing?.appliedOn !== undefined,
  },
  'hearing-announced': {
    article: '行政许可法第四十八条第一款第一项',
    title: '听证的时间、地点已经公告',
    holds: (c) => c.hearing?.announcedOn === undefined,
  },
  'hearing-not-announced': {
    article: '行政许可法第四十八条第一款第一项',
    title: '听证还没有公告，或者已经举行',
    holds: (c) => c.hearing?.announcedOn !== undefined && c.hearing.heldOn === undefined,
  },
  'hearing-early': {
    article: '行政许可法第四十八条第一款第一项',
    title: '还没有到公告的听证日期',
    holds: (c, _, today) => c.hearing?.hearingOn === undefined || today.date >= c.hearing.hearingOn,
  },
  'presider-only': {
    article: '行政许可法第四十八条第一款第三项',
    title: '听证由公告的主持人或者首席代表记录',
    holds: (c, actor) => actor.role === 'chief' || actor.id === c.hearing?.presider?.id,
  },
  presided: {
    article: '行政许可法第四十八条第一款第三项',
    title: '听证主持人不能审查同一申请',
    holds: (c, actor) => actor.id !== c.hearing?.presider?.id,
  },
  'hearing-open': {
    article: '行政许可法第四十七条第一款',
    title: '申请听证的5个工作日还没有届满，不能提出决定意见',
    holds: (c, _, today) => c.hearing === undefined || c.hearing.appliedOn !== undefined || isAfter(applyDueOn(c, today), today),
  },
  'hearing-pending': {
    article: '行政许可法第四十八条第二款',
    title: '申请人申请了听证，要先举行听证，根据听证笔录作出决定',
    holds: (c) => !isHearingPending(c),
  },
} as const satisfies Record<string, Condition>

/** What the details of a hearing must fulfil. */
export const hearingChecks = {
  'hearing-notice': {
    article: '行政许可法第四十八条第一款第一项、第八十二条',
    title: '听证要提前7个工作日通知',
    holds: (act, _, today) => act.hearingOn !== undefined && act.hearingOn >= hearingEarliestOn(today.date, today),
  },
  'hearing-hold': {
    article: '行政许可法第四十七条第一款',
    title: '听证要在申请之日起20个工作日内组织',
    holds: (act, c, today) =>
      act.hearingOn !== undefined && c.hearing?.appliedOn !== undefined && act.hearingOn <= hearingHoldDueOn(c.hearing.appliedOn, today),
  },
  'presider-apart': {
    article: '行政许可法第四十八条第一款第三项',
    title: '听证由审查这个申请的工作人员以外的人员主持',
    holds: (act, c) => act.presiderId !== undefined && !c.reviewers.includes(act.presiderId) && act.presiderId !== c.acceptedBy,
  },
  'hearing-by-record': {
    article: '行政许可法第四十八条第一款第五项',
    title: '公告的听证以听证笔录结束',
    holds: (act, c) => act.special !== '听证' || !isHearingPending(c),
  },
} as const satisfies Record<string, Check>
