import { isOpinionOpen } from '../rules/beside.ts'
import type { Hearing, MoreAsked, OpinionAsked, SpecialProposal, Supervision, Voiding } from '../terms/course.ts'

/** What stands beside the stage of a case, as officers see it. */
export type Beside = {
  readonly specialProposal?: SpecialProposal
  readonly hearing?: Hearing
  readonly opinions?: readonly OpinionAsked[]
  readonly moreAsked?: readonly MoreAsked[]
  readonly supervisions?: readonly Supervision[]
  readonly voiding?: Voiding
}

const proposed = (p: SpecialProposal): string => `${p.kind}，预计 ${p.expectedDays} 个工作日，依据 ${p.basis}(${p.on} 提请)`
const supervised = (s: Supervision): string => `${s.name}${s.unit ? `(${s.unit})` : ''} ${s.on}:${s.reason}`
const asked = (o: OpinionAsked): string => `${o.unit}，${o.days} 个工作日内回复(${o.askedOn} 发出)：${o.question}`
const hearing = (h: Hearing): string | undefined =>
  h.appliedOn && !h.announcedOn ? `申请人 ${h.appliedOn} 申请听证，二十个工作日内举行` : undefined

type Line = readonly [name: string, text: string]

/** One line for everything that still waits for somebody, in the words in which it was asked. */
export const besideLines = (b: Beside): readonly Line[] => {
  const hearingText = b.hearing && hearing(b.hearing)
  return [
    ...(b.specialProposal ? [['待批特别程序', proposed(b.specialProposal)] as const] : []),
    ...(b.supervisions ?? []).filter((s) => !s.repliedOn).map((s) => ['待回复督办', supervised(s)] as const),
    ...(hearingText ? [['待公告听证', hearingText] as const] : []),
    ...(b.opinions ?? []).filter(isOpinionOpen).map((o) => ['等待意见', asked(o)] as const),
    ...(b.moreAsked ?? []).filter((m) => !m.suppliedOn).map((m) => ['待补充材料', `${m.on}:${m.request}`] as const),
    ...(b.voiding ? [['待确认作废', `${b.voiding.name} ${b.voiding.on}:${b.voiding.reason}`] as const] : []),
  ]
}
