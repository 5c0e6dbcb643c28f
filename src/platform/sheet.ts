import type { SheetCell } from './sheet-cells.ts'
import { openBook, type SheetHead } from './sheet-writing.ts'

/** What a cell holds: text, a number, a civil date (`on`, shown as a real date), or nothing. */
export type Cell = SheetCell
/** A sheet of a workbook. Rows may come page by page. */
export type Sheet = SheetHead & { readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]> }

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** More rows than this are not a list to read; the sheet says that it stops here. */
export const mostSheetRows = 100_000

/**
 * A workbook (.xlsx) of one sheet or several, whole once it is promised: a failure of the rows rejects, no half of a file is ever
 * sent. A sheet holds `most` rows and says above the table when there were more; the rows behind are not asked for.
 */
export const workbook = async (sheets: Sheet | readonly Sheet[], most = mostSheetRows): Promise<Buffer> => {
  const all = [sheets].flat() as readonly Sheet[]
  const book = openBook(all, most)
  for (const [i, { rows }] of all.entries()) {
    let count = 0
    for await (const row of rows) {
      const packing = book.add(i, row)
      if (packing) await packing
      count += 1
      if (count > most) break
    }
  }
  return book.end()
}
