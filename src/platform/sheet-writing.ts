import { cellStyles, cellXml, escaped, lettersOf, printable, type SheetCell } from './sheet-cells.ts'
import { type PackedPart, type Packing, pack, packed, zipOf } from './sheet-zip.ts'

/** A column: its heading, its width in characters, and the values it may hold where these are fixed: a drop-down. */
export type SheetColumn = { readonly heading: string; readonly width: number; readonly choices?: readonly string[] }
/** What stands around the rows of a sheet. `notes` stand above the table: what was counted, when, by which filter. */
export type SheetHead = { readonly name: string; readonly notes: readonly string[]; readonly columns: readonly SheetColumn[] }

/** A workbook to which rows are added, to any of its sheets in turn; what is held of it is what it weighs packed. */
export type Book = {
  /** Adds a row to a sheet (from 0). Wait for what it gives, where it gives something, before adding the next. */
  readonly add: (sheet: number, cells: readonly SheetCell[]) => Promise<void> | undefined
  readonly end: () => Promise<Buffer>
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Drop-downs below the headings (ECMA-376 §18.3.1.33). */
const choicesOf = (columns: readonly SheetColumn[], top: number, bottom: number): string => {
  const lists = columns.flatMap(({ choices }, i) => {
    if (!choices) return []
    const letters = lettersOf(i + 1)
    const range = `${letters}${top + 1}:${letters}${Math.max(bottom, top + 1000)}`
    const told = `showErrorMessage="1" errorTitle="不在可选范围" error="请从下拉列表里选一项"`
    return [
      `<dataValidation type="list" allowBlank="1" ${told} sqref="${range}"><formula1>"${escaped(choices.join(','))}"</formula1></dataValidation>`,
    ]
  })
  return lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>` : ''
}

const rowXml = (row: number, cells: readonly SheetCell[], letters: readonly string[], style?: number): string =>
  `<row r="${row}">${cells.map((cell, i) => cellXml(`${letters[i]}${row}`, cell, style)).join('')}</row>`

const headXml = ({ notes, columns }: SheetHead, letters: readonly string[], isFirst: boolean): string => {
  const top = notes.length + 1
  const pane = `<pane ySplit="${top}" topLeftCell="A${top + 1}" activePane="bottomLeft" state="frozen"/>`
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')
  const headings = columns.map(({ heading }) => heading)
  return [
    `${declaration}<worksheet xmlns="${main}">`,
    `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">${pane}</sheetView></sheetViews>`,
    `<cols>${widths}</cols><sheetData>`,
    ...notes.map((note, i) => rowXml(i + 1, [note], letters)),
    rowXml(top, headings, letters, cellStyles.heading),
  ].join('')
}

/** After the rows, in this order (ECMA-376 §18.3.1.99). */
const tailXml = ({ columns }: SheetHead, top: number, bottom: number): string =>
  `</sheetData><autoFilter ref="A${top}:${lettersOf(columns.length)}${bottom}"/>${choicesOf(columns, top, bottom)}</worksheet>`

/** So much text is gathered before it is packed. */
const gathered = 64 * 1024

type OpenSheet = { readonly add: (cells: readonly SheetCell[]) => Promise<void> | undefined; readonly end: () => Promise<PackedPart> }

const openSheet = (head: SheetHead, place: number, most: number): OpenSheet => {
  const [top, width] = [head.notes.length + 1, Math.max(head.columns.length, 1)]
  const letters = Array.from({ length: width }, (_, i) => lettersOf(i + 1))
  const stops = `一个表最多放 ${most} 行，后面的行没有写入；请缩小筛选范围，分几次导出`
  const heads = [head.notes, [...head.notes.slice(0, -1), [head.notes.at(-1), stops].filter(Boolean).join('；')]]
  const [usual = '', cut = ''] = heads.map((notes) => headXml({ ...head, notes }, letters, place === 0))
  const part: Packing = pack(`xl/worksheets/sheet${place + 1}.xml`, [usual, cut])
  let [text, rows] = ['', 0]
  const flush = (): Promise<void> => {
    const full = text
    text = ''
    return part.add(full)
  }
  return {
    add: (cells) => {
      rows += 1
      if (rows > most && head.notes.length === 0) throw new Error(`more than ${most} rows, and no note above them to say so`)
      if (rows > most) return undefined
      text += rowXml(top + rows, cells, letters)
      return text.length > gathered ? flush() : undefined
    },
    end: async () => {
      text += tailXml(head, top, top + Math.min(rows, most))
      await flush()
      return part.end(rows > most ? cut : usual)
    },
  }
}

const sheetName = (name: string): string => printable(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))

const workbookXml = (heads: readonly SheetHead[]): string => {
  const sheets = heads.map(({ name }, i) => `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView/></bookViews><sheets>${sheets.join('')}</sheets></workbook>`
}
const relationsXml = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${declaration}<Relationships xmlns="${packages}/relationships">${targets.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`
const font = '<sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/>'
const stylesXml = `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
const contentTypesXml = (count: number): string => {
  const sheets = Array.from({ length: count }, (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${types}.worksheet+xml"/>`) // biome-ignore format: one line
  return `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${sheets.join('')}</Types>`
}

/**
 * Begins a workbook (.xlsx, ECMA-376) of these sheets. A sheet holds `most` rows; when there were more, the last note above it says
 * so, and one without notes rejects. Building a row takes about 10 µs of the thread; packing runs beside it.
 */
export const openBook = (heads: readonly SheetHead[], most: number): Book => {
  const sheets = heads.map((head, i) => openSheet(head, i, most))
  return {
    add: (sheet, cells) => sheets[sheet]?.add(cells),
    end: async () => {
      const parts: PackedPart[] = []
      for (const sheet of sheets) parts.push(await sheet.end())
      return zipOf([
        packed('[Content_Types].xml', contentTypesXml(heads.length)),
        packed('_rels/.rels', relationsXml([['officeDocument', 'xl/workbook.xml']])),
        packed('xl/workbook.xml', workbookXml(heads)),
        packed('xl/_rels/workbook.xml.rels', relationsXml([...heads.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const), ['styles', 'styles.xml']])), // biome-ignore format: one part a line
        packed('xl/styles.xml', stylesXml),
        ...parts,
      ])
    },
  }
}
