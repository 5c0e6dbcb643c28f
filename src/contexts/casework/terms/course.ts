import type { LocalDate } from '../../../kernel/date.ts'
import type { Answers } from '../../../kernel/form.ts'

/** An officer as an act names him: account and name. */
export type Officer = { readonly id: string; readonly name: string }

/** 特别程序 as an 审批员 proposes it; the clock runs on until the 首席代表 starts it. */
export type SpecialProposal = {
  readonly kind: string
  readonly expectedDays: number
  readonly basis: string
  readonly by: string
  readonly on: LocalDate
}

/** 听证 (行政许可法 §46–48): told of, asked for, announced, held. */
export type Hearing = {
  readonly toldOn: LocalDate
  readonly appliedOn?: LocalDate
  readonly announcedOn?: LocalDate
  readonly hearingOn?: LocalDate
  readonly place?: string
  readonly presider?: Officer
  readonly heldOn?: LocalDate
}

/** 征求意见: one department asked, and its answer. `department` is its 统一社会信用代码; `days` are workdays. */
export type OpinionAsked = {
  readonly department: string
  readonly unit: string
  readonly question: string
  readonly askedOn: LocalDate
  readonly askedBy: string
  readonly days: number
  /** The proposal waits for it. */
  readonly required: boolean
  readonly givenOn?: LocalDate
  readonly agrees?: boolean
  /** Who asked does not wait for it any more. */
  readonly withdrawnOn?: LocalDate
}

/** 协助补充: what was asked for after acceptance; both clocks run on. */
export type MoreAsked = { readonly request: string; readonly on: LocalDate; readonly suppliedOn?: LocalDate }

/** 督办: who asked why, and when it was answered. */
export type Supervision = {
  readonly by: string
  readonly name: string
  readonly unit?: string
  readonly reason: string
  readonly on: LocalDate
  readonly repliedOn?: LocalDate
}

/** 事后核查 of a 告知承诺: what the two officers found. */
export type AfterCheck = { readonly on: LocalDate; readonly kept: boolean }

/** 作废 as the 首席代表 proposes it. */
export type Voiding = { readonly by: string; readonly name: string; readonly reason: string; readonly on: LocalDate }

/** 转办: the unit or the officer of the department who goes on with the case. */
export type Assignment = { readonly unit?: string; readonly officer?: Officer; readonly on: LocalDate }

/** 异地收件: the window elsewhere that received the case. */
export type RemoteReceipt = { readonly division: string; readonly unit: string; readonly by: string; readonly forwardedOn?: LocalDate }

/** What may be wanted of a licence (行政许可法 §49, §50, §69, §70). */
export const aboutKinds = { change: '变更', renew: '延续', reissue: '补证', cancel: '注销', revoke: '撤销' } as const

/**
 * What a case wants done with a licence; `licence` is its 证照编号, `validTo` the last day it is valid as it stands. `edition` names the edition
 * meant, `renewTo` is the last day of a renewed term as long as the first, `reason` what the holder or the office says for it, `was` the answers
 * the licence was given on. The last two are kept sealed.
 */
export type About = {
  readonly kind: keyof typeof aboutKinds
  readonly licence: string
  readonly validTo?: LocalDate
  readonly edition?: string
  readonly name?: string
  readonly renewTo?: LocalDate
  readonly reason?: string
  readonly was?: Answers
}
