import { createRequire } from 'node:module'
import type { create } from 'qrcode'
import { type Html, html } from './html.ts'

const require = createRequire(import.meta.url)

/** A QR code as an image inside the page, with its quiet zone; `label` says what it is for. */
export const qr = (text: string, label: string): Html => {
  const library = require('qrcode') as { create: typeof create } // 14 MB with the first code
  const { modules } = library.create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 8
  let path = ''
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) if (modules.get(row, column)) path += `M${column + 4} ${row + 4}h1v1h-1z`
  }
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${side} ${side}" width="240" height="240" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`
}
