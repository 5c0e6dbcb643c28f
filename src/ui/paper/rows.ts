import { breakLines, printed } from './lines.ts'
import { type Document, ink, lineWidth, mm, type Style, write, writeCentred } from './pen.ts'

/** GB/T 9704: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; 22 lines a page, 28 characters a line of 3 号. */
export const frame = { left: mm(28), top: mm(37), width: mm(156), height: mm(225) }

/** How close the lines stand; tables are set smaller than the body, `ending` is the room of signature and seal. */
export type Setting = {
  readonly pitch: number
  readonly small: { readonly style: Style; readonly pitch: number; readonly padding: number }
  readonly ending: number
}
/** As the standard has it, and closer in two steps, for a text that would leave a line or a seal alone on the next page (§7.3.5.4 lets the pitch be adjusted). */
export const settings: readonly [Setting, ...Setting[]] = [
  { pitch: frame.height / 22, small: { style: { size: 12 }, pitch: 17, padding: 3.5 }, ending: mm(46) },
  { pitch: frame.height / 25, small: { style: { size: 11.5 }, pitch: 15, padding: 2.4 }, ending: mm(45) },
  { pitch: frame.height / 28, small: { style: { size: 10.5 }, pitch: 13.6, padding: 2.2 }, ending: mm(44.5) },
]

/** Something that is not cut by the end of a page. `joined` keeps it on the page of what follows; `heads` is said again above it at the top of a page. */
export type Piece = {
  readonly height: number
  readonly joined?: boolean
  readonly heads?: readonly Piece[]
  readonly draw: (document: Document, top: number) => void
}

export type Cell = {
  readonly text: string
  readonly x: number
  readonly width: number
  readonly bold?: boolean
  readonly centred?: boolean
}

const styleOf = (cell: Cell, { small }: Setting): Style => ({ ...small.style, ...(cell.bold ? { weight: 'bold' as const } : {}) })
type SetCell = Cell & { readonly lines: readonly string[] }

/** A ruled row of lines already broken; as high as its highest cell. */
const ruledRow = (cells: readonly SetCell[], joined: boolean, setting: Setting): Piece => {
  const { small } = setting
  const height = Math.max(...cells.map(({ lines }) => lines.length)) * small.pitch + 2 * small.padding
  const drawCell = (document: Document, top: number, cell: SetCell): void => {
    document
      .rect(frame.left + cell.x, top, cell.width, height)
      .lineWidth(0.6)
      .stroke(ink)
    const start = top + (height - cell.lines.length * small.pitch) / 2
    for (const [i, line] of cell.lines.entries()) {
      const y = start + i * small.pitch + small.pitch * 0.72
      if (cell.centred) writeCentred(document, line, frame.left + cell.x, cell.width, y, styleOf(cell, setting))
      else write(document, line, frame.left + cell.x + small.padding, y, styleOf(cell, setting))
    }
  }
  const draw = (document: Document, top: number): void => {
    for (const cell of cells) drawCell(document, top, cell)
  }
  return { height, joined, draw }
}

/** The most lines a row may have: one that is longer goes on in another, so that no word falls off a page. */
const rowLines = 30

/** A row of a table, in several where it is long. */
export const rowPieces = (cells: readonly Cell[], setting: Setting, joined = false): Piece[] => {
  const { small } = setting
  const set = cells.map((cell) => ({
    ...cell,
    lines: breakLines(printed(cell.text), cell.width - 2 * small.padding, (part) => lineWidth(part, styleOf(cell, setting))),
  }))
  const count = Math.ceil(Math.max(...set.map(({ lines }) => lines.length)) / rowLines)
  return Array.from({ length: count }, (_, i) =>
    ruledRow(
      set.map((cell) => ({ ...cell, lines: cell.lines.slice(i * rowLines, (i + 1) * rowLines) })),
      joined,
      setting,
    ),
  )
}

/** Whether a cell is one line high. */
export const isOneLine = (cell: Cell, setting: Setting): boolean =>
  !cell.text.includes('\n') && lineWidth(printed(cell.text), styleOf(cell, setting)) <= cell.width - 2 * setting.small.padding
