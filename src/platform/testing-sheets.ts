import { buffer } from 'node:stream/consumers'
import yazl from 'yazl'
import { openParts } from './sheet-archive.ts'
import { readWorkbook, type SheetPiece, type SheetToRead } from './sheet-reading.ts'

/** For tests: all pieces of a sheet. */
export const piecesOf = async (sheet: SheetToRead | undefined): Promise<SheetPiece[]> => {
  const pieces: SheetPiece[] = []
  for await (const piece of sheet?.pieces ?? []) pieces.push(piece)
  return pieces
}

/** For tests: what stands in the cells of a sheet, row by row, gaps as empty texts. */
export const cellsOf = async (bytes: Buffer, sheet = 0): Promise<string[][]> => {
  const pieces = await piecesOf((await readWorkbook(bytes)).sheets[sheet])
  const rows = pieces.flatMap((piece) => ('cells' in piece ? [piece.cells] : []))
  return rows.map((cells) => Array.from({ length: Math.max(...cells.keys()) }, (_, i) => cells.get(i + 1)?.text ?? ''))
}

/** For tests: one part of a workbook as it was written. */
export const sheetPart = async (bytes: Buffer, path: string): Promise<string> => {
  const parts = await openParts(bytes)
  const text = await buffer(await parts.open(path))
  parts.close()
  return text.toString()
}

/** For tests: an archive of these parts. */
export const archive = (parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> => {
  const zip = new yazl.ZipFile()
  for (const [path, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  return buffer(zip.outputStream)
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
/** For tests: a workbook of hand-written sheets (what stands in `<worksheet>`), as another program might write it. */
export const handwritten = (
  sheets: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string | Buffer>> = {},
): Promise<Buffer> => {
  const names = Object.keys(sheets)
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet'
  const listed = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')
  const targets = names.map((_, i) => `<Relationship Id="r${i + 1}" Type="${type}" Target="worksheets/sheet${i + 1}.xml"/>`).join('')
  return archive({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="r"><sheets>${listed}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, `<worksheet xmlns="${main}">${sheets[name]}</worksheet>`]),
    ),
    ...more,
  })
}
