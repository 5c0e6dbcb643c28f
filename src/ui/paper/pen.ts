import { createRequire } from 'node:module'
import type PDFDocument from 'pdfkit'
import type { create as createQr } from 'qrcode'
import type { Check, FileFacts, Seal } from './sheet.ts'
import { fontOf, mustDraw, type Weight, widthOf } from './type.ts'

const require = createRequire(import.meta.url)

export const mm = (millimetres: number): number => (millimetres * 72) / 25.4
export const red = '#c8102e'
export const ink = '#000000'

export type Style = { readonly size: number; readonly weight?: Weight; readonly color?: string; readonly spacing?: number }
export type Document = InstanceType<typeof PDFDocument>

/** An empty PDF whose bytes depend on nothing but what is drawn: date and id come from `facts`. */
export const openDocument = (facts: FileFacts, layout: 'portrait' | 'landscape'): Document => {
  const Pdf = require('pdfkit') as typeof PDFDocument // 33 MB with the first paper, not with the process
  const document = new Pdf({
    size: 'A4',
    layout,
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: facts.title, Author: facts.author, Creator: 'Tongban', Producer: 'Tongban', CreationDate: facts.at, ModDate: facts.at },
    font: null as unknown as string, // no standard font: only embedded ones are drawn with
  })
  for (const weight of ['regular', 'bold'] as const) document.registerFont(weight, fontOf(weight) as unknown as string)
  return document
}

/** The finished bytes. */
export const closeDocument = (document: Document): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    document.end()
  })

/** One line of text from `x`, standing on the baseline `y`. Every character has a glyph, or nothing is drawn. */
export const write = (document: Document, text: string, x: number, y: number, style: Style): void => {
  if (text === '') return
  const weight = style.weight ?? 'regular'
  mustDraw(text, weight)
  document
    .font(weight)
    .fontSize(style.size)
    .fillColor(style.color ?? ink)
  document.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', characterSpacing: style.spacing ?? 0, features: [] })
}

/** How wide a line of this style is. */
export const lineWidth = (text: string, style: Style): number =>
  widthOf(text, style.weight ?? 'regular', style.size) + [...text].length * (style.spacing ?? 0)

/** A line in the middle of `x` … `x + width`. */
export const writeCentred = (document: Document, text: string, x: number, width: number, y: number, style: Style): void =>
  write(document, text, x + (width - lineWidth(text, style) + (style.spacing ?? 0)) / 2, y, style)

/** A QR code as vectors, `side` points wide with its quiet zone inside. */
export const drawQr = (document: Document, check: Check, x: number, y: number, side: number): void => {
  const { create } = require('qrcode') as { create: typeof createQr }
  const { modules } = create(check.url, { errorCorrectionLevel: 'M' })
  const cell = side / (modules.size + 8)
  document.fillColor(ink)
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; ) {
      let run = 0
      while (column + run < modules.size && modules.get(row, column + run)) run += 1
      if (run > 0) document.rect(x + (column + 4) * cell, y + (row + 4) * cell, run * cell, cell)
      column += run + 1
    }
  }
  document.fill()
}

/** A round red seal of 42 mm about (x, y): the unit on its circle, its use in the middle. No star and no emblem. */
export const drawSeal = (document: Document, seal: Seal, x: number, y: number, radius = mm(21)): void => {
  const letters = [...seal.unit]
  const span = (Math.PI * (letters.length > 20 ? 1.6 : 1.25)) / letters.length
  const size = Math.min(radius / 4.2, span * radius * 0.64)
  const baseline = radius - size - radius * 0.08
  const step = Math.min((1.2 * size) / baseline, span)
  document.save().opacity(0.82)
  document.circle(x, y, radius).lineWidth(mm(1)).stroke(red)
  for (const [i, letter] of letters.entries()) {
    const angle = ((i - (letters.length - 1) / 2) * step * 180) / Math.PI
    document.save().rotate(angle, { origin: [x, y] })
    writeCentred(document, letter, x - size, 2 * size, y - baseline, { size, weight: 'bold', color: red })
    document.restore()
  }
  for (const [i, line] of seal.lines.entries()) {
    const lineSize = i === 0 ? radius / 4.8 : radius / 6.5
    writeCentred(document, line, x - radius, 2 * radius, y + radius * 0.56 + i * radius * 0.22, {
      size: lineSize,
      weight: 'bold',
      color: red,
    })
  }
  document.restore()
}
