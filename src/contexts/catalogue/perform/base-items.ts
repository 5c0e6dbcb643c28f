import { z } from 'zod'
import { canonical, type Json } from '../../../kernel/canonical.ts'
import { type LocalDate, localDate } from '../../../kernel/date.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Staff } from '../../identity/index.ts'
import { keysOf, words } from '../guide-shapes.ts'
import { insertBaseEntries, listBaseItems, putBaseItems } from '../store/base-items.ts'
import { lockPublishing, tellChange } from '../store/versions.ts'
import { itemTypes, useLevels } from '../terms/code-lists.ts'
import type { BaseItem } from '../terms/directory.ts'
import { Code } from './import/guide-layout.ts'
import { linesOf, type RowProblem, readLine } from './import/read-rows.ts'

/** An entry of the 基本目录 as it is sent or stands in a file. */
export const BaseItemRow = z.strictObject({
  code: Code,
  name: words.max(200),
  type: keysOf(itemTypes),
  basis: z.array(z.strictObject({ title: words.max(200), article: words.max(100).exactOptional(), text: words.max(4000).exactOptional() })).min(1).max(50),
  levels: z.array(keysOf(useLevels)).max(7).default([]),
  sample: z.boolean().default(false),
  source: words.max(200).exactOptional(),
  publishedOn: z.iso.date().transform(localDate).exactOptional(),
}) // biome-ignore format: a shape

/** What an import of base items did: every line is counted once. */
export type BaseImport = {
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly problems: readonly RowProblem[]
}

/** Who brings it, on which day; file and day stand for a source and a day that a line does not name. */
type Bringing = { readonly by: string; readonly on: LocalDate }

const textOf = ({ code, name, type, basis, levels, sample }: BaseItem): string =>
  canonical({ code, name, type, basis, levels: levels.toSorted(), sample } as unknown as Json)

const complete = (row: z.output<typeof BaseItemRow>, { by, on }: Bringing): BaseItem => ({
  ...row,
  levels: [...new Set(row.levels)].toSorted(),
  source: row.source ?? by,
  publishedOn: row.publishedOn ?? on,
})

/** Puts entries in, each with its entry in the journal, and has the pages that show them made again; gives those that are new and changed. */
const put = async (sql: Sql, items: readonly BaseItem[], by: string) => {
  await lockPublishing(sql)
  const held = new Map((await listBaseItems(sql, items.map(({ code }) => code))).map((item) => [item.code, textOf(item)])) // biome-ignore format: one look
  const changed = items.filter((item) => held.get(item.code) !== textOf(item))
  if (changed.length > 0) {
    await putBaseItems(sql, changed)
    await insertBaseEntries(sql, changed, by)
    await tellChange(sql)
  }
  const created = changed.filter(({ code }) => !held.has(code)).length
  return { created, updated: changed.length - created, unchanged: items.length - changed.length }
}

/**
 * Writes one entry of the 基本目录 and gives it as it is kept; items that carry it out show where they differ from now on. Its source
 * is shown to everybody: the officer's body where none is named, never his name, which only the journal has.
 */
export const saveBaseItem = (db: Db, row: z.output<typeof BaseItemRow>, by: Staff, on: LocalDate): Promise<BaseItem> =>
  db.transaction(async (sql) => {
    const item = complete(row, { by: by.unit, on })
    await put(sql, [item], by.name)
    const [kept] = await listBaseItems(sql, [item.code])
    return kept ?? item
  })

/**
 * Imports the region's 基本目录, one entry a line, in one transaction. A line that cannot be used is reported with its reason and the rest
 * is taken; of a code that stands twice the last line counts. A second run changes nothing; entries the file does not name stay.
 */
export const importBaseItems = async (db: Db, file: AsyncIterable<Uint8Array | string>, bringing: Bringing): Promise<BaseImport> => {
  const items = new Map<string, BaseItem>()
  const problems: RowProblem[] = []
  let [read, repeated] = [0, 0]
  for await (const line of linesOf(file)) {
    if ('text' in line && line.text.trim() === '') continue
    read += 1
    const row = readLine(line, BaseItemRow)
    if (typeof row === 'string') problems.push({ line: line.number, reason: row })
    else {
      if (items.has(row.code)) repeated += 1
      items.set(row.code, complete(row, bringing))
    }
  }
  const done = await db.transaction((sql) => put(sql, [...items.values()], bringing.by))
  return { read, ...done, unchanged: done.unchanged + repeated, refused: problems.length, problems }
}
