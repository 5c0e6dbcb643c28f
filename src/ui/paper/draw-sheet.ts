import { breakLines, printed } from './lines.ts'
import { closeDocument, type Document, drawQr, drawSeal, lineWidth, mm, openDocument, red, type Style, write, writeCentred } from './pen.ts'
import { type Cell, frame, type Piece, pitch, rowPieces, small } from './rows.ts'
import type { Block, FileFacts, Sheet } from './sheet.ts'
import { addSignatureField } from './signature-field.ts'

const body: Style = { size: 16, spacing: frame.width / 28 - 16 }
const indent = (frame.width / 28) * 2

const bodyWidth = (text: string): number => lineWidth(text, body)

/** Lines of body text; a full line is spread to the edge. */
const textPieces = (text: string, style: Style, firstIndent: number, joined = false): Piece[] => {
  const lines = breakLines(printed(text), frame.width, (part) => lineWidth(part, style), firstIndent)
  return lines.map((line, i) => {
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
}

const gap = (height: number, joined = false): Piece => ({ height, joined, draw: () => undefined })

const tablePieces = (block: Extract<Block, { kind: 'table' }>): Piece[] => {
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
      head,
    )
  return [
    gap(6, true),
    ...row(
      block.columns.map((column) => column.name),
      true,
    ),
    ...block.rows.flatMap((texts) => row(texts, false)),
    gap(8),
  ]
}

const piecesOf = (block: Block): Piece[] => {
  switch (block.kind) {
    case 'addressee':
      return textPieces(`${block.text}：`, body, 0, true)
    case 'paragraph':
      return textPieces(block.text, body, indent)
    case 'heading':
      return textPieces(block.text, { ...body, weight: 'bold' }, indent, true)
    case 'note':
      return breakLines(printed(block.text), frame.width, (part) => lineWidth(part, small.style)).map((line) => ({
        height: small.pitch,
        draw: (document, top) => write(document, line, frame.left, top + small.pitch * 0.72, small.style),
      }))
    case 'facts': {
      const left = frame.width * 0.26
      const rows = block.rows.flatMap(([name, value]) =>
        rowPieces([
          { text: name, x: 0, width: left },
          { text: value, x: left, width: frame.width - left },
        ]),
      )
      return [gap(6, true), ...rows, gap(8)]
    }
    case 'table':
      return tablePieces(block)
  }
}

/** Unit, title and number, above a red rule. */
const headPieces = (sheet: Sheet): Piece[] => {
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

/** QR code and its words on the left; unit, date and seal on the right (成文日期 right with four characters left free). */
const signaturePiece = ({ signature, check }: Sheet): Piece => ({
  height: mm(46),
  joined: true,
  draw: (document, top) => {
    const side = mm(27)
    drawQr(document, check, frame.left - mm(1), top + mm(5), side)
    const words: Style = { size: 9 }
    write(document, '扫码或在平台“查验”页输入验证码', frame.left, top + mm(36), words)
    write(document, check.code, frame.left, top + mm(40.5), { size: 10, weight: 'bold' })
    const dateWidth = lineWidth(signature.date, body)
    const unitWidth = lineWidth(signature.unit, body)
    const right = frame.left + frame.width
    const centre = Math.min(right - (frame.width / 28) * 4 - dateWidth / 2, right - unitWidth / 2, right - mm(21))
    writeCentred(document, signature.unit, centre - unitWidth, unitWidth * 2, top + mm(17.5), body)
    writeCentred(document, signature.date, centre - dateWidth, dateWidth * 2, top + mm(26.5), body)
    drawSeal(document, signature.seal, centre, top + mm(23))
  },
})

const stripPieces = ({ strip }: Sheet): Piece[] => {
  if (!strip) return []
  const half = frame.width / 2
  const rows: Cell[][] = []
  for (let i = 0; i < strip.cells.length; i += 2) {
    const pair = strip.cells.slice(i, i + 2)
    rows.push(pair.map((text, j) => ({ text, x: j * half, width: pair.length === 1 ? frame.width : half })))
  }
  return [
    gap(6, true),
    ...rowPieces([{ text: strip.title, x: 0, width: frame.width, bold: true, centred: true }], true),
    ...rows.flatMap((cells) => rowPieces(cells, true)),
  ]
}

/** Puts pieces on pages; joined pieces go over together. */
const paginate = (pieces: readonly Piece[]): { piece: Piece; top: number }[][] => {
  const groups: Piece[][] = []
  for (const [i, piece] of pieces.entries()) {
    if (i > 0 && pieces[i - 1]?.joined) groups.at(-1)?.push(piece)
    else groups.push([piece])
  }
  const pages: { piece: Piece; top: number }[][] = [[]]
  let used = 0
  for (const group of groups) {
    const height = group.reduce((sum, piece) => sum + piece.height, 0)
    if (used > 0 && used + height > frame.height + 1) {
      pages.push([])
      used = 0
    }
    for (const piece of group) {
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

/** Draws a paper. The same sheet and facts always give the same bytes; with `signed`, room is left for a signature. */
export const drawSheet = async (sheet: Sheet, facts: FileFacts, options: { signed?: boolean } = {}): Promise<Buffer> => {
  const document = openDocument(facts, 'portrait')
  const pieces = withEnding([...headPieces(sheet), ...sheet.blocks.flatMap(piecesOf)], [signaturePiece(sheet), ...stripPieces(sheet)])
  for (const [i, page] of paginate(pieces).entries()) {
    document.addPage()
    for (const { piece, top } of page) piece.draw(document, top)
    pageNumber(document, i + 1)
  }
  if (options.signed) addSignatureField(document, facts)
  return closeDocument(document)
}
