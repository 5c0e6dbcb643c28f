import type { Cell } from '../../../../platform/sheet.ts'
import { openBook, type SheetColumn, type SheetHead } from '../../../../platform/sheet-writing.ts'
import type { Guide } from '../../terms.ts'
import { type GuideColumn, headingOf, itemColumns, itemSheet, rowSheets } from './columns.ts'

type Members = Readonly<Record<string, unknown>>

/** A member by its path: legalLimit.days. */
export const memberOf = (row: Members, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Members | undefined)?.[name], row)

const columnsOf = (columns: readonly GuideColumn[]): SheetColumn[] =>
  columns.map((column) => ({
    heading: headingOf(column),
    width: column.width,
    ...(column.format.choices && column.format.choices.join(',').length < 200 ? { choices: column.format.choices } : {}),
  }))
const cellsOf = (columns: readonly GuideColumn[], row: Members): readonly Cell[] =>
  columns.map(({ member, format }) => format.write(memberOf(row, member)))

const advice = [
  '一个事项在“事项”表里占一行；它的材料、环节、收费、常见问题在各自的表里，一条一行，用实施编码对应。',
  '不要改表头，不要合并单元格，不要改表的名字；编码按文本填写。',
  '空着的格子表示没有这项内容；整列或者整张表删去，表示这部分不改。',
  '一格里有几条的，一条一行(Alt+Enter 换行)；一条里有几段的，用“｜”分开。',
  '设定依据：法律法规名称｜条款｜条文。审批结果：名称｜类别(证照、批文、答复、拨付)｜有效期月数。',
  '办理地点：大厅｜街道门牌｜房间｜窗口｜办公时间。特别程序：名称｜依据。',
  '情形引导、在线表单、材料和环节的条件不在表里，上传后保持原样。',
  '上传后先看每一行改了什么，再决定接收哪些；接收的成为草稿，审核、发布之后才对外公布。',
]

/** What a sheet of any spreadsheet program can hold; a list of guides that stopped below it would take materials away when it is sent back. */
const mostRows = 1_000_000
const headOf = (name: string, columns: readonly GuideColumn[]): SheetHead => ({ name, notes: [], columns: columnsOf(columns) })
const heads: readonly SheetHead[] = [
  { name: '说明', notes: [], columns: [{ heading: '怎样填写', width: 110 }] },
  headOf(itemSheet, itemColumns),
  ...rowSheets.map(({ name, columns }) => headOf(name, columns)),
]

/** A workbook of guides that are added one by one; only what they weigh packed is held. */
export type GuideBook = { readonly add: (guide: Guide) => Promise<void>; readonly end: () => Promise<Buffer> }

/** Begins a workbook of guides that can be edited and sent back: 说明, 事项, and a sheet for each list of theirs. */
export const openGuideBook = async (): Promise<GuideBook> => {
  const book = openBook(heads, mostRows)
  for (const line of advice) await book.add(0, [line])
  return {
    add: async (guide) => {
      await book.add(1, cellsOf(itemColumns, guide as unknown as Members))
      for (const [i, { list, columns }] of rowSheets.entries())
        for (const row of (guide as unknown as Readonly<Record<string, readonly Members[]>>)[list] ?? [])
          await book.add(i + 2, cellsOf(columns, { ...row, code: guide.code }))
    },
    end: book.end,
  }
}

/** These guides as a workbook. */
export const writeGuides = async (guides: readonly Guide[]): Promise<Buffer> => {
  const book = await openGuideBook()
  for (const guide of guides) await book.add(guide)
  return book.end()
}
