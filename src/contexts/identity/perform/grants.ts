import { randomUUID } from 'node:crypto'
import { isIdNumber, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { tidyName } from '../rules/claims.ts'
import { isWithin, longestDays, ownPersonOf } from '../rules/grants.ts'
import { waitText } from '../rules/limits.ts'
import { acceptGrant, endGrant, findGrant, type GrantRow, insertGrant, insertGrantUse } from '../store/grants.ts'
import { insertMessage } from '../store/messages.ts'
import { findPersonByIdNumber } from '../store/people.ts'
import { type Bounds, type Grant, relations } from '../terms/grants.ts'
import type { Applicant } from '../terms.ts'
import type { Limits } from './limits.ts'
import { idNumberHash } from './viewer.ts'

type Means = { readonly db: Pick<Db, 'sql' | 'transaction'>; readonly secrets: Secrets; readonly limits: Limits }

/** Whom somebody lets act, as he typed it, and what he allows. */
export type Offer = Bounds & { readonly name: string; readonly idNumber: string; readonly relation: 'agent' | 'family' | 'grid' }

const wrong = (field: string, message: string): Refusal => ({ refused: 'grant-not-possible', title: message, fields: [{ field, message }] })

/** The principal of a viewer: the organisation he acts for, else himself. */
const principalOf = ({ organisation, personId, name }: Applicant): Grant['principal'] | undefined => {
  if (organisation) return { kind: 'organisation', id: organisation.id, name: organisation.name }
  return personId ? { kind: 'person', id: personId, name } : undefined
}

/** The grant out of which a 经办人 passes something on; undefined for who grants in his own right. */
const sourceOf = ({ organisation, grants = [] }: Applicant, offer: Offer): Grant | Refusal | undefined => {
  if (!organisation?.byGrant) return undefined
  const source = grants.find((grant) => grant.acts.includes('delegate') && isWithin(offer, grant))
  return source ?? { ...wrong('acts', '您只能转授权您自己得到的事项、行为和期限以内的内容，并且不能再转'), article: '民法典第一百六十九条' }
}

const wrongBounds = ({ acts, since, until }: Offer, now: string): Refusal | undefined => {
  if (acts.length === 0) return wrong('acts', '请至少选择一项可以做的事')
  if (Date.parse(until) <= Math.max(Date.parse(now), Date.parse(since))) return wrong('until', '结束日期要晚于开始日期和今天')
  return Date.parse(until) - Date.parse(since) > longestDays * 86_400_000 ? wrong('until', '一次授权最长一年，到期可以再授权') : undefined
}

const unknownHelper = wrong('idNumber', '没有找到这位实名用户，请核对姓名和身份证号；对方要先在本平台实名')

const helperOf = async ({ db, secrets, limits }: Means, offer: Offer, by: Applicant): Promise<{ id: string; name: string } | Refusal> => {
  const idNumber = tidyIdentifier(offer.idNumber)
  if (!isIdNumber(idNumber)) return wrong('idNumber', '请核对身份证号：18 位，最后一位可能是 X')
  const wait = await limits.spend('proofAccount', `grant ${by.accountId}`)
  if (wait > 0) return wrong('idNumber', `操作过于频繁，${waitText(wait)}`)
  const found = await findPersonByIdNumber(db.sql, idNumberHash(secrets, idNumber))
  if (!found || found.name !== tidyName(offer.name)) return unknownHelper
  return found.id === by.personId ? wrong('idNumber', '这是您自己，不用授权') : found
}

/**
 * Offers a grant to a 实名 person (S-050, S-051): by the 法定代表人 or the organisation's account, by a 经办人 who may pass on and
 * only within his own, by a person for himself. It allows nothing until it is accepted. `now` is the instant of the request.
 */
export const offerGrant = async (means: Means, viewer: Applicant, offer: Offer, now: string): Promise<{ id: string } | Refusal> => {
  const principal = principalOf(viewer)
  if (!principal || !viewer.personId) return { refused: 'needs-real-name', title: '授权要先实名认证' }
  const source = sourceOf(viewer, offer)
  const refusal = wrongBounds(offer, now) ?? (source && 'refused' in source ? source : undefined)
  if (refusal) return refusal
  const helper = await helperOf(means, offer, viewer)
  if ('refused' in helper) return helper
  const id = randomUUID()
  const { scope, since, until } = offer
  const acts = [...new Set(['view' as const, ...offer.acts])] // who may do something may see it
  const relation = principal.kind === 'organisation' ? 'agent' : offer.relation === 'agent' ? 'family' : offer.relation
  const outOf = source && 'id' in source ? source.id : undefined
  await means.db.transaction(async (sql) => {
    await insertGrant(sql, {
      id,
      principal,
      helperId: helper.id,
      relation,
      acts,
      scope,
      since,
      until,
      grantedBy: viewer.personId as string,
      outOf,
    })
    const link = principal.kind === 'organisation' ? '/my/orgs' : '/my/family'
    await insertMessage(sql, helper.id, { title: `${principal.name}请您做${relations[relation]}`, body: '接受以后才生效。', link })
  })
  return { id }
}

/** Whether a viewer grants for the principal of a grant: the organisation in its own right, the person himself, or who passed it on. */
const isGranter = (viewer: Applicant, grant: GrantRow): boolean =>
  grant.organisationId
    ? grant.organisationId === viewer.organisation?.id && (!viewer.organisation.byGrant || grant.grantedBy === viewer.personId)
    : !viewer.organisation && (grant.principalId === viewer.personId || grant.grantedBy === viewer.personId)

/** A grant that concerns a viewer: as principal or as helper; undefined for another's as for none (S-041). */
export const findGrantFor = async (
  sql: Sql,
  viewer: Applicant,
  id: string,
): Promise<{ grant: GrantRow; isGranter: boolean } | undefined> => {
  const grant = await findGrant(sql, id)
  if (!grant) return undefined
  const granter = isGranter(viewer, grant)
  return granter || grant.helperId === ownPersonOf(viewer) ? { grant, isGranter: granter } : undefined
}

const tellGranter = (sql: Sql, { grantedBy, helperName, relation }: GrantRow, what: string, link: string) =>
  insertMessage(sql, grantedBy, { title: `${helperName}${what}(${relations[relation]})`, body: '', link })

/** The helper takes a grant on. */
export const takeGrant = ({ db }: Means, viewer: Applicant, id: string): Promise<boolean> =>
  db.transaction(async (sql) => {
    const found = await findGrantFor(sql, viewer, id)
    const helper = ownPersonOf(viewer)
    if (!found || !helper || !(await acceptGrant(sql, id, helper))) return false
    await tellGranter(sql, found.grant, '接受了您的授权', found.grant.organisationId ? '/my/orgs' : '/my/family')
    return true
  })

/** Whether a viewer may end a grant: either side any time (民法典 §173); a guardianship only the guardian, never the child. */
export const mayEnd = ({ personId }: Applicant, { relation, helperId }: GrantRow): boolean =>
  relation !== 'guardian' || helperId === personId

/** Ends a grant without a reason; what was passed on out of it ends too. */
export const stopGrant = ({ db }: Means, viewer: Applicant, id: string): Promise<boolean> =>
  db.transaction(async (sql) => {
    const found = await findGrantFor(sql, viewer, id)
    if (!found || !viewer.personId || found.grant.endedAt !== null || !mayEnd(viewer, found.grant)) return false
    await endGrant(sql, id, viewer.personId)
    const { grant, isGranter: byGranter } = found
    if (grant.relation === 'guardian') return true
    if (byGranter) await insertMessage(sql, grant.helperId, { title: `${grant.principalName}撤销了给您的授权`, body: '', link: '' })
    else await tellGranter(sql, grant, '不再做您的代办', grant.organisationId ? '/my/orgs' : '/my/family')
    return true
  })

/** What was done under a grant is written with the act, and the principal is told of each submission (S-051). */
export const recordGrantUse = async (
  sql: Sql,
  grantId: string,
  use: { act: string; no: string; itemName: string; isSubmission: boolean },
): Promise<void> => {
  await insertGrantUse(sql, grantId, use)
  const grant = use.isSubmission ? await findGrant(sql, grantId) : undefined
  if (!grant) return
  const title = `${grant.helperName}替${grant.organisationId ? '单位' : '您'}申报了${use.itemName}`
  await insertMessage(sql, grant.principalId ?? grant.grantedBy, {
    title,
    body: `办件编号 ${use.no}`,
    link: grant.principalId ? `/my/cases/${use.no}` : '',
  })
}
