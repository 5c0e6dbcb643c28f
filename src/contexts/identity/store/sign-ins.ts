import type { Sql } from '../../../platform/db.ts'
import type { Origin } from '../../../platform/origin.ts'

export type SignInOutcome = 'in' | 'wrong' | 'barred'

/** Writes down who came in or tried to. A try at no account is written alike, so that both take the same time (S-003). */
export const insertSignIn = (sql: Sql, accountId: string | undefined, outcome: SignInOutcome, { device, place }: Origin) => sql`
  insert into identity.sign_in (account_id, outcome, device, place)
  values (${accountId ?? null}, ${outcome}, ${device}, ${place})`

/** Whether an account that has come in before never did with such a device from such a network. */
export const isNewOrigin = async (sql: Sql, accountId: string, { device, place }: Origin): Promise<boolean> => {
  const [row] = await sql<{ known: number; same: number }>`
    select count(*)::int as known, (count(*) filter (where device = ${device} and place = ${place}))::int as same
    from identity.sign_in
    where account_id = ${accountId} and outcome = 'in'`
  return row !== undefined && row.known > 0 && row.same === 0
}

export type SignInRow = { readonly at: string; readonly outcome: SignInOutcome; readonly device: string; readonly place: string }
/** The tries at an account since so many days, the latest first; all of them when `most` is null. */
export const listSignIns = (sql: Sql, accountId: string, days: number, most: number | null = 100) => sql<SignInRow>`
  select at, outcome, device, place
  from identity.sign_in
  where account_id = ${accountId} and at > now() - make_interval(days => ${days}::int)
  order by at desc
  limit ${most}`

/** Who is behind an account, for the record of requests: an officer with his place, another by the first character of his name. */
export type Actor = { readonly name: string; readonly isOfficer: boolean; readonly unit: string; readonly division: string }
export const findActor = async (sql: Sql, accountId: string | undefined): Promise<Actor | undefined> => {
  const [row] = await sql<Actor>`
    select
      coalesce(officer.name, organisation.name, person.name, '') as name, account.kind = 'staff' as "isOfficer",
      coalesce(held.unit, '') as unit, coalesce(held.division, '') as division
    from identity.account
    left join identity.officer on officer.account_id = account.id
    left join identity.organisation on organisation.id = account.organisation_id
    left join identity.person on person.id = account.person_id
    left join lateral (
      select unit, division
      from identity.appointment
      where appointment.account_id = account.id
      order by ended_at is null desc, approved desc nulls last, from_on desc, id
      limit 1
    ) held on true
    where account.id = ${accountId ?? null}`
  return row
}
