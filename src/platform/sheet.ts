import { Worker } from 'node:worker_threads'
import { type LaidSheet, writeSheets } from './sheet-writing.ts'

/** What a cell holds: text, a number, a civil date (`on`, shown as a real date), or nothing. */
export type Cell = string | number | { readonly on: string } | undefined

/** A column: its heading, its width in characters, and the values it may hold where these are fixed: a drop-down. */
export type SheetColumn = { readonly heading: string; readonly width: number; readonly choices?: readonly string[] }

/** A sheet of a workbook. `notes` stand above the table: what was counted, when, by which filter. Rows may come page by page. */
export type Sheet = {
  readonly name: string
  readonly notes: readonly string[]
  readonly columns: readonly SheetColumn[]
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
}

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** More rows than this are not a list to read; the sheet says that it stops here. */
export const mostSheetRows = 100_000
/** What a cell can hold (ECMA-376 as spreadsheets implement it). */
const mostSigns = 32_767
/** The end of a text that was longer than a cell can hold. */
export const cutMark = '…(文字超过单元格能放的长度,后面的没有写入)'

const unprintable = /[\p{Cc}\ufffe\uffff]/gu
const kept = '\t\n\r'
/** Text as XML may hold it: without control characters and halves of signs. */
const printable = (text: string): string => text.toWellFormed().replace(unprintable, (sign) => (kept.includes(sign) ? sign : ''))

/** S-061: text that a spreadsheet could read as a formula gets a leading quote, so that it stays text when it is saved as CSV. */
export const harmless = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text)
/** The text before `harmless`. */
export const unquoted = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

const fitting = (text: string): string => (text.length > mostSigns ? text.slice(0, mostSigns - cutMark.length) + cutMark : text)
/** The library keeps texts in a plain object: a word that every object has (constructor) would be lost without a space behind it. */
const keepable = (text: string): string => (text in {} ? `${text} ` : text)
const textOf = (text: string): string => keepable(fitting(harmless(printable(text))))

const cellOf = (value: Cell): LaidSheet['data'][number][number] => {
  if (value === undefined || value === '') return null
  if (typeof value === 'number') return value
  return typeof value === 'string' ? textOf(value) : { value: new Date(`${value.on}T00:00:00Z`), format: 'yyyy\\-mm\\-dd' }
}

type Taken = { readonly rows: readonly (readonly Cell[])[]; readonly cut: boolean }
const take = async (rows: Sheet['rows'], most: number): Promise<Taken> => {
  const taken: (readonly Cell[])[] = []
  for await (const row of rows) {
    if (taken.length === most) return { rows: taken, cut: true }
    taken.push(row)
  }
  return { rows: taken, cut: false }
}

const layOut = async (sheet: Sheet, most: number): Promise<LaidSheet> => {
  const { rows, cut } = await take(sheet.rows, most)
  const notes = cut ? [...sheet.notes, `一个表最多放 ${most} 行,后面的行没有写入;请缩小筛选范围,分几次导出`] : sheet.notes
  const headings = sheet.columns.map(({ heading }) => ({ value: textOf(heading), fontWeight: 'bold' as const }))
  const top = notes.length + 1
  return {
    name: printable(sheet.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)),
    columns: sheet.columns,
    data: [...notes.map((note) => [cellOf(note)]), headings, ...rows.map((row) => row.map(cellOf))],
    top,
    bottom: top + rows.length,
  }
}

const inThread = (sheets: readonly LaidSheet[]): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./sheet-thread.ts', import.meta.url), { workerData: sheets })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error('the thread that writes a workbook ended without one')))
  })

/** So many rows are written between two requests; more would keep everybody waiting. */
const fewRows = 500
/** Large workbooks of a process are written one after the other: each needs up to 700 MB. */
let queue: Promise<unknown> = Promise.resolve()
const write = (sheets: readonly LaidSheet[]): Promise<Uint8Array> => {
  if (sheets.reduce((sum, { data }) => sum + data.length, 0) <= fewRows) return writeSheets(sheets)
  const written = queue.then(() => inThread(sheets))
  queue = written.catch(() => undefined)
  return written
}

/**
 * A workbook (.xlsx, ECMA-376) of one sheet or several, whole once it is promised: a failure of the rows rejects, no half of a file
 * is ever sent. A sheet holds `most` rows and says above the table when there were more.
 */
export const workbook = async (sheets: Sheet | readonly Sheet[], most = mostSheetRows): Promise<Buffer> => {
  const laid: LaidSheet[] = []
  for (const sheet of [sheets].flat() as readonly Sheet[]) laid.push(await layOut(sheet, most))
  return Buffer.from(await write(laid))
}
