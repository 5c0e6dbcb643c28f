import type { Sql } from '../../../platform/db.ts'
import type { StaffRole } from '../terms.ts'
import type { Post } from './appointments.ts'

/** What a one-time link opens: a new officer's account with the post asked for him, or, with `accountId`, a new password for that one. */
export type Invitation = Post & {
  readonly name: string
  readonly askedBy?: string
  readonly accountId?: string
  readonly userName?: string
}

export const insertInvitation = (sql: Sql, tokenHash: string, invitation: Invitation, hours: number) => sql`
  insert into identity.invitation (
    token_hash, name, roles, unit, department_code, division, post, from_on, until_on, asked_by, account_id, expires_at
  )
  values (
    ${tokenHash}, ${invitation.name}, ${invitation.roles}, ${invitation.unit}, ${invitation.departmentCode}, ${invitation.division},
    ${invitation.post}, ${invitation.fromOn ?? null}, ${invitation.untilOn ?? null}, ${invitation.askedBy ?? null},
    ${invitation.accountId ?? null}, now() + make_interval(hours => ${hours}::int)
  )`

type Row = {
  name: string
  roles: StaffRole[]
  unit: string
  department_code: string
  division: string
  post: string
  from_on: string | null
  until_on: string | null
  asked_by: string | null
  account_id: string | null
  user_name: string | null
}
const asInvitation = (row: Row): Invitation => ({
  name: row.name,
  roles: row.roles,
  unit: row.unit,
  departmentCode: row.department_code,
  division: row.division,
  post: row.post,
  ...(row.from_on ? { fromOn: row.from_on } : {}),
  ...(row.until_on ? { untilOn: row.until_on } : {}),
  ...(row.asked_by ? { askedBy: row.asked_by } : {}),
  ...(row.account_id ? { accountId: row.account_id } : {}),
  ...(row.user_name ? { userName: row.user_name } : {}),
})

/** An open invitation by the hash of its token. */
export const findInvitation = async (sql: Sql, tokenHash: string): Promise<Invitation | undefined> => {
  const [row] = await sql<Row>`
    select name, roles, unit, department_code, division, post, from_on, until_on, asked_by, account_id, user_name
    from identity.invitation
    left join identity.account on account.id = invitation.account_id
    where token_hash = ${tokenHash} and expires_at > now()`
  return row && asInvitation(row)
}

/** An invitation that nobody used yet. `accountId`: it is for a new password of this account. Instants are RFC 3339. */
export type OpenInvitation = Omit<Post, 'fromOn' | 'untilOn'> & {
  readonly id: string
  readonly name: string
  readonly accountId: string | null
  readonly askedBy: string | null
  readonly askedByName: string | null
  readonly askedAt: string
  readonly expiresAt: string
}

/** The open invitations, the newest first; one of its own by `id`. */
export const listInvitations = (sql: Sql, id?: string): Promise<OpenInvitation[]> => sql<OpenInvitation>`
  select
    id, invitation.name, roles, unit, department_code as "departmentCode", division, post, invitation.account_id as "accountId",
    asked_by as "askedBy", asker.name as "askedByName", asked_at as "askedAt", expires_at as "expiresAt"
  from identity.invitation
  left join identity.officer asker on asker.account_id = asked_by
  where expires_at > now()
    and (${id ?? null}::uuid is null or id = ${id ?? null})
  order by asked_at desc
  limit 500`

/** Takes an invitation back; false when it was used or is gone. */
export const deleteInvitation = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql`delete from identity.invitation where id = ${id} returning id`).length > 0

/** Takes back the open links for a new password of an account. */
export const deleteInvitationsFor = (sql: Sql, accountId: string) => sql`delete from identity.invitation where account_id = ${accountId}`

/** Takes an invitation away: one of two at the same time gets it. */
export const takeInvitation = async (sql: Sql, tokenHash: string): Promise<Invitation | undefined> => {
  const [row] = await sql<Row>`
    delete from identity.invitation
    where token_hash = ${tokenHash} and expires_at > now()
    returning name, roles, unit, department_code, division, post, from_on, until_on, asked_by, account_id, null as user_name`
  return row && asInvitation(row)
}
