import type { Readable } from 'node:stream'
import { breakLines, printed } from './lines.ts'
import { closeDocument, type Document, drawQr, drawSeal, lineWidth, mm, openDocument, red, type Style, write, writeCentred } from './pen.ts'
import { type Cell, frame, isOneLine, type Piece, rowPieces, type Setting, settings } from './rows.ts'
import type { Block, FileFacts, Sheet, Strip } from './sheet.ts'
import { addSignatureField } from './signature-field.ts'

const body: Style = { size: 16, spacing: frame.width / 28 - 16 }
const indent = (frame.width / 28) * 2

const bodyWidth = (text: string): number => lineWidth(text, body)

/** The last two stay together: no page begins with half a sentence's last word. */
const unparted = (pieces: readonly Piece[]): Piece[] =>
  pieces.map((piece, i) => (i === pieces.length - 2 ? { ...piece, joined: true } : piece))

/** Lines of body text; a full line is spread to the edge. */
const textPieces = (text: string, style: Style, firstIndent: number, { pitch }: Setting, joined = false): Piece[] => {
  const lines = breakLines(printed(text), frame.width, (part) => lineWidth(part, style), firstIndent)
  const pieces = lines.map((line, i): Piece => {
    const x = frame.left + (i === 0 ? firstIndent : 0)
    const slack = frame.left + frame.width - x - bodyWidth(line)
    const gaps = [...line].length - 1
    const spread = i < lines.length - 1 && slack > 0 && slack < 32 && gaps > 0 ? slack / gaps : 0
    return {
      height: pitch,
      joined,
      draw: (document, top) => write(document, line, x, top + pitch * 0.72, { ...style, spacing: (style.spacing ?? 0) + spread }),
    }
  })
  return unparted(pieces)
}

const gap = (height: number, joined = false): Piece => ({ height, joined, draw: () => undefined })

const tablePieces = (block: Extract<Block, { kind: 'table' }>, setting: Setting): Piece[] => {
  const starts = block.columns.map((_, i) => block.columns.slice(0, i).reduce((sum, column) => sum + column.share * frame.width, 0))
  const row = (texts: readonly string[], head: boolean): Piece[] =>
    rowPieces(
      block.columns.map((column, i) => ({
        text: texts[i] ?? '',
        x: starts[i] ?? 0,
        width: column.share * frame.width,
        bold: head,
        centred: head || column.share < 0.13,
      })),
      setting,
      head,
    )
  const heads = row(
    block.columns.map((column) => column.name),
    true,
  )
  return [gap(6, true), ...heads, ...block.rows.flatMap((texts) => row(texts, false)).map((piece) => ({ ...piece, heads })), gap(8)]
}

const factCells = ([name, value]: readonly [string, string], x: number, width: number, nameWidth: number): readonly [Cell, Cell] => [
  { text: name, x, width: nameWidth },
  { text: value, x: x + nameWidth, width: width - nameWidth },
]

/** Names and values; two neighbours that are short share a row. */
const factPieces = ({ rows }: Extract<Block, { kind: 'facts' }>, setting: Setting): Piece[] => {
  const [whole, half] = [frame.width, frame.width / 2]
  const nameWidth = whole * 0.2
  const cells: Cell[][] = []
  for (let i = 0; i < rows.length; i += 1) {
    const [row, next] = [rows[i], rows[i + 1]]
    if (!row) break
    const pair = next && [...factCells(row, 0, half, nameWidth), ...factCells(next, half, half, nameWidth)]
    const shares = pair?.every((cell) => isOneLine(cell, setting))
    cells.push(pair && shares ? pair : [...factCells(row, 0, whole, nameWidth)])
    if (shares) i += 1
  }
  return [gap(6, true), ...unparted(cells.flatMap((row) => rowPieces(row, setting))), gap(8)]
}

const piecesOf = (block: Block, setting: Setting): Piece[] => {
  const { small } = setting
  switch (block.kind) {
    case 'addressee':
      return textPieces(`${block.text}：`, body, 0, setting, true)
    case 'paragraph':
      return textPieces(block.text, body, indent, setting)
    case 'heading':
      return textPieces(block.text, { ...body, weight: 'bold' }, indent, setting, true)
    case 'note':
      return unparted(
        breakLines(printed(block.text), frame.width, (part) => lineWidth(part, small.style)).map((line) => ({
          height: small.pitch,
          draw: (document, top) => write(document, line, frame.left, top + small.pitch * 0.72, small.style),
        })),
      )
    case 'facts':
      return factPieces(block, setting)
    case 'table':
      return tablePieces(block, setting)
  }
}

