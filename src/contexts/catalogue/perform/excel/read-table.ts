import { halfWidth } from '../../../../kernel/text.ts'
import { cutMark, unquoted } from '../../../../platform/sheet-cells.ts'
import type { ReadCell, ReadRow, SheetToRead } from '../../../../platform/sheet-reading.ts'
import type { SheetProblem } from '../../terms/sheets.ts'
import { type GuideColumn, headingOf, key } from './columns.ts'
import { Wrong } from './formats.ts'

/** A line of a table: its row, the guide it belongs to, what it says (undefined: an empty cell), what cannot be taken. */
export type ReadLine = {
  readonly row: number
  readonly code: string
  readonly members: Readonly<Record<string, unknown>>
  readonly problems: readonly SheetProblem[]
  readonly formulas: number
}
export type ReadTable = { readonly lines: readonly ReadLine[]; readonly problems: readonly SheetProblem[] }

const plain = (heading: string): string => halfWidth(heading).replace(/\s/g, '').toLowerCase()
const letters = (n: number): string => (n > 26 ? letters(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26))

type Heads = { readonly found: ReadonlyMap<number, GuideColumn>; readonly problems: readonly SheetProblem[] }

/** Which column is which, by its heading, its Chinese name or its element. */
const headsOf = (sheet: string, { row, cells }: ReadRow, columns: readonly GuideColumn[]): Heads => {
  const found = new Map<number, GuideColumn>()
  const problems: SheetProblem[] = []
  const refuse = (code: string, place: number, message: string, fix: string) =>
    problems.push({ code, sheet, row, column: letters(place), message, fix })
  for (const [place, { text }] of cells) {
    const known = columns.find((column) => [headingOf(column), column.heading, column.element].some((name) => plain(name) === plain(text)))
    if (!known) refuse('sheet.header-unknown', place, `不认识表头“${text}”`, '改成模板里的表头，或者删去这一列')
    else if ([...found.values()].includes(known)) refuse('sheet.header-twice', place, `表头“${text}”出现了两次`, '只留一列')
    else found.set(place, known)
  }
  return { found, problems }
}

const cellProblem = (cell: ReadCell, { format }: GuideColumn): Wrong | undefined => {
  if (cell.kind === 'error') return new Wrong('sheet.cell-error', `格子里是错误值 ${cell.text}`, '改成要填的内容')
  if (cell.formula && cell.text === '') return new Wrong('sheet.formula-empty', '公式没有算出结果', '把公式换成它的值')
  if (cell.kind === 'date' && !format.isText)
    return new Wrong('sheet.date-here', `格子按日期显示(${cell.text})`, '把格式改成常规，重新填写')
  if (cell.kind === 'number' && format.isText && cell.text.replace(/\D/g, '').length > 15)
    return new Wrong('sheet.code-as-number', '编码存成了数字，后几位已经丢失', '把这一列的格式改成文本，重新填写编码')
  return cell.text.endsWith(cutMark) ? new Wrong('sheet.cut-text', '文字超过一格能放的长度，没有写全', '在网页上编辑这一项') : undefined
}

const readCell = (cell: ReadCell | undefined, column: GuideColumn): unknown => {
  if (!cell) return column.format.empty
  const typed = unquoted(cell.text.replace(/\r\n?/g, '\n')).trim()
  return cellProblem(cell, column) ?? column.format.read(typed)
}

const lineOf = (sheet: string, { row, cells }: ReadRow, heads: ReadonlyMap<number, GuideColumn>): ReadLine => {
  const members: Record<string, unknown> = {}
  const problems: SheetProblem[] = []
  for (const [place, column] of heads) {
    const value = readCell(cells.get(place), column)
    if (value instanceof Wrong) {
      const { code, message, fix } = value
      problems.push({ code, sheet, row, column: `${letters(place)} ${column.heading}`, message, fix })
    } else members[column.member] = value
  }
  const code = String(members[key.member] ?? '')
  if (code === '')
    problems.push({ code: 'sheet.no-code', sheet, row, column: key.heading, message: '没有实施编码', fix: '填上这一行所属事项的实施编码' })
  return { row, code, members, problems, formulas: [...cells.values()].filter(({ formula }) => formula).length }
}

/** First and last row of an area such as A5:C9. */
const rowsIn = (area: string): readonly [number, number] => {
  const [first = 0, last] = area.match(/\d+/g)?.map(Number) ?? []
  return [first, last ?? first]
}

/** A merged area says something of its first cell only: the rows it covers are refused. */
const refuseMerged = (sheet: string, merged: readonly string[], lines: readonly ReadLine[]): ReadLine[] => {
  const areas = merged.map((area) => ({ area, rows: rowsIn(area) }))
  let above = ''
  return lines.map((line) => {
    const hit = areas.find(({ rows: [first, last] }) => line.row >= first && line.row <= last)
    above = line.code || above
    if (!hit) return line
    const problem = { code: 'sheet.merged', sheet, row: line.row, message: `单元格 ${hit.area} 合并了`, fix: '取消合并，每一行都填上内容' }
    return { ...line, code: line.code || above, problems: [...line.problems.filter(({ code }) => code !== 'sheet.no-code'), problem] }
  })
}

/** How far down a title may push the headings. */
const headingsWithin = 10

const tooMany = (sheet: string, most: number): SheetProblem => ({
  code: 'sheet.too-many-rows',
  sheet,
  message: `这张表最多 ${most} 行`,
  fix: '分成几个文件上传',
})

/** Reads one table, up to `most` rows below its headings: the headings are the first row that has 实施编码; what stands above them is a title. */
export const readTable = async (
  { name, pieces }: SheetToRead,
  columns: readonly GuideColumn[],
  { needed, most }: { readonly needed: readonly string[]; readonly most: number },
): Promise<ReadTable> => {
  const names = [headingOf(key), key.heading, key.element].map(plain)
  let heads: Heads | undefined
  const lines: ReadLine[] = []
  const merged: string[] = []
  for await (const piece of pieces) {
    if ('merged' in piece) merged.push(piece.merged)
    else if (lines.length === most) return { lines: [], problems: [tooMany(name, most)] }
    else if (heads) lines.push(lineOf(name, piece, heads.found))
    else if (piece.row > headingsWithin) break
    else if ([...piece.cells.values()].some(({ text }) => names.includes(plain(text)))) heads = headsOf(name, piece, columns)
  }
  const missing = columns.filter(
    ({ member }) => needed.includes(member) && ![...(heads?.found.values() ?? [])].some((column) => column.member === member),
  )
  const lacks = missing.map((column) => ({
    code: 'sheet.header-missing',
    sheet: name,
    message: `缺少表头“${headingOf(column)}”`,
    fix: '按模板补上这一列',
  }))
  return { lines: refuseMerged(name, merged, lines), problems: [...(heads?.problems ?? []), ...lacks] }
}
