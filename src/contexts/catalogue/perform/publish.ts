import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import type * as Pinyin from 'pinyin-pro'
import { canonical, type Json } from '../../../kernel/canonical.ts'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { insertVersions, listStanding, lockPublishing, changeState as recordState, tellChange } from '../store/versions.ts'
import type { Guide, Listing, StateChange } from '../terms.ts'

/** Who publishes, on which day, and why. */
export type Publication = { readonly by: string; readonly on: LocalDate; readonly reason?: string }
export type Published = { readonly created: number; readonly updated: number; readonly unchanged: number }

const require = createRequire(import.meta.url)
/** Its dictionary takes 16 MB: it comes with the first guide that is published, not with the process. */
const syllables = (name: string): string =>
  (require('pinyin-pro') as typeof Pinyin).pinyin(name, { toneType: 'none', nonZh: 'removed', v: true })

/** Names repeat over sites; one reading of each is enough. */
const syllablesOf = (guides: readonly Guide[]): Map<string, string> =>
  new Map([...new Set(guides.flatMap(({ name, plainName }) => [name, plainName ?? '']))].map((text) => [text, syllables(text)]))

const listingOf = (guide: Guide, read: Map<string, string>): Listing => ({
  base_code: guide.baseCode,
  division: guide.division,
  level: guide.level,
  type: guide.type,
  department: guide.department,
  department_code: guide.departmentCode,
  name: guide.name,
  plain_name: guide.plainName,
  summary: guide.summary,
  results: guide.results.map(({ name }) => name),
  audiences: guide.audiences,
  person_themes: guide.personThemes,
  organisation_themes: guide.organisationThemes,
  stages: guide.stages,
  project_type: guide.projectType,
  online_depth: guide.onlineDepth,
  visits: guide.visits,
  legal_limit: guide.legalLimit,
  promised_limit: guide.promisedLimit,
  applicable: guide.form !== undefined,
  sample: guide.sample,
  pinyin: [guide.name, guide.plainName ?? '']
    .map((text) => read.get(text))
    .filter(Boolean)
    .join(' , '),
})

/** SHA-256 of a guide as canonical JSON, in hex. */
export const hashOf = (guide: Guide): string =>
  createHash('sha256')
    .update(canonical(guide as unknown as Json))
    .digest('hex')

/**
 * Publishes guides in the caller's transaction: a new version where the content differs from the current one, nothing where it does
 * not. Codes must not repeat. An item that is 暂停 or 取消 stays so.
 */
export const publishGuides = async (sql: Sql, guides: readonly Guide[], how: Publication): Promise<Published> => {
  await lockPublishing(sql)
  const codes = guides.map(({ code }) => code)
  const standing = new Map((await listStanding(sql, codes)).map((row) => [row.code, row]))
  const changed = guides
    .map((body) => ({ code: body.code, version: (standing.get(body.code)?.version ?? 0) + 1, body, sha256: hashOf(body) }))
    .filter(({ code, sha256 }) => standing.get(code)?.sha256 !== sha256)
  const read = syllablesOf(changed.map(({ body }) => body))
  if (changed.length > 0) {
    const versions = changed.map((version) => ({ ...version, listing: listingOf(version.body, read) }))
    await insertVersions(sql, versions, { by: how.by, on: how.on, reason: how.reason ?? '内容更新' })
    await tellChange(sql)
  }
  const created = changed.filter(({ version }) => version === 1).length
  return { created, updated: changed.length - created, unchanged: guides.length - changed.length }
}

/** Publishes one guide in the caller's transaction. */
export const publishGuide = (sql: Sql, guide: Guide, how: Publication): Promise<Published> => publishGuides(sql, [guide], how)

const batchSize = 500

/** Many guides in transactions of their own; `how` as for one. */
export const publishMany = async (db: Db, guides: readonly Guide[], how: Publication): Promise<Published> => {
  const total = { created: 0, updated: 0, unchanged: 0 }
  for (let start = 0; start < guides.length; start += batchSize) {
    const done = await db.transaction((sql) => publishGuides(sql, guides.slice(start, start + batchSize), how))
    for (const count of ['created', 'updated', 'unchanged'] as const) total[count] += done[count]
  }
  return total
}

/** 暂停, 取消, 恢复 … with its reason, in the caller's transaction. Whether there is such an item. */
export const changeState = async (sql: Sql, code: string, change: StateChange): Promise<boolean> => {
  await lockPublishing(sql)
  const known = await recordState(sql, code, change)
  if (known) await tellChange(sql)
  return known
}

/** Publishes the guides of the demo city from `folder` (data/); the second time changes nothing. */
export const loadDemoCatalogue = (db: Db, folder: string, on: LocalDate): Promise<Published> =>
  publishMany(db, demoCatalogue(folder), { by: '示例数据', on, reason: '首次发布' })