/** Unit, title and number, above a red rule. */
const headPieces = (sheet: Sheet, { pitch }: Setting): Piece[] => {
  const title: Style = { size: 22, weight: 'bold', spacing: 1.5 }
  const centred = (text: string, style: Style, height: number): Piece[] =>
    breakLines(text, frame.width, (part) => lineWidth(part, style)).map((line) => ({
      height,
      joined: true,
      draw: (document, top) => writeCentred(document, line, frame.left, frame.width, top + height * 0.7, style),
    }))
  const number: Piece = {
    height: pitch * 1.3,
    joined: true,
    draw: (document, top) => {
      const style: Style = { size: 14 }
      write(document, sheet.number, frame.left + frame.width - lineWidth(sheet.number, style), top + pitch * 0.75, style)
      document
        .moveTo(frame.left, top + pitch * 1.12)
        .lineTo(frame.left + frame.width, top + pitch * 1.12)
        .lineWidth(1.2)
        .stroke(red)
    },
  }
  return [
    ...centred(sheet.unit, { size: 18, weight: 'bold', color: red, spacing: 3 }, 32),
    ...centred(sheet.title, title, 36),
    number,
    gap(pitch * 0.3, true),
  ]
}

/** A unit's name in the lines it needs beside the QR code. */
const unitLines = (unit: string): string[] => breakLines(unit, frame.width - mm(45), bodyWidth)

/** QR code and its words on the left; unit, date and seal on the right (成文日期 right with four characters left free). */
const signaturePiece = ({ signature, check }: Sheet, { pitch, ending }: Setting): Piece => {
  const units = unitLines(signature.unit)
  const down = (units.length - 1) * pitch
  return {
    height: ending + down,
    joined: true,
    draw: (document, top) => {
      const words: Style = { size: 9 }
      drawQr(document, check, frame.left - mm(1), top + mm(5), mm(27))
      write(document, '扫码或在平台“查验”页输入验证码', frame.left, top + mm(36), words)
      write(document, check.code, frame.left, top + mm(40.5), { size: 10, weight: 'bold' })
      const dateWidth = lineWidth(signature.date, body)
      const unitWidth = Math.max(...units.map(bodyWidth))
      const right = frame.left + frame.width
      const centre = Math.min(right - (frame.width / 28) * 4 - dateWidth / 2, right - unitWidth / 2, right - mm(21))
      for (const [i, unit] of units.entries())
        writeCentred(document, unit, centre - unitWidth, unitWidth * 2, top + mm(17.5) + i * pitch, body)
      writeCentred(document, signature.date, centre - dateWidth, dateWidth * 2, top + mm(26.5) + down, body)
      drawSeal(document, signature.seal, centre, top + mm(23) + down)
    },
  }
}

/** Two cells to a row; a wide one and one that is left over have a row of their own. */
const stripRows = (cells: Strip['cells']): Cell[][] => {
  const half = frame.width / 2
  const rows: Cell[][] = []
  let open = false
  for (const cell of cells) {
    if (typeof cell !== 'string') rows.push([{ text: cell.wide, x: 0, width: frame.width }])
    else if (open) rows.at(-1)?.push({ text: cell, x: half, width: half })
    else rows.push([{ text: cell, x: 0, width: half }])
    open = typeof cell === 'string' && !open
  }
  return rows.map((row) => row.map((cell) => (row.length === 1 ? { ...cell, width: frame.width } : cell)))
}

const stripPieces = ({ strip }: Sheet, setting: Setting): Piece[] => {
  if (!strip) return []
  return [
    gap(6, true),
    ...rowPieces([{ text: strip.title, x: 0, width: frame.width, bold: true, centred: true }], setting, true),
    ...stripRows(strip.cells).flatMap((cells) => rowPieces(cells, setting, true)),
  ]
}

const heightOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + piece.height, 0)

