import { halfWidth } from '../../../../kernel/text.ts'
import { readWorkbook, type SheetToRead } from '../../../../platform/sheet-reading.ts'
import type { SheetProblem } from '../../terms/sheets.ts'
import { itemColumns, itemSheet, key, type RowSheet, rowSheets } from './columns.ts'
import { type ReadLine, type ReadTable, readTable } from './read-table.ts'

/** A guide as a workbook tells it: the members of its row, the lists that the workbook has a sheet for, what cannot be taken of it. */
export type ReadGuide = {
  readonly row: number
  readonly code: string
  readonly members: Readonly<Record<string, unknown>>
  readonly lists: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  readonly problems: readonly SheetProblem[]
  /** Cells whose value is the last result of a formula. */
  readonly formulas: number
}
/** One after the other: what is wrong with the workbook as a whole or with rows of no guide, and the guides. */
export type SheetReading = { readonly guide: ReadGuide } | { readonly problem: SheetProblem; readonly isWhole: boolean }

/** More guides than this are no workbook that a department edits; so many rows of their lists come with them. */
export const mostGuides = 20_000
const mostRows = (name: string): number => (name === itemSheet ? mostGuides : mostGuides * 20)

const kinds = [{ name: itemSheet, columns: itemColumns, namedBy: 'name' }, ...rowSheets]
const plain = (name: string): string => halfWidth(name).replace(/\s|\(\d+\)$/g, '')

type Placed = { readonly tables: ReadonlyMap<string, SheetToRead>; readonly problems: readonly SheetProblem[] }
const place = (sheets: readonly SheetToRead[]): Placed => {
  const tables = new Map<string, SheetToRead>()
  const problems: SheetProblem[] = []
  for (const sheet of sheets) {
    const kind = plain(sheet.name)
    if (kind === '说明') continue
    if (!kinds.some(({ name }) => name === kind))
      problems.push({
        code: 'sheet.unknown',
        sheet: sheet.name,
        message: `不认识表“${sheet.name}”`,
        fix: `表的名字只能是：说明、${kinds.map(({ name }) => name).join('、')}；其余的请删去`,
      })
    else if (tables.has(kind))
      problems.push({ code: 'sheet.twice', sheet: sheet.name, message: `“${kind}”有两张表`, fix: '把两张表合成一张' })
    else tables.set(kind, sheet)
  }
  if (!tables.has(itemSheet))
    problems.push({ code: 'sheet.missing', sheet: itemSheet, message: `没有“${itemSheet}”表`, fix: '用下载的模板填写' })
  return { tables, problems }
}

const byCode = (lines: readonly ReadLine[]): Map<string, ReadLine[]> => Map.groupBy(lines, ({ code }) => code)

type Lists = ReadonlyMap<RowSheet, ReadonlyMap<string, readonly ReadLine[]>>
const guideOf = (line: ReadLine, same: readonly ReadLine[], lists: Lists): ReadGuide => {
  const below = [...lists].map(([sheet, rows]) => ({ list: sheet.list, rows: rows.get(line.code) ?? [] }))
  const twice = same.find(({ row }) => row !== line.row)
  const repeated: SheetProblem[] = twice
    ? [
        {
          code: 'sheet.code-twice',
          sheet: itemSheet,
          row: line.row,
          column: key.heading,
          message: `实施编码与第 ${twice.row} 行相同`,
          fix: '一个事项只留一行',
        },
      ]
    : []
  return {
    row: line.row,
    code: line.code,
    members: line.members,
    lists: Object.fromEntries(below.map(({ list, rows }) => [list, rows.map(({ members }) => members)])),
    problems: [...line.problems, ...repeated, ...below.flatMap(({ rows }) => rows.flatMap(({ problems }) => problems))],
    formulas: line.formulas + below.reduce((sum, { rows }) => sum + rows.reduce((some, { formulas }) => some + formulas, 0), 0),
  }
}

function* orphans(lists: Lists, known: ReadonlyMap<string, unknown>): Generator<SheetProblem> {
  for (const [{ name }, rows] of lists)
    for (const [code, lines] of rows)
      if (!known.has(code) || code === '')
        for (const line of lines)
          yield line.problems[0] ?? {
            code: 'sheet.no-such-item',
            sheet: name,
            row: line.row,
            column: key.heading,
            message: `“事项”表里没有 ${code}`,
            fix: '改正实施编码，或者在“事项”表里加上这个事项',
          }
}

const readTables = async (tables: ReadonlyMap<string, SheetToRead>): Promise<Map<string, ReadTable>> => {
  const read = new Map<string, ReadTable>()
  for (const { name, columns, namedBy } of kinds) {
    const sheet = tables.get(name)
    if (sheet) read.set(name, await readTable(sheet, columns, { needed: [key.member, namedBy], most: mostRows(name) }))
  }
  return read
}

function* guidesOf(read: ReadonlyMap<string, ReadTable>): Generator<SheetReading> {
  const items = byCode(read.get(itemSheet)?.lines ?? [])
  const lists: Lists = new Map(
    rowSheets.flatMap((sheet) => (read.has(sheet.name) ? [[sheet, byCode(read.get(sheet.name)?.lines ?? [])] as const] : [])),
  )
  for (const problem of orphans(lists, items)) yield { problem, isWhole: false }
  for (const same of items.values()) for (const line of same) yield { guide: guideOf(line, same, lists) }
}

/**
 * Reads the guides of a workbook as `writeGuides` lays them out; headings may say the Chinese name, the element, or both. Everything is
 * read before anything is given; what is given can be asked for again. What is wrong with the workbook as a whole comes alone: nothing
 * of it is to be taken. Throws `SheetFault` for what is no plain .xlsx or beyond its bounds.
 */
export const readGuideBook = async (bytes: Buffer): Promise<() => Iterable<SheetReading>> => {
  const book = await readWorkbook(bytes)
  const whole = (problems: readonly SheetProblem[]) => () => problems.map((problem): SheetReading => ({ problem, isWhole: true }))
  try {
    const { tables, problems } = place(book.sheets)
    if (problems.length > 0) return whole(problems)
    const read = await readTables(tables)
    const wrong = [...read.values()].flatMap((table) => table.problems)
    return wrong.length > 0 ? whole(wrong) : () => guidesOf(read)
  } finally {
    book.close()
  }
}
