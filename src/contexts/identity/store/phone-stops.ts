import { fragment, type Sql } from '../../../platform/db.ts'
import type { IdentityDocument } from '../rules/phone-at-window.ts'
import type { PhoneChangeRow } from './phone-changes.ts'

/** A change that its owner stopped; `accepted` null: nobody had decided it. */
export type StoppedChange = Pick<PhoneChangeRow, 'id' | 'accountId' | 'personId' | 'name' | 'division' | 'unit' | 'ending' | 'accepted'>
/** What may still be stopped: while it waits, and for so many hours after it was done. */
const stoppable = (hours: number) => fragment`
  stop_hash is not null
    and stopped_at is null
    and (
      (decided_at is null and expires_at > now())
      or (accepted and decided_at > now() - make_interval(hours => ${hours}::int))
    )`

/** Stops what may be stopped: of an account, or the one of a link. Of two at once one finds nothing. The new telephone is no longer kept. */
export const stopPhoneChanges = (sql: Sql, which: { readonly accountId: string } | { readonly hash: string }, hours: number) =>
  sql<StoppedChange>`
    update identity.phone_change change
    set stopped_at = now(), phone_sealed = null
    from identity.person
    where person.id = change.person_id
      and ${'hash' in which ? fragment`stop_hash = ${which.hash}` : fragment`account_id = ${which.accountId}`}
      and ${stoppable(hours)}
    returning change.id, change.account_id as "accountId", change.person_id as "personId", person.name, change.division, change.unit,
      change.ending, change.accepted`

/** What the owner may stop now, as he reads it. */
export type StoppableChange = {
  readonly unit: string
  readonly document: IdentityDocument
  readonly ending: string
  readonly at: string
  readonly isDone: boolean
}
export const listStoppable = (sql: Sql, accountId: string, hours: number) => sql<StoppableChange>`
  select unit, document, ending, coalesce(decided_at, proven_at) as at, decided_at is not null as "isDone"
  from identity.phone_change
  where account_id = ${accountId} and ${stoppable(hours)}
  order by at desc`

/** Whether somebody still has to look at what the owner of an account stopped. */
export const hasStop = async (sql: Sql, accountId: string): Promise<boolean> =>
  (await sql`select from identity.phone_change where account_id = ${accountId} and stopped_at is not null and reviewed_at is null`).length >
  0

type Review = { readonly id: string; readonly by: string; readonly genuine: boolean; readonly verdict: string }
/**
 * Keeps what an administrator found: once, not by who asked, nor by the person himself; 「是本人」 of what was done not by who approved
 * it. Gives the telephone from before and when the change was done, undefined when there is nothing to look at.
 */
export const reviewStop = async (
  sql: Sql,
  { id, by, genuine, verdict }: Review,
): Promise<{ former: Buffer | null; decidedAt: string | null } | undefined> => {
  const [row] = await sql<{ former: Buffer | null; decidedAt: string | null }>`
    with held as (select id, former_sealed, decided_at from identity.phone_change where id = ${id} for update)
    update identity.phone_change change
    set reviewed_at = now(), reviewed_by = ${by}, genuine = ${genuine}, verdict = ${verdict}, former_sealed = null
    from held
    where change.id = held.id
      and stopped_at is not null
      and reviewed_at is null
      and asked_by <> ${by}
      and not (${genuine}::boolean and decided_by is not distinct from ${by})
      and not exists (select from identity.account where account.id = ${by} and account.person_id = change.person_id)
    returning held.former_sealed as former, held.decided_at as "decidedAt"`
  return row
}

/** Closes an account until somebody has looked, with what would end it meanwhile; or opens it again. */
export const restAccount = async (sql: Sql, accountId: string): Promise<void> => {
  await sql`update identity.account set disabled_at = now() where id = ${accountId} and disabled_at is null`
  await sql`delete from platform.session where subject_id = ${accountId}`
  await sql`delete from identity.recovery where account_id = ${accountId}`
  await sql`delete from identity.data_request where account_id = ${accountId} and kind = 'erase' and done_at is null`
}
export const openAccountAgain = (sql: Sql, accountId: string) => sql`
  update identity.account set disabled_at = null where id = ${accountId} and erased_at is null`

/** An account without a telephone: its former one has another account by now. */
export const removePhone = (sql: Sql, accountId: string) => sql`
  update identity.account set phone_sealed = null, phone_hash = null where id = ${accountId}`

/** What somebody else may have made while he held the account: certificates, links to partners, grants given in its name. */
export const endMadeSince = async (sql: Sql, { accountId, personId }: { accountId: string; personId: string }, since: string) => {
  await sql`
    update identity.certificate set ended_at = now(), ended_why = 'stopped'
    where account_id = ${accountId} and bound_at >= ${since} and ended_at is null`
  await sql`delete from identity.partner_link where account_id = ${accountId} and linked_at >= ${since}`
  await sql`
    update identity.acting_grant set ended_at = now(), ended_by = ${personId}
    where granted_by = ${personId} and granted_at >= ${since} and ended_at is null`
}
