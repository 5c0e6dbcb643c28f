import { csvLines, csvOf } from '../../../platform/csv.ts'
import type { Db } from '../../../platform/db.ts'
import { guideFields, itemFields, type OpenField, openLicence, sampleNotice } from '../rules/open-data.ts'
import { lastChange, listOpenGuides, listOpenItems } from '../store/open-data.ts'

const batch = 500
/** Guides are long; a batch of them is held in memory at once. */
const batchOfGuides = 100

type Batches<T> = AsyncGenerator<readonly T[]>
type More<T> = (after: string) => Promise<readonly T[]>

const inBatches = async function* <T>(more: More<T>, codeOf: (row: T) => string, size: number): Batches<T> {
  let rows = await more('')
  while (rows.length > 0) {
    yield rows
    const last = rows.at(-1)
    rows = rows.length < size || last === undefined ? [] : await more(codeOf(last))
  }
}

const described = <T>(fields: readonly OpenField<T>[]) => fields.map(({ key, name, about }) => ({ key, name, about }))

const asJson = async function* <T>(batches: Batches<T>, fields: readonly OpenField<T>[], change: number): AsyncGenerator<string> {
  const head = JSON.stringify({ licence: openLicence, notice: sampleNotice, change, fields: described(fields) })
  yield `${head.slice(0, -1)},"items":[\n`
  let between = ''
  for await (const rows of batches) {
    yield between + rows.map((row) => JSON.stringify(row)).join(',\n')
    between = ',\n'
  }
  yield '\n]}\n'
}

const asCsv = async function* <T>(batches: Batches<T>, fields: readonly OpenField<T>[]): AsyncGenerator<string> {
  yield csvOf(
    fields.map(({ name }) => name),
    [],
  )
  for await (const rows of batches) yield csvLines(rows.map((row) => fields.map(({ of }) => of(row))))
}

const written = <T>(
  batches: Batches<T>,
  fields: readonly OpenField<T>[],
  format: 'json' | 'csv',
  change: number,
): AsyncGenerator<string> => (format === 'json' ? asJson(batches, fields, change) : asCsv(batches, fields))

/**
 * Published items or guides as text, a piece at a time, of one division or of all. JSON says with `change` after which change of the
 * feed to go on: it is read before the first row, so that nothing falls between.
 */
export const exportCatalogue = async (
  { read }: Pick<Db, 'read'>,
  what: 'items' | 'guides',
  format: 'json' | 'csv',
  division?: string,
): Promise<AsyncGenerator<string>> => {
  const change = await lastChange(read)
  if (what === 'items') {
    const more = (after: string) => listOpenItems(read, { after, limit: batch, division })
    return written(
      inBatches(more, ({ code }) => code, batch),
      itemFields,
      format,
      change,
    )
  }
  const more = (after: string) => listOpenGuides(read, { after, limit: batchOfGuides, division })
  return written(
    inBatches(more, ({ guide }) => guide.code, batchOfGuides),
    guideFields,
    format,
    change,
  )
}
