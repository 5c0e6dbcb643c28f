import { asStale, type Sql } from '../../platform/db.ts'
import type { DirectoryEntry, Hall, Office, TreeNode, Unit } from './terms.ts'

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

export const upsertOffices = (sql: Sql, offices: readonly Office[]) => sql`
  insert into organisations.office (kind, name, division, under)
  select distinct o.kind, o.name, o.division, o.under
  from jsonb_to_recordset(${JSON.stringify(offices)}::jsonb) as o (kind text, name text, division text, under text)
  on conflict (under, name) do nothing`

/** The places of work of a division: its government and bodies, its halls, and what lies under each. */
export const listTree = (sql: Sql, division: string): Promise<Omit<TreeNode, 'level'>[]> => sql<Omit<TreeNode, 'level'>>`
  select uscc as id, kind, name, short_name as "shortName", parent, division,
    case when kind = 'government' then '' else uscc end as "departmentCode", active, centralised
  from organisations.unit
  where division = ${division}
  union all
  select key, 'hall', name, name, null, division, '', true, false
  from organisations.hall
  where division = ${division}
  union all
  select office.id::text, office.kind, office.name, office.name, office.under, office.division,
    coalesce(unit.uscc, ''), office.active, false
  from organisations.office
  left join organisations.unit on unit.uscc = office.under
  where office.division = ${division}
  order by 7, 2, 3`

/** Turns a body or an office on or off, or says that a body decides for several (集中审批机关); undefined when there is none. */
export const setNode = async (
  sql: Sql,
  id: string,
  { active, centralised }: { readonly active?: boolean | undefined; readonly centralised?: boolean | undefined },
): Promise<{ name: string; division: string } | undefined> => {
  const [row] = await sql<{ name: string; division: string }>`
    with units as (
      update organisations.unit
      set active = coalesce(${active ?? null}, active), centralised = coalesce(${centralised ?? null}, centralised)
      where uscc = ${id}
      returning name, division
    ), offices as (
      update organisations.office
      set active = coalesce(${active ?? null}, active)
      where id::text = ${id} and ${centralised ?? null}::boolean is null
      returning name, division
    )
    select name, division from units union all select name, division from offices`
  return row
}

/** Adds a 科室, 窗口 or 站点 under a body or a hall that is there; undefined when it is not. Throws Stale when it has one of this name. */
export const insertOffice = async (
  sql: Sql,
  { kind, name, under }: Pick<Office, 'kind' | 'name' | 'under'>,
): Promise<{ id: string; division: string } | undefined> => {
  const [row] = await sql<{ id: string; division: string }>`
    insert into organisations.office (kind, name, division, under)
    select ${kind}, ${name}, parent.division, parent.id
    from (
      select uscc as id, division from organisations.unit where active and kind <> 'government'
      union all
      select key, division from organisations.hall
    ) parent
    where parent.id = ${under}
    returning id, division`.catch(asStale)
  return row
}

/** Gives a 科室, 窗口 or 站点 another name; undefined when there is none. Throws Stale when its neighbour has this name. */
export const renameOffice = async (sql: Sql, id: string, name: string): Promise<{ before: string; division: string } | undefined> => {
  const [row] = await sql<{ before: string; division: string }>`
    update organisations.office
    set name = ${name}
    from (select id, name as before from organisations.office where id::text = ${id} for update) known
    where office.id = known.id
    returning before, division`.catch(asStale)
  return row
}
