import { type Finding, type LintKnown, lintGuide } from '../../rules/lint/index.ts'
import type { Guide } from '../../terms.ts'
import { linesOf, readRow } from '../import/read-rows.ts'
import { columnOf } from './field-names.ts'
import { type Row, unsaidIn } from './unsaid.ts'
import { elementOf, rowsOfWorkbook, type WorkbookRow } from './workbook-rows.ts'

/** A finding of a file: the item it is of (实施编码, else the name), and where the row stands in the file. */
export type FileFinding = Finding & { readonly item: string; readonly line: number }
/** One row of a file: the text of one guide with its number from 1, or what a workbook tells of one. A reader makes these. */
type TextRow = { readonly line: number; readonly text: string }
export type FileRow = TextRow | WorkbookRow
/** What was read of one row. */
export type LintedRow = { readonly line: number; readonly findings: readonly FileFinding[] }

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Elements without which a row of the national table is not read; what stands for them while the rest is looked at. */
const needed = [
  { column: 'task_name', name: '事项名称', stand: '(没有名称)' },
  { column: 'task_type', name: '事项类型', stand: '20' },
  { column: 'dept_name', name: '实施主体', stand: '(没有实施主体)' },
  { column: 'task_code', name: '实施编码', stand: '0' },
] as const

const lackOf = (column: string, name: string): Finding => ({
  rule: 'R-052',
  field: column,
  severity: 'error',
  found: '',
  why: `办事指南应当包含“${name}”(鄂尔多斯市政务服务条例第九条第一款)`,
  fix: `填写${name}`,
})

const isNational = (row: Row): boolean => 'task_name' in row || !('dept' in row || 'departmentCode' in row || 'item_code' in row)
const isBlank = (value: unknown): boolean => value === undefined || value === null || String(value).trim() === ''

/** The row with what is missing stood in for, so that everything else in it is looked at; and what was missing. */
const completed = (row: Row): { row: Row; lacks: Finding[] } => {
  const missing = needed.filter(({ column }) => isBlank(row[column]) && !(column === 'task_code' && !isBlank(row.task_handle_item)))
  const stands = Object.fromEntries(missing.map(({ column, stand }) => [column, stand]))
  const placeless = isBlank(row.area_code) && isBlank(row.region_code) ? { area_code: '000000' } : {}
  const { task_state: _state, ...rest } = row // a draft is looked at as well
  return { row: { ...rest, ...placeless, ...stands }, lacks: missing.map(({ column, name }) => lackOf(column, name)) }
}

const unreadable = (reason: string): Finding => ({
  rule: 'R-052',
  field: /^[a-z_A-Z0-9.]+(?=:)/.exec(reason)?.[0] ?? '',
  severity: 'error',
  found: reason.split(';')[0] ?? '',
  why: '这一行不能作为办事指南读取',
  fix: '按国家政务服务事项要素改正这一行',
})

const itemOf = (row: Row): string =>
  [row.task_code, row.code, row.item_code, row.task_name, row.name].map((value) => (isBlank(value) ? '' : String(value))).find(Boolean) ??
  ''

/** The row with something that can be read at a place that could not be; undefined where there is no such place. */
const patched = (row: Row, path: string): Row | undefined => {
  const [first = '', index, column] = path.split('.')
  if (index === undefined) return first in row ? { ...row, [first]: '' } : undefined
  const list = row[first]
  if (!Array.isArray(list) || column === undefined || !isRow(list[Number(index)])) return undefined
  return {
    ...row,
    [first]: list.map((one, i) => (i === Number(index) ? { ...one, [column]: column.endsWith('_limit') ? '' : '(没有填写)' } : one)),
  }
}

/** Reads a row as far as it can be: what cannot be read is told, and the rest is looked at all the same. */
const readAsFar = (row: Row, told: readonly Finding[] = []): { guide?: Guide; told: readonly Finding[] } => {
  const guide = readRow(JSON.stringify(row))
  if (typeof guide !== 'string') return { guide, told }
  const finding = unreadable(guide)
  const next = told.length < 20 ? patched(row, finding.field) : undefined
  return next ? readAsFar(next, [...told, finding]) : { told: [...told, finding] }
}

const ofNational = (row: Row, known: LintKnown): Finding[] => {
  const { row: whole, lacks } = completed(row)
  const { guide, told } = readAsFar(whole)
  const units = unsaidIn(row)
  const found = guide === undefined ? [] : lintGuide(guide, known).map((finding) => ({ ...finding, field: columnOf(finding.field) }))
  const before = new Set([...told, ...units].map(({ rule, field }) => `${rule} ${field}`))
  const missing = new Set(lacks.map(({ field }) => field))
  return [...lacks, ...told, ...units, ...found.filter(({ rule, field }) => !missing.has(field) && !before.has(`${rule} ${field}`))]
}

const lintText = ({ line, text }: TextRow, known: LintKnown): LintedRow => {
  const value = parse(text)
  if (!isRow(value))
    return { line, findings: [{ ...unreadable(value === undefined ? '不是完整的 JSON' : '不是一个 JSON 对象'), item: '', line }] }
  const item = itemOf(value)
  const direct = isNational(value) ? undefined : readRow(text)
  const findings =
    direct === undefined ? ofNational(value, known) : typeof direct === 'string' ? [unreadable(direct)] : lintGuide(direct, known)
  return { line, findings: findings.map((finding) => ({ ...finding, item, line })) }
}

const lintOfWorkbook = ({ line, item, told }: WorkbookRow, known: LintKnown): LintedRow => {
  const findings = 'code' in told ? lintGuide(told, known).map((finding) => ({ ...finding, field: elementOf(finding.field) })) : told
  return { line, findings: findings.map((finding) => ({ ...finding, item, line })) }
}

/** What is to be mended in one row, with the column names of the file; a row that is no guide is a finding too. */
export const lintRow = (row: FileRow, known: LintKnown): LintedRow => ('text' in row ? lintText(row, known) : lintOfWorkbook(row, known))

const wholeText = async (chunks: AsyncIterable<Uint8Array | string>): Promise<string> => {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  for await (const chunk of chunks) text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  return text
}

const rowsOfJson = async function* (chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<FileRow> {
  const text = await wholeText(chunks)
  const value = parse(text)
  const rows = Array.isArray(value) ? value : [value]
  if (value === undefined) yield { line: 1, text }
  else for (const [i, row] of rows.entries()) yield { line: i + 1, text: JSON.stringify(row) }
}

const rowsOfLines = async function* (chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<FileRow> {
  for await (const line of linesOf(chunks)) {
    const text = 'text' in line ? line.text : '(超过 4 MB)'
    if (text.trim() !== '') yield { line: line.number, text }
  }
}

/** The kinds of files that are read, by their ending. */
const readers: Readonly<Record<string, (chunks: AsyncIterable<Uint8Array | string>) => AsyncIterable<FileRow>>> = {
  json: rowsOfJson,
  jsonl: rowsOfLines,
  xlsx: rowsOfWorkbook,
}

/** The rows of a file by its ending (.json, .jsonl, .xlsx); undefined where it is of another kind. */
export const rowsOfFile = (name: string, chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<FileRow> | undefined =>
  readers[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]?.(chunks)

/** Lints the rows of a file one after another. */
export const lintRows = async function* (rows: AsyncIterable<FileRow>, known: LintKnown): AsyncGenerator<LintedRow> {
  for await (const row of rows) yield lintRow(row, known)
}
