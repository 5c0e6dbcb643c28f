import type { LocalDate } from '../../../kernel/date.ts'
import { type Db, fragment, type Sql } from '../../../platform/db.ts'
import type { Guide, GuideVersion, ItemState, Listing, StateChange, VersionRow } from '../terms.ts'

/** What stands of an item: the hash of its current version and whether it is handled. */
export type Standing = { readonly code: string; readonly version: number; readonly sha256: string }

/** One publisher at a time, so that change numbers become visible in their order. Held until the transaction ends. */
export const lockPublishing = (sql: Sql) => sql`select pg_advisory_xact_lock(hashtext('catalogue.publish'))`

export const listStanding = (sql: Sql, codes: readonly string[]): Promise<Standing[]> => sql<Standing>`
  select item.code, item.version, guide_version.sha256
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.code = any(${codes})`

export type NewVersion = {
  readonly code: string
  readonly version: number
  readonly body: Guide
  readonly sha256: string
  readonly listing: Listing
}

/** Writes versions and the rows that list them; a state of 暂停 or 取消 stays as it is. */
export const insertVersions = async (
  sql: Sql,
  versions: readonly NewVersion[],
  how: { by: string; on: LocalDate; reason: string },
): Promise<void> => {
  const rows = JSON.stringify(versions.map(({ code, version, body, sha256 }) => ({ code, version, body, sha256 })))
  await sql`
    with given as (
      select code, version, body, sha256
      from jsonb_to_recordset(${rows}::jsonb) as row (code text, version integer, body jsonb, sha256 text)
    )
    insert into catalogue.guide_version (code, version, body, sha256, reason, published_on, published_by)
    select code, version, body, sha256, ${how.reason}, ${how.on}, ${how.by}
    from given`
  await sql`
    insert into catalogue.item as item
      (code, version, base_code, division, level, type, department, department_code, name, plain_name, summary, results, audiences,
       person_themes, organisation_themes, stages, project_type, online_depth, visits, legal_limit, promised_limit, applicable, sample,
       pinyin, change_number)
    select
      code, version, base_code, division, level, type, department, department_code, name, plain_name, summary, results, audiences,
      person_themes, organisation_themes, stages, project_type, online_depth, visits, legal_limit, promised_limit, applicable, sample,
      pinyin, nextval('catalogue.change_number')
    from jsonb_to_recordset(${JSON.stringify(versions.map(({ code, version, listing }) => ({ code, version, ...listing })))}::jsonb) as row
      (code text, version integer, base_code text, division text, level text, type text, department text, department_code text, name text,
       plain_name text, summary text, results text[], audiences text[], person_themes text[], organisation_themes text[], stages text[],
       project_type text, online_depth text, visits integer, legal_limit jsonb, promised_limit jsonb, applicable boolean, sample boolean,
       pinyin text)
    on conflict (code) do update
    set (version, base_code, division, level, type, department, department_code, name, plain_name, summary, results, audiences,
         person_themes, organisation_themes, stages, project_type, online_depth, visits, legal_limit, promised_limit, applicable, sample,
         pinyin, change_number)
      = (excluded.version, excluded.base_code, excluded.division, excluded.level, excluded.type, excluded.department,
         excluded.department_code, excluded.name, excluded.plain_name, excluded.summary, excluded.results, excluded.audiences,
         excluded.person_themes, excluded.organisation_themes, excluded.stages, excluded.project_type, excluded.online_depth,
         excluded.visits, excluded.legal_limit, excluded.promised_limit, excluded.applicable, excluded.sample, excluded.pinyin,
         excluded.change_number)`
}

/** Every worker that listens reloads what changed; heard only when the transaction commits. */
export const tellChange = (sql: Sql) => sql`select pg_notify('catalogue', '')`

/** Calls `heard` whenever anything of the catalogue changed. */
export const listenToCatalogue = (db: Db, heard: () => void): Promise<() => Promise<void>> => db.listen('catalogue', heard)

type GuideRow = { body: Guide; version: number; publishedOn: LocalDate; state: ItemState }

/** The current version, or the one asked for; `state` is the item's today. */
export const findGuide = async (sql: Sql, code: string, version?: number): Promise<GuideVersion | undefined> => {
  const wanted = version === undefined ? fragment`item.version` : fragment`${version}`
  const [row] = await sql<GuideRow>`
    select guide_version.body, guide_version.version, guide_version.published_on as "publishedOn", item.state
    from catalogue.item
    join catalogue.guide_version on guide_version.code = item.code and guide_version.version = ${wanted}
    where item.code = ${code}`
  return row && { guide: row.body, version: row.version, publishedOn: row.publishedOn, state: row.state }
}

/** All versions, newest first. */
export const listVersions = (sql: Sql, code: string): Promise<VersionRow[]> => sql<VersionRow>`
  select version, published_on as "publishedOn", published_by as "publishedBy", reason, sha256
  from catalogue.guide_version
  where code = ${code}
  order by version desc`

/** 暂停, 取消, 恢复 … of an item. Whether there was such an item. */
export const changeState = async (sql: Sql, code: string, change: StateChange): Promise<boolean> => {
  const rows = await sql`
    update catalogue.item
    set state = ${change.state}, state_reason = ${change.reason}, state_on = ${change.on}, successor = ${change.successor ?? null},
      change_number = nextval('catalogue.change_number')
    where code = ${code}
    returning code`
  if (rows.length === 0) return false
  await sql`
    insert into catalogue.state_change (code, change, state, reason, successor, on_date, by_whom)
    values (${code}, ${change.change}, ${change.state}, ${change.reason}, ${change.successor ?? null}, ${change.on}, ${change.by})`
  return true
}
