import type { Readable } from 'node:stream'
import type { Sql } from '../../../platform/db.ts'
import { drawSheets } from '../../../ui/paper/draw-sheet.ts'
import type { Sheet } from '../../../ui/paper/sheet.ts'
import { undrawable } from '../../../ui/paper/undrawable.ts'
import { type Printing, sheetOf } from '../pages/sheet.ts'
import { listContents } from '../store.ts'
import type { RecordedPaper } from '../terms.ts'

/** As many papers as one print holds. */
export const mostPapersInPrint = 200
/** Contents that are read at a time. */
const atOnce = 25

/** What lies in the pile in place of a paper with a character that the fonts lack, so that nobody thinks it was printed. */
const standIn = (sheet: Sheet, character: string): Sheet => ({
  ...sheet,
  unit: '未印出的文书',
  title: '请单独处理',
  blocks: [
    {
      kind: 'paragraph',
      text: `${sheet.number}没有印出：其中有一个字（U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}）暂时不能排印。文书已经生成并登记，效力不受影响；请手写这一份。`,
    },
  ],
  signature: { ...sheet.signature, unit: '打印说明', seal: { unit: '打印说明', lines: [] } },
})

async function* sheetsOf(sql: Sql, printing: Printing, ids: readonly string[]): AsyncGenerator<Sheet> {
  for (let i = 0; i < ids.length; i += atOnce) {
    for (const { content } of await listContents(sql, ids.slice(i, i + atOnce))) {
      const sheet = sheetOf(JSON.parse(content) as RecordedPaper, printing)
      const character = undrawable(sheet)
      yield character === undefined ? sheet : standIn(sheet, character)
    }
  }
}

/** Papers as one PDF for the printer, in the order of the ids, sent while they are drawn. `now` (RFC 3339) dates the file. At most `mostPapersInPrint`. */
export const printPapers = (means: { readonly sql: Sql; readonly printing: Printing }, ids: readonly string[], now: string): Readable => {
  if (ids.length > mostPapersInPrint) throw new RangeError(`more than ${mostPapersInPrint} papers in one print`)
  return drawSheets(sheetsOf(means.sql, means.printing, ids), { title: `文书${ids.length}份`, author: '通办', at: new Date(now) })
}
