import { posix } from 'node:path'
import { SaxesParser } from 'saxes'
import { type Bounds, fault, openParts, type Parts, SheetFault, usualBounds } from './sheet-archive.ts'
import { dayOf, isDateFormat } from './sheet-dates.ts'

/** A cell as it was read. `text` is what it says; a date says 2026-03-16; a formula says its last result. */
export type ReadCell = { readonly text: string; readonly kind: 'text' | 'number' | 'date' | 'error'; readonly formula: boolean }
/** A row that says something: its number in the sheet, and its cells by column, both from 1. */
export type ReadRow = { readonly row: number; readonly cells: ReadonlyMap<number, ReadCell> }
/** A part of a sheet: a row, or (after the rows) an area of merged cells such as A5:A9. */
export type SheetPiece = ReadRow | { readonly merged: string }
/** A sheet by its name; its pieces are read from the file as they are asked for, once. */
export type SheetToRead = { readonly name: string; readonly pieces: AsyncIterable<SheetPiece> }
export type WorkbookToRead = { readonly sheets: readonly SheetToRead[]; readonly close: () => void }

type Attributes = Readonly<Record<string, string>>
/** What happens at the tags of a part; names without their namespace. */
type Hearing = { readonly open: (name: string, attributes: Attributes) => void; readonly close: (name: string, text: string) => void }

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

const parserFor = (hearing: Hearing) => {
  const parser = new SaxesParser({ fragment: false })
  let text = ''
  parser.on('opentag', (tag) => {
    text = ''
    hearing.open(local(tag.name), tag.attributes as Attributes)
  })
  parser.on('text', (more) => {
    text += more
  })
  parser.on('cdata', (more) => {
    text += more
  })
  parser.on('closetag', (tag) => hearing.close(local(tag.name), text))
  const damaged = (): never => {
    throw fault('sheet.damaged')
  }
  parser.on('doctype', damaged)
  parser.on('error', damaged)
  return parser
}

/** Reads a part piece by piece; after each piece, what was heard is handed on. */
async function* hear(parts: Parts, path: string, hearing: Hearing): AsyncGenerator<void> {
  const parser = parserFor(hearing)
  const decoder = new TextDecoder()
  try {
    for await (const chunk of await parts.open(path)) {
      parser.write(decoder.decode(chunk as Uint8Array, { stream: true }))
      yield
    }
    parser.close()
  } catch (error) {
    throw error instanceof SheetFault ? error : fault('sheet.damaged')
  }
  yield
}
const hearAll = async (parts: Parts, path: string, hearing: Hearing): Promise<void> => {
  for await (const _ of hear(parts, path, hearing));
}
const nothing = (): void => undefined

const readRelations = async (parts: Parts): Promise<Map<string, { type: string; target: string }>> => {
  const relations = new Map<string, { type: string; target: string }>()
  const open = (name: string, { Id = '', Type = '', Target = '' }: Attributes): void => {
    if (name === 'Relationship')
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: posix.join('/xl', Target).replace(/^(\/xl)?\/xl\//, 'xl/') })
  }
  if (parts.has('xl/_rels/workbook.xml.rels')) await hearAll(parts, 'xl/_rels/workbook.xml.rels', { open, close: nothing })
  return relations
}

/** Which styles (by their place in cellXfs) show a date. */
const readDateStyles = async (parts: Parts, path: string | undefined): Promise<Set<number>> => {
  const [formats, dates] = [new Map<number, string>(), new Set<number>()]
  let [inside, place] = [false, 0]
  const open = (name: string, attributes: Attributes): void => {
    if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
    if (name === 'cellXfs') inside = true
    if (name !== 'xf' || !inside) return
    if (isDateFormat(Number(attributes.numFmtId ?? 0), formats)) dates.add(place)
    place += 1
  }
  const close = (name: string): void => {
    if (name === 'cellXfs') inside = false
  }
  if (path && parts.has(path)) await hearAll(parts, path, { open, close })
  return dates
}

const readSharedTexts = async (parts: Parts, path: string | undefined, { cells, signs }: Bounds): Promise<readonly string[]> => {
  const texts: string[] = []
  let [text, reading, heard] = ['', false, 0]
  const open = (name: string): void => {
    if (name === 'si') text = ''
    if (name === 'rPh') reading = true
  }
  const close = (name: string, said: string): void => {
    if (name === 't' && !reading) text += said
    if (name === 'rPh') reading = false
    if (name !== 'si') return
    heard += text.length
    if (heard > signs) throw fault('sheet.too-large')
    if (texts.push(text) > cells) throw fault('sheet.too-many-cells')
  }
  if (path && parts.has(path)) await hearAll(parts, path, { open, close })
  return texts
}

/** What cells refer to, and how much of the workbook has been read. */
type Shared = {
  readonly texts: readonly string[]
  readonly dates: ReadonlySet<number>
  readonly from1904: boolean
  readonly count: (kind: 'rows' | 'cells') => void
  readonly keep: (text: string) => string
}
/** Texts that come again and again are held once; a text of its own does not keep the piece of the file alive that it was cut from. */
const textKeeper = (): ((text: string) => string) => {
  const kept = new Map<string, string>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const own = Buffer.from(text).toString()
    if (text.length < 500 && kept.size < 100_000) kept.set(own, own)
    return own
  }
}

