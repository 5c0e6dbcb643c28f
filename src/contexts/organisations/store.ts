import type { Sql } from '../../platform/db.ts'
import type { DirectoryEntry, Hall, Unit } from './terms.ts'

export const upsertUnits = (sql: Sql, units: readonly Unit[]) => sql`
  insert into organisations.unit (uscc, name, short_name, kind, division, parent, details)
  select u.uscc, u.name, u."shortName", u.kind, u.division, u.parent, u.details
  from jsonb_to_recordset(${JSON.stringify(units)}::jsonb)
    as u (uscc text, name text, "shortName" text, kind text, division text, parent text, details jsonb)
  on conflict (uscc) do update set name = excluded.name, short_name = excluded.short_name, details = excluded.details`

export const upsertHalls = (sql: Sql, halls: readonly Hall[]) => sql`
  insert into organisations.hall (key, division, name, details)
  select * from jsonb_to_recordset(${JSON.stringify(halls)}::jsonb) as h (key text, division text, name text, details jsonb)
  on conflict (key) do update set name = excluded.name, details = excluded.details`

export const upsertDirectory = (sql: Sql, entries: readonly DirectoryEntry[]) => sql`
  insert into organisations.directory_entry (kind, name, details)
  select * from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as d (kind text, name text, details jsonb)
  on conflict (kind, name) do update set details = excluded.details`

export const listUnits = (sql: Sql, division: string): Promise<Unit[]> => sql<Unit>`
  select uscc, name, short_name as "shortName", kind, division, parent, details, active, centralised
  from organisations.unit
  where division = ${division}
  order by kind = 'government' desc, uscc`

export const findUnit = async (sql: Sql, uscc: string): Promise<Unit | undefined> => {
  const [unit] = await sql<Unit>`
    select uscc, name, short_name as "shortName", kind, division, parent, details, active, centralised from organisations.unit where uscc = ${uscc}`
  return unit
}

/** A department of a division by its name, its short name, or the short name without 市, 旗, 区 before it. */
export const findDepartmentNamed = async (
  sql: Sql,
  division: string,
  text: string,
): Promise<{ uscc: string; shortName: string } | undefined> => {
  const [unit] = await sql<{ uscc: string; shortName: string }>`
    select uscc, short_name as "shortName"
    from organisations.unit
    where division = ${division}
      and kind <> 'government'
      and (name = ${text} or short_name = ${text} or substr(short_name, 2) = ${text})
    order by uscc
    limit 1`
  return unit
}

export const listHalls = (sql: Sql): Promise<Hall[]> =>
  sql<Hall>`select key, division, name, details from organisations.hall order by division, key`

export const findHall = async (sql: Sql, key: string): Promise<Hall | undefined> => {
  const [hall] = await sql<Hall>`select key, division, name, details from organisations.hall where key = ${key}`
  return hall
}

/** The entries of one kind of the directory. */
export const listDirectory = (sql: Sql, kind: DirectoryEntry['kind']): Promise<DirectoryEntry[]> =>
  sql<DirectoryEntry>`select kind, name, details from organisations.directory_entry where kind = ${kind} order by name`
