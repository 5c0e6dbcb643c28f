import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { type GrantAct, type Ground, mayActFor, type Viewer, viewedItems } from '../../identity/index.ts'
import type { Reach } from '../store/matters.ts'
import type { ActName } from '../terms.ts'

type ApplicantViewer = Extract<Viewer, { kind: 'applicant' }>

/** Whose matter it is, and which: what a grant is asked about. */
export type Concerned = { readonly applicantId: string; readonly agentId?: string | null; readonly item?: string }

/** Which grant an act of the applicant needs when another does it for him. */
const needed: Partial<Record<ActName, GrantAct>> = {
  submit: 'apply',
  applyHearing: 'apply',
  resubmit: 'correct',
  correct: 'correct',
  supplyGaps: 'correct',
  supplyMore: 'correct',
  withdraw: 'withdraw',
  remind: 'view',
}
export const grantFor = (act: ActName): GrantAct => needed[act] ?? 'apply'

/** Whose cases an applicant sees in his own place: the organisation he acts for, else his own; undefined before 实名. */
export const ownerOf = ({ organisation, personId }: ApplicantViewer): string | undefined => organisation?.id ?? personId

/** Whether he applies for the applicant by a 授权书 for this one matter, in his own name. */
const isByMandate = ({ organisation, personId }: ApplicantViewer, { agentId }: Concerned): boolean =>
  !organisation && personId !== undefined && personId === agentId

/** Why somebody may begin or go on with nothing: his session was for an organisation that he may act for no more (S-050). */
export const lostStanding = (viewer: Viewer): Refusal | undefined =>
  viewer.kind === 'applicant' && viewer.lostStanding
    ? {
        refused: 'standing-lost',
        title: '您现在不能再代表这个单位办事',
        detail: '给您的授权已撤销、已到期，或者因法定代表人变更已冻结。要继续，请单位重新授权；办自己的事，请先切换成本人。',
        article: '民法典第一百七十三条',
      }
    : undefined

/** On what ground an applicant's side does something on a matter; a refusal names the grant (S-050, S-051). */
export const groundFor = (viewer: Viewer, act: GrantAct, matter: Concerned): Ground | Refusal => {
  if (viewer.kind === 'applicant' && isByMandate(viewer, matter)) return { by: 'standing' }
  return mayActFor(viewer, act, { principalId: matter.applicantId, ...(matter.item ? { item: matter.item } : {}) })
}

/** Why somebody who acts by a grant may not do an act; undefined when he may, and for officers, whose limits are others. */
export const outsideGrant = (viewer: Viewer, act: GrantAct, matter: Concerned): Refusal | undefined => {
  const ground = viewer.kind === 'applicant' ? groundFor(viewer, act, matter) : undefined
  return isRefusal(ground) ? (ground as Refusal) : undefined
}

/** Whether an applicant's side may look at a matter (S-041). */
export const isParty = (viewer: ApplicantViewer, matter: Concerned): boolean => !isRefusal(groundFor(viewer, 'view', matter))

/** What a viewer lists in his own place; undefined before 实名 and for who may look at nothing. `of` is a person who let him act. */
export const reachOf = (viewer: Viewer, of?: string): Reach | undefined => {
  const owner = viewer.kind === 'applicant' ? (of ?? ownerOf(viewer)) : undefined
  if (viewer.kind !== 'applicant' || owner === undefined) return undefined
  const scope = viewedItems(viewer, owner)
  if (scope === 'none') return undefined
  return scope === 'all' ? { owner } : { owner, items: scope.map((prefix) => `${prefix}%`) }
}
