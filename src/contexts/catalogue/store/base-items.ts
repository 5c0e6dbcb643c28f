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