/** Counts what says something, in all sheets of a workbook together. */
const counter = (bounds: Bounds): Shared['count'] => {
  const read = { rows: 0, cells: 0 }
  return (kind) => {
    read[kind] += 1
    if (read[kind] > bounds[kind]) throw fault(`sheet.too-many-${kind}`)
  }
}

const columnOf = (place: string): number =>
  [...(/^[A-Z]+/.exec(place)?.[0] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

const numberOf = (raw: string, style: number, { dates, from1904 }: Shared): Pick<ReadCell, 'text' | 'kind'> => {
  const number = Number(raw)
  if (raw === '' || !Number.isFinite(number)) return { text: raw, kind: 'text' }
  const day = dates.has(style) ? dayOf(number, from1904) : undefined
  return day ? { text: day, kind: 'date' } : { text: String(number), kind: 'number' }
}
const kinds: Readonly<Record<string, (raw: string, shared: Shared) => Pick<ReadCell, 'text' | 'kind'>>> = {
  s: (raw, { texts }) => ({ text: texts[Number(raw)] ?? '', kind: 'text' }),
  b: (raw) => ({ text: raw === '1' ? '是' : '否', kind: 'text' }),
  e: (raw) => ({ text: raw, kind: 'error' }),
  d: (raw) => ({ text: raw.slice(0, 10), kind: 'date' }),
  str: (text) => ({ text, kind: 'text' }),
  inlineStr: (text) => ({ text, kind: 'text' }),
}
const read = (type: string, style: number, raw: string, shared: Shared): Pick<ReadCell, 'text' | 'kind'> =>
  kinds[type]?.(raw, shared) ?? numberOf(raw, style, shared)

/** Rows as the tags of a sheet go by; a cell without text leaves nothing, a row without cells neither. */
const rowHearing = (shared: Shared, found: SheetPiece[]): Hearing => {
  let cells = new Map<number, ReadCell>()
  let [row, column, type, style, raw, formula, phonetic] = [0, 0, '', 0, '', false, false]
  const begin: Record<string, (attributes: Attributes) => void> = {
    row: ({ r }) => {
      row = r ? Number(r) : row + 1
      column = 0
      cells = new Map()
    },
    c: ({ r, t, s }) => {
      column = r ? columnOf(r) : column + 1
      ;[type, style, raw, formula] = [t ?? 'n', Number(s ?? 0), '', false]
    },
    f: () => {
      formula = true
    },
    rPh: () => {
      phonetic = true
    },
    mergeCell: ({ ref }) => void found.push({ merged: ref ?? '' }),
  }
  const end: Record<string, (text: string) => void> = {
    v: (text) => {
      raw = text
    },
    t: (text) => {
      if (!phonetic) raw += text
    },
    rPh: () => {
      phonetic = false
    },
    c: () => {
      const { text, kind } = read(type, style, raw, shared)
      if (text.trim() === '' && !formula) return
      shared.count('cells')
      cells.set(column, { text: shared.keep(text), kind, formula })
    },
    row: () => {
      if (cells.size === 0) return
      shared.count('rows')
      found.push({ row, cells })
    },
  }
  return { open: (name, attributes) => begin[name]?.(attributes), close: (name, text) => end[name]?.(text) }
}

async function* piecesOf(parts: Parts, path: string, shared: Shared): AsyncGenerator<SheetPiece> {
  const found: SheetPiece[] = []
  for await (const _ of hear(parts, path, rowHearing(shared, found))) yield* found.splice(0)
}

/**
 * Opens an .xlsx workbook. Throws `SheetFault` for what is none (csv, xls, xlsb, a password, macros, an archive bomb, damage) or is beyond `bounds`, also while
 * its rows are read. Hidden sheets are left out: nobody sees what stands there. Formulas are not computed.
 */
export const readWorkbook = async (bytes: Buffer, bounds = usualBounds): Promise<WorkbookToRead> => {
  const parts = await openParts(bytes, bounds)
  const relations = await readRelations(parts)
  const sheets: { name: string; id: string }[] = []
  let from1904 = false
  const open = (name: string, attributes: Attributes): void => {
    if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
    if (name === 'sheet' && !attributes.state) sheets.push({ name: attributes.name ?? '', id: attributes['r:id'] ?? '' })
  }
  await hearAll(parts, 'xl/workbook.xml', { open, close: nothing })
  const pathOf = (type: string): string | undefined => relations.values().find((relation) => relation.type === type)?.target
  const dates = await readDateStyles(parts, pathOf('styles'))
  const shared = {
    texts: await readSharedTexts(parts, pathOf('sharedStrings'), bounds),
    dates,
    from1904,
    count: counter(bounds),
    keep: textKeeper(),
  }
  const toRead = sheets.map(({ name, id }) => ({ name, pieces: piecesOf(parts, relations.get(id)?.target ?? '', shared) }))
  return { sheets: toRead, close: parts.close }
}
