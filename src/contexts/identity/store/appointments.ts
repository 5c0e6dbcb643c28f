import type { Sql } from '../../../platform/db.ts'
import type { Place, StaffRole } from '../terms.ts'

/** What an appointment gives: roles at a place, from a day until a day, both counted in. Dates are civil. */
export type Post = Place & {
  readonly post: string
  readonly roles: readonly StaffRole[]
  readonly fromOn?: string | undefined
  readonly untilOn?: string | undefined
}
export type NewAppointment = Post & {
  readonly id: string
  readonly accountId: string
  readonly askedBy?: string | undefined
  readonly replaces?: string | undefined
}

export const insertOfficer = (sql: Sql, accountId: string, name: string) => sql`
  insert into identity.officer (account_id, name) values (${accountId}, ${name})`

/** An appointment that somebody asked for waits for another's approval; what the installation gives itself (S-008) counts at once. */
export const insertAppointment = (sql: Sql, { askedBy, ...one }: NewAppointment) => sql`
  insert into identity.appointment (
    id, account_id, post, roles, unit, department_code, division, from_on, until_on, asked_by, replaces, approved, settled_at
  )
  values (
    ${one.id}, ${one.accountId}, ${one.post}, ${one.roles}, ${one.unit}, ${one.departmentCode}, ${one.division},
    coalesce(${one.fromOn ?? null}::date, identity.civil_day()), ${one.untilOn ?? null}, ${askedBy ?? null}, ${one.replaces ?? null},
    case when ${askedBy ?? null}::uuid is null then true end,
    case when ${askedBy ?? null}::uuid is null then now() end
  )`

/** An appointment with whom it is of. `settledBy` is a name; `approved` null while it waits. */
export type AppointmentRow = Omit<Post, 'fromOn' | 'untilOn'> & {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly fromOn: string
  readonly untilOn: string | null
  readonly askedBy: string | null
  readonly askedByName: string | null
  readonly approved: boolean | null
  readonly settledByName: string | null
  readonly ended: boolean
  readonly replaces: string | null
  /** The day on which the row was read, in China. */
  readonly today: string
}

const columns = (sql: Sql, where: { id?: string; accountId?: string; isOpen?: boolean; beginning?: string }) => sql<AppointmentRow>`
  select
    appointment.id, appointment.account_id as "accountId", officer.name, post, roles, unit, department_code as "departmentCode", division,
    from_on as "fromOn", until_on as "untilOn", asked_by as "askedBy", asker.name as "askedByName", approved,
    settler.name as "settledByName", ended_at is not null as ended, replaces,
    identity.civil_day() as today
  from identity.appointment
  join identity.officer on officer.account_id = appointment.account_id
  left join identity.officer asker on asker.account_id = asked_by
  left join identity.officer settler on settler.account_id = settled_by
  where (${where.id ?? null}::uuid is null or appointment.id = ${where.id ?? null})
    and (${where.accountId ?? null}::uuid is null or appointment.account_id = ${where.accountId ?? null})
    and (not ${where.isOpen ?? false} or (settled_at is null and ended_at is null))
    and starts_with(division, ${where.beginning ?? ''})
  order by ended_at is not null, from_on desc, asked_at desc
  limit 500`

export const findAppointment = async (sql: Sql, id: string): Promise<AppointmentRow | undefined> => (await columns(sql, { id }))[0]
/** Everything an officer holds, held or is to hold, the newest first. */
export const listAppointments = (sql: Sql, accountId: string): Promise<AppointmentRow[]> => columns(sql, { accountId })
/** What waits for approval in a place and below it; `beginning`: the first digits of its code. */
export const listAsked = (sql: Sql, beginning: string): Promise<AppointmentRow[]> => columns(sql, { isOpen: true, beginning })

/** Answers an appointment that waits; false when somebody was first. */
export const settleAppointment = async (sql: Sql, id: string, by: string, approved: boolean): Promise<boolean> => {
  const rows = await sql`
    update identity.appointment
    set approved = ${approved}, settled_by = ${by}, settled_at = now(), ended_at = case when ${approved} then ended_at else now() end
    where id = ${id} and settled_at is null and ended_at is null
    returning id`
  return rows.length > 0
}

/** Ends appointments at once, or on a last day; one that would only begin later falls away. */
export const endAppointments = (sql: Sql, { accountId, id, lastOn }: { accountId: string; id?: string; lastOn?: string }) => sql`
  update identity.appointment
  set ended_at = case when ${lastOn ?? null}::date is null or from_on > ${lastOn ?? null}::date then now() end,
      until_on = case
        when ${lastOn ?? null}::date >= from_on then least(until_on, ${lastOn ?? null}::date)
        else until_on
      end
  where account_id = ${accountId}
    and ended_at is null
    and (${id ?? null}::uuid is null or id = ${id ?? null})`

/** A new password was set by a link: what the account may do waits for approval again, as if who made the link had asked for it. */
export const askAgain = (sql: Sql, accountId: string, askedBy: string) => sql`
  update identity.appointment
  set approved = null, settled_by = null, settled_at = null, asked_by = ${askedBy}, asked_at = now()
  where account_id = ${accountId} and approved and ended_at is null`