/** Pieces that must stand on one page, together. */
const groupsOf = (pieces: readonly Piece[]): Piece[][] => {
  const groups: Piece[][] = []
  for (const [i, piece] of pieces.entries()) {
    if (i > 0 && pieces[i - 1]?.joined) groups.at(-1)?.push(piece)
    else groups.push([piece])
  }
  return groups
}

/** Puts pieces on pages; joined pieces go over together, and a table that goes on says its heads again. */
const paginate = (pieces: readonly Piece[]): { piece: Piece; top: number }[][] => {
  const pages: { piece: Piece; top: number }[][] = [[]]
  let used = 0
  for (const group of groupsOf(pieces)) {
    const goesOver = used > 0 && used + heightOf(group) > frame.height + 1
    if (goesOver) {
      pages.push([])
      used = 0
    }
    for (const piece of [...(goesOver ? (group[0]?.heads ?? []) : []), ...group]) {
      pages.at(-1)?.push({ piece, top: frame.top + used })
      used += piece.height
    }
  }
  return pages
}

/** — 1 —, 7 mm below the text, outside edge (GB/T 9704 §7.5). */
const pageNumber = (document: Document, number: number): void => {
  const style: Style = { size: 14 }
  const text = `— ${number} —`
  const x = number % 2 === 1 ? frame.left + frame.width - 14 - lineWidth(text, style) : frame.left + 14
  write(document, text, x, frame.top + frame.height + mm(7) + 10, style)
}

/** The last paragraph goes over with the signature, so that no page holds a seal alone. */
const withEnding = (text: readonly Piece[], ending: readonly Piece[]): Piece[] => {
  const last = text.findLastIndex((piece) => piece.height > 8.5)
  const goesOver = (text[last]?.height ?? 0) < frame.height / 4
  return [...text.map((piece, i) => (i >= last && goesOver ? { ...piece, joined: true } : piece)), ...ending]
}

type Page = ReturnType<typeof paginate>[number]

const pagesIn = (sheet: Sheet, setting: Setting): Page[] =>
  paginate(
    withEnding(
      [...headPieces(sheet, setting), ...sheet.blocks.flatMap((block) => piecesOf(block, setting))],
      [signaturePiece(sheet, setting), ...stripPieces(sheet, setting)],
    ),
  )

/** The pages of a sheet: set closer only where that saves one. */
const pagesOf = (sheet: Sheet): Page[] => {
  const [asUsual, ...closer] = settings
  let best = pagesIn(sheet, asUsual)
  for (const setting of best.length > 1 ? closer : []) {
    const pages = pagesIn(sheet, setting)
    if (pages.length < best.length) best = pages
  }
  return best
}

/** Draws a sheet on pages of its own, numbered from 1; how many they were. */
const drawPages = (document: Document, sheet: Sheet): number => {
  const pages = pagesOf(sheet)
  for (const [i, page] of pages.entries()) {
    document.addPage()
    for (const { piece, top } of page) piece.draw(document, top)
    pageNumber(document, i + 1)
  }
  return pages.length
}

/** Draws a paper. The same sheet and facts always give the same bytes; with `signed`, room is left for a signature. */
export const drawSheet = async (sheet: Sheet, facts: FileFacts, options: { signed?: boolean } = {}): Promise<Buffer> => {
  const document = openDocument(facts, 'portrait')
  drawPages(document, sheet)
  if (options.signed) addSignatureField(document, facts)
  return closeDocument(document)
}

const drawAll = async (document: Document, sheets: AsyncIterable<Sheet>): Promise<void> => {
  try {
    for await (const sheet of sheets) {
      if (document.destroyed) return
      const pages = drawPages(document, sheet)
      if (pages % 2 === 1) document.addPage()
      await new Promise((resume) => setImmediate(resume))
    }
    document.end()
  } catch (error) {
    document.destroy(error as Error)
  }
}

/** Many papers as one file for the printer, sent while it is drawn: each begins on the front of a leaf. It is not signed; each paper tells where it is checked. */
export const drawSheets = (sheets: AsyncIterable<Sheet>, facts: FileFacts): Readable => {
  const document = openDocument(facts, 'portrait')
  void drawAll(document, sheets)
  return document as unknown as Readable
}
