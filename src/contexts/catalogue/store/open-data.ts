import type { LocalDate } from '../../../kernel/date.ts'
import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { Guide, GuideVersion, ItemRow, ItemState } from '../terms.ts'

/** A change of an item as others follow it; `number` grows with every change and has gaps. */
export type ItemChange = {
  readonly number: number
  readonly kind: 'published' | 'revised' | 'suspended' | 'cancelled' | 'resumed'
  readonly code: string
  readonly name: string
  readonly division: string
  readonly version: number
  readonly reason: string
  readonly on: LocalDate
  /** RFC 3339. */
  readonly at: string
}

/** Changes after a number, oldest first; of one division when it is given. A change is never inserted before one that was visible. */
export const listChangesAfter = (sql: Sql, after: number, limit: number, division?: string): Promise<ItemChange[]> => sql<ItemChange>`
  select item_change.number, item_change.kind, item_change.code, guide_version.body ->> 'name' as name, item.division,
    item_change.version, item_change.reason, item_change.on_date as "on", item_change.at
  from catalogue.item_change
  join catalogue.item on item.code = item_change.code
  join catalogue.guide_version on guide_version.code = item_change.code and guide_version.version = item_change.version
  where item_change.number > ${after} ${division ? fragment`and item.division = ${division}` : nothing}
  order by item_change.number
  limit ${limit}`

/** The number of the last change; 0 before the first. */
export const lastChange = async (sql: Sql): Promise<number> => {
  const [row] = await sql<{ number: number }>`select coalesce(max(number), 0) as number from catalogue.item_change`
  return row?.number ?? 0
}

/** An item as it is given away. */
export type OpenItem = Omit<ItemRow, 'pinyin' | 'changeNumber' | 'state' | 'summary'> & {
  readonly state: ItemState
  readonly summary: string | null
  readonly publishedOn: LocalDate
}

type Wanted = { readonly after: string; readonly limit: number; readonly division?: string | undefined }

/** Published items in the order of their codes, a batch at a time. */
export const listOpenItems = (sql: Sql, { after, limit, division }: Wanted): Promise<OpenItem[]> => sql<OpenItem>`
  select item.code, item.version, item.state, item.base_code as "baseCode", item.division, item.level, item.type, item.department, item.name,
    item.plain_name as "plainName", item.summary, item.results, item.audiences, item.person_themes as "personThemes",
    item.organisation_themes as "organisationThemes", item.stages, item.project_type as "projectType", item.online_depth as "onlineDepth",
    item.visits, item.legal_limit as "legalLimit", item.promised_limit as "promisedLimit", item.applicable, item.sample,
    guide_version.published_on as "publishedOn"
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.state = 'published' and item.code > ${after} ${division ? fragment`and item.division = ${division}` : nothing}
  order by item.code
  limit ${limit}`

export type OpenGuide = Omit<GuideVersion, 'state'> & { readonly sha256: string }

/** The guides of published items in the order of their codes, a batch at a time. */
export const listOpenGuides = (sql: Sql, { after, limit, division }: Wanted): Promise<OpenGuide[]> => sql<OpenGuide>`
  select guide_version.body as guide, guide_version.version, guide_version.published_on as "publishedOn", guide_version.sha256
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.state = 'published' and item.code > ${after} ${division ? fragment`and item.division = ${division}` : nothing}
  order by item.code
  limit ${limit}`

/** One version, as it will always be. */
export const findVersion = async (
  sql: Sql,
  code: string,
  version: number,
): Promise<{ guide: Guide; publishedOn: LocalDate; reason: string; sha256: string } | undefined> => {
  const [row] = await sql<{ guide: Guide; publishedOn: LocalDate; reason: string; sha256: string }>`
    select body as guide, published_on as "publishedOn", reason, sha256
    from catalogue.guide_version
    where code = ${code} and version = ${version}`
  return row
}
