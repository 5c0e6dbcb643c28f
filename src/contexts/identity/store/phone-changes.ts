import { asStale, fragment, type Sql } from '../../../platform/db.ts'
import type { IdentityDocument } from '../rules/phone-at-window.ts'

export type NewPhoneChange = {
  readonly id: string
  readonly accountId: string
  readonly personId: string
  readonly division: string
  readonly unit: string
  readonly document: IdentityDocument
  readonly reason: string
  readonly phone: Buffer
  readonly ending: string
  readonly source: string
  readonly evidence: string
  readonly askedBy: string
  readonly hours: number
}
/** Throws Stale when the account has one that waits for its second person; one whose code never came back, or that ran out, gives way. */
export const insertPhoneChange = async (sql: Sql, c: NewPhoneChange): Promise<void> => {
  await sql`
    delete from identity.phone_change
    where account_id = ${c.accountId} and decided_at is null and stopped_at is null and (proven_at is null or expires_at < now())`
  await sql`
    insert into identity.phone_change
      (id, account_id, person_id, division, unit, document, reason, phone_sealed, ending, source, evidence, asked_by, expires_at)
    values (
      ${c.id}, ${c.accountId}, ${c.personId}, ${c.division}, ${c.unit}, ${c.document}, ${c.reason}, ${c.phone}, ${c.ending},
      ${c.source}, ${c.evidence}, ${c.askedBy}, now() + make_interval(hours => ${c.hours}::int)
    )`.catch(asStale)
}

/**
 * A request with its people. `phone` the new telephone, sealed, until it is decided; `expired` nobody decided it in time; `stoppedAt` the
 * owner said that it is not his; `genuine` and `verdict` what was found then.
 */
export type PhoneChangeRow = {
  readonly id: string
  readonly accountId: string
  readonly personId: string
  readonly name: string
  readonly division: string
  readonly unit: string
  readonly document: IdentityDocument
  readonly reason: string
  readonly phone: Buffer | null
  readonly ending: string
  readonly askedBy: string
  readonly askedByName: string
  readonly askedAt: string
  readonly expired: boolean
  readonly provenAt: string | null
  readonly decidedAt: string | null
  readonly decidedBy: string | null
  readonly decidedByName: string | null
  readonly accepted: boolean | null
  readonly opinion: string | null
  readonly stoppedAt: string | null
  readonly reviewedAt: string | null
  readonly reviewedByName: string | null
  readonly genuine: boolean | null
  readonly verdict: string | null
}
const phoneChangesWith = (sql: Sql, which: ReturnType<typeof fragment>) => sql<PhoneChangeRow>`
  select change.id, change.account_id as "accountId", change.person_id as "personId", person.name, change.division, change.unit,
    document, reason, change.phone_sealed as phone, ending, asked_by as "askedBy", asker.name as "askedByName", asked_at as "askedAt",
    decided_at is null and stopped_at is null and expires_at < now() as expired, proven_at as "provenAt", decided_at as "decidedAt",
    decided_by as "decidedBy", decider.name as "decidedByName", accepted, opinion, stopped_at as "stoppedAt",
    reviewed_at as "reviewedAt", reviewer.name as "reviewedByName", genuine, verdict
  from identity.phone_change change
  join identity.person on person.id = change.person_id
  join identity.officer asker on asker.account_id = asked_by
  left join identity.officer decider on decider.account_id = decided_by
  left join identity.officer reviewer on reviewer.account_id = reviewed_by
  where ${which}
  order by stopped_at is not null and reviewed_at is null desc, coalesce(reviewed_at, decided_at) desc nulls first, asked_at, change.id
  limit 200`

export const findPhoneChange = async (sql: Sql, id: string): Promise<PhoneChangeRow | undefined> =>
  (await phoneChangesWith(sql, fragment`change.id = ${id}`))[0]

/** Those of the places whose codes begin so: what its owner stopped, what waits for its second person, the oldest first, then what was settled in 90 days. */
export const listPhoneChangesAt = (sql: Sql, beginning: string) =>
  phoneChangesWith(
    sql,
    fragment`change.division like ${`${beginning}%`} and proven_at is not null
      and case
        when stopped_at is not null and reviewed_at is null then true
        when stopped_at is null and decided_at is null then expires_at > now()
        else coalesce(reviewed_at, decided_at) > now() - interval '90 days'
      end`,
  )

/** What a clerk asked for since yesterday. */
export const listPhoneChangesBy = (sql: Sql, accountId: string) =>
  phoneChangesWith(sql, fragment`asked_by = ${accountId} and asked_at > now() - interval '1 day'`)

/**
 * The code came back: it waits for the second person now. `mayStop`: its owner may stop it, unless an administrator found of late that a
 * stop was not the owner's, whose lost telephone somebody else holds. Undefined when it waits already, or is over.
 */
export const provePhoneChange = async (sql: Sql, id: string, stopHash: string): Promise<{ mayStop: boolean } | undefined> => {
  const [row] = await sql<{ mayStop: boolean }>`
    update identity.phone_change change
    set proven_at = now(), stop_hash = case
      when exists (
        select from identity.phone_change former
        where former.account_id = change.account_id and former.genuine and former.reviewed_at > now() - interval '30 days'
      ) then null
      else ${stopHash}
    end
    where id = ${id} and proven_at is null and decided_at is null and expires_at > now()
    returning stop_hash is not null as "mayStop"`
  return row
}

type Decision = { readonly id: string; readonly by: string; readonly accepted: boolean; readonly opinion: string }
/**
 * Once, in time, unless its owner stopped it, and never by who asked or by the person himself, whatever account he uses. The new telephone
 * is no longer kept here. Says whether its owner may still stop it; undefined when it cannot be decided.
 */
export const decidePhoneChange = async (
  sql: Sql,
  { id, by, accepted, opinion }: Decision,
): Promise<{ readonly mayStop: boolean } | undefined> => {
  const [row] = await sql<{ mayStop: boolean }>`
    update identity.phone_change change
    set decided_at = now(), decided_by = ${by}, accepted = ${accepted}, opinion = ${opinion}, phone_sealed = null
    where id = ${id}
      and decided_at is null
      and stopped_at is null
      and proven_at is not null
      and expires_at > now()
      and asked_by <> ${by}
      and not exists (select from identity.account where account.id = ${by} and account.person_id = change.person_id)
    returning stop_hash is not null as "mayStop"`
  return row
}

/** The telephone from before, sealed, for as long as its owner may say 「不是我办的」. */
export const keepFormerPhone = (sql: Sql, id: string, former: Buffer) => sql`
  update identity.phone_change set former_sealed = ${former} where id = ${id}`

export type WindowAccount = { readonly id: string; readonly disabled: boolean }
/** The account of a person himself: never one of an officer or an organisation. */
export const findAccountAtWindow = async (sql: Sql, personId: string): Promise<WindowAccount | undefined> => {
  const [row] = await sql<WindowAccount>`
    select id, disabled_at is not null as disabled
    from identity.account
    where kind = 'person' and person_id = ${personId} and erased_at is null`
  return row
}
