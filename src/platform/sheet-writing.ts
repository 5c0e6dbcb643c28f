import type { Blob } from 'node:buffer'
import type Stream from 'node:stream'
import writeWorkbook, { type CellObject, type Feature } from 'write-excel-file/node'

/** A sheet laid out: cells as the library takes them (they travel between threads), the row of the headings and the last row, counted from 1. */
export type LaidSheet = {
  readonly name: string
  readonly columns: readonly { readonly width: number; readonly choices?: readonly string[] }[]
  readonly data: (CellObject | string | number | null)[][]
  readonly top: number
  readonly bottom: number
}

const lettersOf = (n: number): string => (n > 26 ? lettersOf(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26))
const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')

const choicesOf = ({ columns, top, bottom }: LaidSheet): string => {
  const lists = columns.flatMap(({ choices }, i) => {
    if (!choices) return []
    const letters = lettersOf(i + 1)
    const range = `${letters}${top + 1}:${letters}${Math.max(bottom, top + 1000)}`
    const told = `showErrorMessage="1" errorTitle="不在可选范围" error="请从下拉列表里选一项"`
    return [
      `<dataValidation type="list" allowBlank="1" ${told} sqref="${range}"><formula1>"${attribute(choices.join(','))}"</formula1></dataValidation>`,
    ]
  })
  return lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>` : ''
}

/** Filter arrows over the headings and drop-downs below them: after the rows, in this order (ECMA-376 §18.3.1.99). */
const filterAndChoices = (tables: readonly LaidSheet[]): Feature<Stream | Buffer | Blob> => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (content, _options, { sheetIndex }) => {
          const table = tables[sheetIndex]
          if (!table) return content
          const filter = `<autoFilter ref="A${table.top}:${lettersOf(table.columns.length)}${table.bottom}"/>`
          return content.replace('</sheetData>', () => `</sheetData>${filter}${choicesOf(table)}`)
        },
      },
    },
  },
})

/** The bytes of a workbook. It takes the thread it runs in for about 80 µs a row. */
export const writeSheets = (sheets: readonly LaidSheet[]): Promise<Uint8Array> => {
  const pages = sheets.map(({ name, columns, data, top }) => ({
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: top,
    data,
  }))
  return writeWorkbook(pages, { fontFamily: '宋体', fontSize: 11, features: [filterAndChoices(sheets)] }).toBuffer()
}
