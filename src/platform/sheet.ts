import { PassThrough, Readable } from 'node:stream'
import yazl from 'yazl'

/** What a cell holds: text, a number, a civil date (`on`, shown as a real date), or nothing. */
export type Cell = string | number | { readonly on: string } | undefined

/** A column: its heading and its width in characters. */
export type SheetColumn = { readonly heading: string; readonly width: number }

/** A workbook of one sheet. `notes` stand above the table: what was counted, when, by which filter. Rows may come page by page. */
export type Sheet = {
  readonly name: string
  readonly notes: readonly string[]
  readonly columns: readonly SheetColumn[]
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
}

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const unprintable = /[\p{Cc}\ufffe\uffff]/gu
const kept = '\t\n\r'
/** Text as XML may hold it: without control characters and halves of signs. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    .replace(unprintable, (sign) => (kept.includes(sign) ? sign : ''))
    .replace(/[&<>"]/g, (sign) => entities[sign] as string)

/** S-061: text that a spreadsheet could read as a formula gets a leading quote, so that it stays text when it is saved as CSV. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const day = 86_400_000
/** The number by which a spreadsheet knows a civil date: days since 1899-12-30. */
const serial = (on: string): number => Math.round((Date.parse(`${on}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / day)

/** Styles by their place in `styles.xml`. */
const [plain, bold, dated] = [0, 1, 2]
const lettersOf = (n: number): string => (n > 26 ? lettersOf(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26))

const textCell = (place: string, text: string, style: number): string =>
  `<c r="${place}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${xml(harmless(text))}</t></is></c>`
const cellAt = (place: string, value: Cell): string => {
  if (value === undefined || value === '') return ''
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`
  return typeof value === 'string' ? textCell(place, value, plain) : `<c r="${place}" s="${dated}"><v>${serial(value.on)}</v></c>`
}

/** A row by its number; each cell says where it stands, which some readers need. */
const rowAt = (n: number, cells: readonly Cell[]): string =>
  `<row r="${n}">${cells.map((value, i) => cellAt(`${lettersOf(i + 1)}${n}`, value)).join('')}</row>`

const beginOf = ({ notes, columns }: Sheet): string => {
  const above = notes.length + 1
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')
  const pane = `<pane ySplit="${above}" topLeftCell="A${above + 1}" activePane="bottomLeft" state="frozen"/>`
  const told = notes.map((note, i) => rowAt(i + 1, [note])).join('')
  const headings = columns.map(({ heading }, i) => textCell(`${lettersOf(i + 1)}${above}`, heading, bold)).join('')
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${widths}</cols><sheetData>${told}<row r="${above}">${headings}</row>`
}

async function* sheetText(sheet: Sheet): AsyncGenerator<string> {
  yield beginOf(sheet)
  const above = sheet.notes.length + 1
  let [text, count] = ['', 0]
  for await (const row of sheet.rows) {
    count += 1
    text += rowAt(above + count, row)
    if (text.length < 32_768) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData><autoFilter ref="A${above}:${lettersOf(sheet.columns.length)}${above + count}"/></worksheet>`
}

const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`

const partsOf = (name: string): readonly (readonly [string, string])[] => [
  [
    '[Content_Types].xml',
    `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${xml(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ['xl/styles.xml', styles],
]

/**
 * A workbook (.xlsx, ECMA-376) as a stream: rows are taken as they are read, so that a list of any length needs one page of memory.
 * A failure of the rows destroys the stream: a cut file does not open, rather than looking whole.
 */
export const workbook = (sheet: Sheet): Readable => {
  const zip = new yazl.ZipFile()
  const whole = new PassThrough()
  const fail = (error: Error): void => void whole.destroy(error)
  for (const [path, text] of partsOf(sheet.name)) zip.addBuffer(Buffer.from(text), path)
  const rows = Readable.from(sheetText(sheet), { objectMode: false })
  rows.on('error', fail)
  zip.on('error', fail)
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml')
  zip.end()
  zip.outputStream.pipe(whole)
  whole.on('close', () => rows.destroy())
  return whole
}
