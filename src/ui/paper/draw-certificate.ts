import { breakLines, printed } from './lines.ts'
import { closeDocument, type Document, drawQr, drawSeal, lineWidth, mm, openDocument, type Style, write, writeCentred } from './pen.ts'
import type { Certificate, FileFacts } from './sheet.ts'
import { addSignatureField } from './signature-field.ts'

const page = { width: mm(297), height: mm(210) }
const gold = '#8c6d2f'
const pale = '#f3ecdc'

/** A rosette of turned ellipses, as certificates carry it: faint, behind the text. */
const drawGround = (document: Document): void => {
  const [x, y] = [page.width / 2, page.height / 2]
  for (let turn = 0; turn < 180; turn += 6) {
    document.save().rotate(turn, { origin: [x, y] })
    document.ellipse(x, y, mm(78), mm(34)).lineWidth(0.5).stroke(pale)
    document.restore()
  }
}

const drawBorder = (document: Document): void => {
  const ruled = (inset: number, width: number): void => {
    document
      .rect(inset, inset, page.width - 2 * inset, page.height - 2 * inset)
      .lineWidth(width)
      .stroke(gold)
  }
  ruled(mm(9), 3)
  ruled(mm(11.2), 0.8)
  const step = mm(6)
  const [left, top, right, bottom] = [mm(15), mm(15), page.width - mm(15), page.height - mm(15)]
  const across = Math.floor((right - left) / step)
  const down = Math.floor((bottom - top) / step)
  const diamond = (x: number, y: number): void => {
    document.polygon([x - mm(2.2), y], [x, y - mm(1.4)], [x + mm(2.2), y], [x, y + mm(1.4)])
  }
  for (let i = 0; i <= across; i += 1) for (const y of [top, bottom]) diamond(left + ((right - left) * i) / across, y)
  for (let i = 1; i < down; i += 1) for (const x of [left, right]) diamond(x, top + ((bottom - top) * i) / down)
  document.lineWidth(0.5).stroke(gold)
  ruled(mm(19), 0.8)
}

const text = { left: mm(34), width: page.width - mm(68) }
const indent = mm(47)
const [factsTop, footTop] = [mm(68), page.height - mm(70)]
/** Text sizes from the usual to the smallest that is still read: a long scope is set smaller. */
const sizes = [15, 13, 11.5, 10, 9, 8, 7]
const words: Style = { size: 15 }

type Line = { readonly name: string; readonly text: string; readonly start: number }

const linesOf = ({ facts, text: closing }: Certificate, size: number): Line[] => {
  const measure = (part: string): number => lineWidth(part, { size })
  const rows = facts.flatMap(([name, value]) =>
    breakLines(printed(value), text.width - indent, measure).map((line, i) => ({ name: i === 0 ? name : '', text: line, start: indent })),
  )
  const end = breakLines(printed(closing), text.width, measure, 2 * size).map((line, i) => ({
    name: '',
    text: line,
    start: i === 0 ? 2 * size : 0,
  }))
  return [...rows, ...end]
}

/** A text that fits no page even at the smallest size is not cut in silence. */
export class TooLong extends Error {}

const drawText = (document: Document, certificate: Certificate): void => {
  const size = sizes.find((one) => linesOf(certificate, one).length * one * 1.66 <= footTop - factsTop)
  if (size === undefined) throw new TooLong(`the text of ${certificate.number} does not fit a certificate`)
  for (const [i, line] of linesOf(certificate, size).entries()) {
    const y = factsTop + i * size * 1.66
    write(document, line.name, text.left, y, { size, weight: 'bold' })
    write(document, line.text, text.left + line.start, y, { size })
  }
}

const drawFoot = (document: Document, certificate: Certificate): void => {
  const top = footTop
  drawQr(document, certificate.check, text.left - mm(2), top + mm(3), mm(30))
  write(document, '扫码查验证照状态', text.left + mm(31), top + mm(14), { size: 10 })
  write(document, '验证码', text.left + mm(31), top + mm(20), { size: 10 })
  write(document, certificate.check.code, text.left + mm(31), top + mm(26), { size: 11, weight: 'bold' })
  const issuer = `发证机关：${certificate.issuer}`
  const right = page.width - mm(34)
  const centre = Math.min(right - mm(24), right - lineWidth(issuer, words) / 2)
  const half = lineWidth(issuer, words)
  writeCentred(document, issuer, centre - half, 2 * half, top + mm(15), words)
  writeCentred(document, certificate.date, centre - half, 2 * half, top + mm(24), words)
  drawSeal(document, certificate.seal, centre, top + mm(20))
  write(document, `证照标识 ${certificate.identifier}`, text.left, page.height - mm(25), { size: 8.5 })
}

/** Draws an e-licence. The same certificate and facts always give the same bytes, with an empty signature inside. */
export const drawCertificate = async (certificate: Certificate, facts: FileFacts): Promise<Buffer> => {
  const document = openDocument(facts, 'landscape')
  document.addPage()
  drawGround(document)
  drawBorder(document)
  const title: Style = { size: 36, weight: 'bold', spacing: 10 }
  const fits = Math.min(1, text.width / lineWidth(certificate.title, title))
  writeCentred(document, certificate.title, text.left, text.width, mm(45), { size: 36 * fits, weight: 'bold', spacing: 10 * fits })
  writeCentred(document, `证照编号 ${certificate.number}`, text.left, text.width, mm(54), { size: 12 })
  drawText(document, certificate)
  drawFoot(document, certificate)
  addSignatureField(document, facts)
  return closeDocument(document)
}
