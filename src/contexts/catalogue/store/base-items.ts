import type { Sql } from '../../../platform/db.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { Guide, ItemState } from '../terms.ts'

/** Takes the region's 基本目录 as it is now; entries it no longer names stay. */
export const putBaseItems = (sql: Sql, items: readonly BaseItem[]) => sql`
  insert into catalogue.base_item (code, name, type, basis, levels, sample, source, published_on)
  select code, name, type, basis, levels, sample, source, "publishedOn"
  from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as row
    (code text, name text, type text, basis jsonb, levels text[], sample boolean, source text, "publishedOn" date)
  on conflict (code) do update
  set (name, type, basis, levels, sample, source, published_on)
    = (excluded.name, excluded.type, excluded.basis, excluded.levels, excluded.sample, excluded.source, excluded.published_on)`

/** The journal of the 基本目录. */
export const insertBaseEntries = (sql: Sql, items: readonly BaseItem[], by: string) => sql`
  insert into catalogue.base_item_entry (code, body, by_whom)
  select row ->> 'code', row, ${by}
  from jsonb_array_elements(${JSON.stringify(items)}::jsonb) as row`

/** Entries whose name or code holds `q`, after a code. `carriedOut`: by how many items. */
export const searchBaseItems = (sql: Sql, q: string, after: string, limit: number) => sql<BaseItem & { carriedOut: number }>`
  select base.code, base.name, base.type, base.basis, base.levels, base.sample, base.source, base.published_on as "publishedOn",
    (select count(*) from catalogue.item where item.base_code = base.code)::integer as "carriedOut"
  from catalogue.base_item as base
  where base.code > ${after} and (${q} = '' or position(lower(${q}) in lower(base.name || ' ' || base.code)) > 0)
  order by base.code
  limit ${limit}`

/** The bodies that carry out items of a place, by their 统一社会信用代码; `departmentCode` '' for all. */
export const listBodies = (sql: Sql, division: string, departmentCode: string) => sql<{ code: string; name: string }>`
  select department_code as code, min(department) as name
  from catalogue.item
  where division = ${division} and department_code <> '' and (${departmentCode} = '' or department_code = ${departmentCode})
  group by department_code
  order by name`

/** Codes of items and drafts that begin so. */
export const listCodesUnder = async (sql: Sql, prefix: string): Promise<string[]> => {
  const rows = await sql<{ code: string }>`
    select code from catalogue.item where starts_with(code, ${prefix})
    union
    select code from catalogue.guide_draft where starts_with(code, ${prefix}) and state in ('drafting', 'inReview', 'accepted')`
  return rows.map(({ code }) => code)
}

export const listBaseItems = (sql: Sql, codes: readonly string[]): Promise<BaseItem[]> => sql<BaseItem>`
  select code, name, type, basis, levels, sample, source, published_on as "publishedOn"
  from catalogue.base_item
  where code = any(${codes})
  order by code`

/** One carrying out of a base item, with its guide in force. */
export type Implementation = { readonly code: string; readonly state: ItemState; readonly guide: Guide }

/** Every 实施清单 item of a base item, from the city down; 业务办理项 follow the item they are part of. */
export const listImplementations = (sql: Sql, baseCode: string, limit = 500): Promise<Implementation[]> => sql<Implementation>`
  select item.code, item.state, guide_version.body as guide
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.base_code = ${baseCode}
  order by item.level, item.division, item.code
  limit ${limit}`
