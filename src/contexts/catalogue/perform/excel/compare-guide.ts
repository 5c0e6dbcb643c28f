import { canonical, type Json } from '../../../../kernel/canonical.ts'
import type { FieldError } from '../../../../kernel/refusal.ts'
import type { Cell } from '../../../../platform/sheet.ts'
import type { CellChange, RowState, SheetProblem } from '../../terms/sheets.ts'
import type { Guide } from '../../terms.ts'
import { checkGuide } from '../check-guide.ts'
import { unsaid } from '../import/words-of-lists.ts'
import { type GuideColumn, itemColumns, itemSheet, placeOf, rowSheets } from './columns.ts'
import type { ReadGuide } from './read-guides.ts'
import { memberOf } from './write-guides.ts'

type Members = Readonly<Record<string, unknown>>

/** What a row of a workbook comes to. */
export type ComparedGuide = {
  readonly row: number
  readonly code: string
  readonly name: string
  readonly state: RowState
  readonly changes: readonly CellChange[]
  readonly problems: readonly SheetProblem[]
  readonly formulas: number
  readonly guide?: Guide
}

/** Sets members by their paths; what is empty is taken out, and with its days a whole time limit. */
const withMembers = (base: Members, members: Members): Record<string, unknown> => {
  const next: Record<string, unknown> = { ...base }
  for (const [path, value] of Object.entries(members)) {
    const [name = '', part] = path.split('.')
    const whole = part ? { ...(next[name] as Members | undefined), [part]: value } : value
    if (part && value === undefined) delete (whole as Record<string, unknown>)[part]
    if (whole === undefined) delete next[name]
    else next[name] = whole
  }
  for (const limit of ['legalLimit', 'promisedLimit']) if ((next[limit] as Members | undefined)?.days === undefined) delete next[limit]
  return next
}

/** Rows keep what a sheet does not show (ids, conditions) from the row of the same name; new materials get an id that was never used. */
const rowsOver = (list: string, namedBy: string, base: readonly Members[], told: readonly Members[]): Members[] => {
  const left = [...base]
  const used = new Set(base.map(({ id }) => id))
  let next = 0
  const freshId = (): string => {
    do next += 1
    while (used.has(`m${next}`))
    return `m${next}`
  }
  return told.map((row) => {
    const { code: _, ...members } = row
    const at = left.findIndex((one) => one[namedBy] === row[namedBy])
    const [before] = at < 0 ? [] : left.splice(at, 1)
    return withMembers(before ?? (list === 'materials' ? { id: freshId() } : {}), members)
  })
}

/** The guide that a row of a workbook and the guide in force come to; unchecked. */
const overBase = ({ members, lists }: ReadGuide, base: Guide | undefined): Members => {
  const before: Members = base ?? { ...unsaid, baseCode: '', departmentCode: '', source: { name: '部门填报的表格' } }
  const rows = rowSheets.flatMap(({ list, namedBy }) => {
    const told = lists[list]
    return told ? [[list, rowsOver(list, namedBy, (before[list] ?? []) as readonly Members[], told)]] : []
  })
  return { ...withMembers(before, members), ...Object.fromEntries(rows) }
}

const shown = (cell: Cell): string => (cell === undefined ? '' : typeof cell === 'object' ? cell.on : String(cell))

const cellChanges = (columns: readonly GuideColumn[], from: Members, to: Members, where: Pick<CellChange, 'sheet' | 'of'>): CellChange[] =>
  columns.flatMap(({ heading, member, format }) => {
    const [before, after] = [from, to].map((row) => shown(format.write(memberOf(row, member))))
    return before === after ? [] : [{ ...where, field: heading, from: before ?? '', to: after ?? '' }]
  })

const listChanges = (from: Members, to: Members): CellChange[] =>
  rowSheets.flatMap(({ name: sheet, list, namedBy, columns: [, ...columns] }) => {
    const before = [...((from[list] ?? []) as readonly Members[])]
    const after = (to[list] ?? []) as readonly Members[]
    const changes = after.flatMap((row) => {
      const at = before.findIndex((one) => one[namedBy] === row[namedBy])
      const of = String(row[namedBy] ?? '')
      return cellChanges(columns, at < 0 ? {} : (before.splice(at, 1)[0] ?? {}), row, { sheet, of })
    })
    const gone = before.map((row): CellChange => ({ sheet, of: String(row[namedBy]), field: '整行', from: String(row[namedBy]), to: '' }))
    return [...changes, ...gone]
  })

const isSame = (a: unknown, b: unknown): boolean => canonical(a as Json) === canonical(b as Json)

/** Where a path of a guide stands in the workbook. */
const problemAt = ({ field, message }: FieldError, row: number): SheetProblem => {
  const { sheet, list, at, column } = placeOf(field)
  const where = list === undefined || at === undefined ? '' : `(第 ${at + 1} 条)`
  return {
    code: 'sheet.misshapen',
    sheet,
    row,
    column: column?.heading ?? field,
    message: `${message}${where}`,
    fix: '按模板的说明改正',
  }
}

const notYours = (row: number): SheetProblem => ({
  code: 'sheet.not-your-item', sheet: itemSheet, row, column: '实施编码', message: '这个事项不归您维护', fix: '从表里删去这一行',
}) // biome-ignore format: one problem

/** What keeps a row out: what could not be read, else what is no guide, else whose it is. */
const problemsOf = (read: ReadGuide, told: Members, base: Guide | undefined, mayEdit: MayEdit): readonly SheetProblem[] => {
  if (read.problems.length > 0) return read.problems
  const checked = checkGuide(told)
  if (!checked.guide) return checked.wrong.map((error) => problemAt(error, read.row))
  return mayEdit(checked.guide) && (!base || mayEdit(base)) ? [] : [notYours(read.row)]
}

const changesBetween = (from: Members, to: Members): CellChange[] => {
  const changes = [...cellChanges(itemColumns, from, to, { sheet: itemSheet }), ...listChanges(from, to)]
  return changes.length > 0 ? changes : [{ sheet: itemSheet, field: '顺序', from: '', to: '材料、环节、收费或者问题的顺序变了' }]
}

type MayEdit = (guide: Guide) => boolean
/** What was read of a guide, held against the guide in force: new, changed cell by cell, unchanged, or refused. `mayEdit`: it is his to change. */
export const compareGuide = (read: ReadGuide, base: Guide | undefined, mayEdit: MayEdit): ComparedGuide => {
  const { row, code, formulas } = read
  const told = overBase(read, base)
  const head = { row, code, name: String(told.name ?? ''), formulas }
  const problems = problemsOf(read, told, base, mayEdit)
  if (problems.length > 0) return { ...head, state: 'refused', changes: [], problems }
  const guide = checkGuide(told).guide as Guide
  if (!base) return { ...head, state: 'new', changes: [], problems, guide }
  if (isSame(base, guide)) return { ...head, state: 'unchanged', changes: [], problems }
  return { ...head, state: 'changed', changes: changesBetween(base as unknown as Members, guide as unknown as Members), problems, guide }
}
