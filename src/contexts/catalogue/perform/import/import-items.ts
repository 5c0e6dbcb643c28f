import { createHash } from 'node:crypto'
import type { LocalDate } from '../../../../kernel/date.ts'
import type { Db } from '../../../../platform/db.ts'
import type { Guide } from '../../terms.ts'
import { type Publication, type Published, publishGuides } from '../publish.ts'
import { type Line, linesOf, type RowProblem, readRow, tooLongLine } from './read-rows.ts'

/** Every row is counted once: `read` is the sum of the other four. */
export type ImportReport = Published & {
  readonly read: number
  readonly refused: number
  readonly problems: readonly RowProblem[]
}

type Row = { readonly line: number; readonly guide: Guide }
type Tally = { read: number; created: number; updated: number; unchanged: number; refused: number; problems: RowProblem[] }

const batchSize = 500

const refuse = (tally: Tally, line: number, reason: string): void => {
  tally.refused += 1
  tally.problems.push({ line, reason })
}

const publish = async (db: Db, rows: readonly Row[], how: Publication, tally: Tally): Promise<void> => {
  const done = await db.transaction((sql) =>
    publishGuides(
      sql,
      rows.map(({ guide }) => guide),
      how,
    ),
  )
  for (const count of ['created', 'updated', 'unchanged'] as const) tally[count] += done[count]
}

/** PostgreSQL refuses a value of one row: the others of its batch go in without it. Anything else is a fault of ours. */
const isBadValue = (error: unknown): boolean => /^(22|23)/.test((error as { code?: string }).code ?? '')

const publishBatch = async (db: Db, rows: readonly Row[], how: Publication, tally: Tally): Promise<void> => {
  try {
    await publish(db, rows, how, tally)
  } catch (error) {
    if (!isBadValue(error)) throw error
    const [only] = rows
    if (rows.length === 1 && only) return refuse(tally, only.line, '数据库不接受这一行的值')
    const middle = Math.ceil(rows.length / 2)
    await publishBatch(db, rows.slice(0, middle), how, tally)
    await publishBatch(db, rows.slice(middle), how, tally)
  }
}

/** Which codes were seen, on which line and with which content. */
const repetition = () => {
  const seen = new Map<string, { line: number; digest: string }>()
  return ({ line, guide }: Row): 'new' | 'same' | string => {
    const digest = createHash('sha256').update(JSON.stringify(guide)).digest('base64')
    const before = seen.get(guide.code)
    if (!before) {
      seen.set(guide.code, { line, digest })
      return 'new'
    }
    return before.digest === digest ? 'same' : `编码 ${guide.code} 与第 ${before.line} 行重复，内容不同`
  }
}

const isEmpty = (line: Line): boolean => 'text' in line && line.text.trim() === ''

const rowOf = (line: Line): Row | string => {
  if (!('text' in line)) return tooLongLine
  const guide = readRow(line.text)
  return typeof guide === 'string' ? guide : { line: line.number, guide }
}

/**
 * Imports one item a line (JSON Lines): our guides, the national element names, and the two provincial layouts. A row that cannot be
 * used is reported with its line and reason, the rest is published in batches; a second run changes nothing. Codes stay as they are.
 */
export const importItems = async (
  db: Db,
  file: AsyncIterable<Uint8Array | string>,
  { on, by }: { on: LocalDate; by: string },
): Promise<ImportReport> => {
  const tally: Tally = { read: 0, created: 0, updated: 0, unchanged: 0, refused: 0, problems: [] }
  const how = { on, by, reason: '导入' }
  const judge = repetition()
  let batch: Row[] = []
  const take = (row: Row): void => {
    const verdict = judge(row)
    if (verdict === 'new') batch.push(row)
    else if (verdict === 'same') tally.unchanged += 1
    else refuse(tally, row.line, verdict)
  }
  for await (const line of linesOf(file)) {
    if (isEmpty(line)) continue
    tally.read += 1
    const row = rowOf(line)
    if (typeof row === 'string') refuse(tally, line.number, row)
    else take(row)
    if (batch.length < batchSize) continue
    await publishBatch(db, batch, how, tally)
    batch = []
  }
  if (batch.length > 0) await publishBatch(db, batch, how, tally)
  return tally
}
