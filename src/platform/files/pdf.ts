import { inflateSync } from 'node:zlib'

/** A name of PDF, each letter as it is or as #hex. */
const named = (word: string): string => [...word].map((letter) => `(?:${letter}|#${letter.charCodeAt(0).toString(16)})`).join('')
const anyOf = (...words: string[]): RegExp => new RegExp(`/(?:${words.map(named).join('|')})`, 'i')

// An /OpenAction that only shows a page is harmless and common; what it could do harm with is named here.
const active = anyOf('JavaScript', 'Launch', 'RichMedia')
const attached = anyOf('EmbeddedFile')
const encrypted = anyOf('Encrypt')
const objectStream = anyOf('ObjStm')
const mostUnpacked = 64 * 1024 * 1024

/** What a PDF holds that we do not take in (S-067); undefined when there is nothing. Objects in compressed object streams are looked at too. */
export const pdfFault = (pdf: Buffer): 'encrypted' | 'active' | 'attached' | 'unreadable' | undefined => {
  const text = pdf.toString('latin1')
  if (!text.includes('%%EOF')) return 'unreadable'
  if (encrypted.test(text)) return 'encrypted'
  const hidden = packedObjects(pdf, text)
  if (hidden === undefined) return 'unreadable'
  const all = [text, ...hidden]
  if (all.some((part) => active.test(part))) return 'active'
  return all.some((part) => attached.test(part)) ? 'attached' : undefined
}

/** The contents of the object streams; undefined when one cannot be unpacked. */
const packedObjects = (pdf: Buffer, text: string): string[] | undefined => {
  const found: string[] = []
  let room = mostUnpacked
  for (let at = text.indexOf('stream'); at >= 0; at = text.indexOf('stream', at)) {
    const head = text.slice(Math.max(text.lastIndexOf(' obj', at), 0), at)
    const end = text.indexOf('endstream', at)
    if (end < 0) break
    if (objectStream.test(head)) {
      const start = at + (text.startsWith('\r\n', at + 6) ? 8 : 7)
      const unpacked = unpack(pdf.subarray(start, end), head, room)
      if (unpacked === undefined) return undefined
      room -= unpacked.length
      found.push(unpacked)
    }
    at = end + 9
  }
  return found
}

const unpack = (body: Buffer, head: string, room: number): string | undefined => {
  if (!head.includes('/Filter')) return body.toString('latin1')
  try {
    return inflateSync(body, { maxOutputLength: Math.max(room, 1) }).toString('latin1')
  } catch {
    return undefined
  }
}
