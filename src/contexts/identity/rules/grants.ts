import type { Refusal } from '../../../kernel/refusal.ts'
import { type Bounds, type Grant, type GrantAct, type GrantState, grantActs } from '../terms/grants.ts'
import type { Applicant, Viewer } from '../terms.ts'

/**
 * The person whose own space a viewer opens: messages, family, who looked at him. Not that of the 法定代表人 behind an organisation's
 * account, whose password and certificate others hold too (S-041).
 */
export const ownPersonOf = ({ organisation, personId }: Pick<Applicant, 'organisation' | 'personId'>): string | undefined =>
  organisation?.own ? undefined : personId

/** Whether a scope reaches a matter, by its 实施编码. Without a matter it must reach all of them. */
export const covers = (scope: readonly string[], item: string | undefined): boolean =>
  scope.length === 0 || (item !== undefined && scope.some((prefix) => item.startsWith(prefix)))

/** Whom an act on a matter concerns. `item` is its 实施编码. */
export type Matter = { readonly principalId: string; readonly item?: string }

/** On what ground somebody acts for a principal: in his own right, or by a grant. */
export type Ground = { readonly by: 'standing' } | { readonly by: 'grant'; readonly grant: Grant }

const actWords = (acts: readonly GrantAct[]): string => acts.map((act) => grantActs[act]).join('、')
const day = (instant: string): string => instant.slice(0, 10)

/** A grant in one sentence, as a refusal and a page name it. */
export const grantWords = ({ principal, acts, scope, until }: Grant): string =>
  `${principal.name}给您的授权：可以${actWords(acts)}；${scope.length === 0 ? '全部事项' : `限 ${scope.length} 项范围`}；到 ${day(until)}`

const outside = (act: GrantAct, grants: readonly Grant[]): Refusal => ({
  refused: 'outside-grant',
  title: grants.length > 0 ? `您的授权不包括对这个事项“${grantActs[act]}”` : '您没有得到授权',
  detail: grants.length > 0 ? `${grants.map(grantWords).join('。')}。请授权人修改授权后再办。` : '请授权人先在“我的”里授权给您。',
  article: '民法典第一百六十五条',
})

/**
 * Whether a viewer may do an act for a principal, and on what ground: himself and the 法定代表人 in their own right, everybody else by a
 * grant that names the act and reaches the matter (S-050, S-051; 民法典 §165). The refusal names the grants there are. Grants are
 * those of this request, so one that ended a moment ago allows nothing.
 */
export const mayActFor = (viewer: Viewer, act: GrantAct, { principalId, item }: Matter): Ground | Refusal => {
  if (viewer.kind !== 'applicant') return outside(act, [])
  const { organisation, personId, grants = [] } = viewer
  if (organisation ? organisation.id === principalId && !organisation.byGrant : personId === principalId) return { by: 'standing' }
  const reachable = organisation ? organisation.id === principalId : true
  const his = reachable ? grants.filter(({ principal }) => principal.id === principalId) : []
  const grant = his.find(({ acts, scope }) => acts.includes(act) && covers(scope, item))
  return grant ? { by: 'grant', grant } : outside(act, his)
}

/** Whether everything that one grant allows is also allowed by another: acts, matters and days (S-050: grant ⊆ grantor's). */
export const isWithin = (inner: Bounds, outer: Bounds): boolean =>
  inner.acts.every((act) => outer.acts.includes(act) && act !== 'delegate') &&
  (outer.scope.length === 0 || (inner.scope.length > 0 && inner.scope.every((prefix) => covers(outer.scope, prefix)))) &&
  Date.parse(inner.since) >= Date.parse(outer.since) &&
  Date.parse(inner.until) <= Date.parse(outer.until)

/** The longest a grant runs before it is given again. */
export const longestDays = 366

type Standing = Pick<Bounds, 'since' | 'until'> & {
  readonly acceptedAt: string | null
  readonly endedAt: string | null
  readonly isFrozen: boolean
}
/** Where a grant stands at an instant. */
export const grantStateAt = (grant: Standing, now: string): GrantState => {
  if (grant.endedAt !== null) return 'ended'
  if (Date.parse(grant.until) <= Date.parse(now)) return 'over'
  if (grant.isFrozen) return 'frozen'
  if (grant.acceptedAt === null) return 'offered'
  return Date.parse(grant.since) > Date.parse(now) ? 'later' : 'active'
}

/** What of a principal's matters a viewer may look at: all, none, or those whose 实施编码 begins with one of these. */
export const viewedItems = (viewer: Viewer, principalId: string): 'all' | 'none' | readonly string[] => {
  if (viewer.kind !== 'applicant') return 'none'
  if (!('refused' in mayActFor(viewer, 'view', { principalId }))) return 'all'
  const { organisation, grants = [] } = viewer
  if (organisation && organisation.id !== principalId) return 'none'
  const scopes = grants.filter(({ principal, acts }) => principal.id === principalId && acts.includes('view')).flatMap(({ scope }) => scope)
  return scopes.length > 0 ? scopes : 'none'
}
