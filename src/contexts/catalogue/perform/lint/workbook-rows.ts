import { bytesOfWorkbook, SheetFault } from '../../../../platform/sheet-archive.ts'
import type { Finding } from '../../rules/lint/index.ts'
import type { Guide } from '../../terms.ts'
import { placeOf } from '../excel/columns.ts'
import { type ComparedGuide, compareGuide } from '../excel/compare-guide.ts'
import { readGuideBook } from '../excel/read-guides.ts'

/** A row of a workbook: where it stands in its sheet, its item, and the guide it tells or why there is none. */
export type WorkbookRow = { readonly line: number; readonly item: string; readonly told: Guide | readonly Finding[] }

type Cause = { readonly sheet?: string; readonly column?: string; readonly message: string; readonly fix: string }
const unusable = ({ sheet, column, message, fix }: Cause): Finding => ({
  rule: 'R-052',
  field: [sheet, column].filter(Boolean).join(' '),
  severity: 'error',
  found: '',
  why: message,
  fix,
})

const everyones = (): boolean => true
const rowOf = ({ row: line, code: item, guide, problems }: ComparedGuide): WorkbookRow => ({
  line,
  item,
  told: guide ?? problems.map(unusable),
})

/** The guides of a workbook one after another, as they stand in it alone; what cannot be used is told in its place. */
export async function* rowsOfWorkbook(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<WorkbookRow> {
  try {
    const readings = await readGuideBook(await bytesOfWorkbook(chunks))
    for (const reading of readings())
      if ('guide' in reading) yield rowOf(compareGuide(reading.guide, undefined, everyones))
      else yield { line: reading.problem.row ?? 1, item: '', told: [unusable(reading.problem)] }
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error
    yield { line: 1, item: '', told: [unusable(error)] }
  }
}

/** The column of a workbook that a member of a guide stands in: materials.1.copies → materials.1.page_num. */
export const elementOf = (field: string): string => {
  const { list, at, column } = placeOf(field)
  return [list, at, column?.element].filter((part) => part !== undefined).join('.') || field
}
