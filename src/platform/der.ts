/** One element of DER: its tag, its bytes with and without the head. */
export type DerElement = { readonly tag: number; readonly whole: Buffer; readonly body: Buffer }

/** These bytes are not DER, or not of the shape that was asked for. */
export class NotDer extends Error {}

const lengthOf = (size: number): number[] => {
  if (size < 0x80) return [size]
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(size)
  const short = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  return [0x80 | short.length, ...short]
}

/** One element around its contents. */
export const der = (kind: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([kind, ...lengthOf(body.length)]), body])
}

export const derTags = {
  boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, nothing: 0x05, object: 0x06, utf8: 0x0c, time: 0x18, sequence: 0x30, set: 0x31,
} as const // biome-ignore format: a row of numbers

/** An object identifier written with dots. */
export const derObject = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const base128 = (value: number): number[] => {
    const digits = [value & 0x7f]
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80)
    return digits
  }
  return der(derTags.object, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** A positive integer from its bytes. */
export const derInteger = (bytes: Uint8Array): Buffer =>
  der(derTags.integer, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)

/** A string of whole bytes as bits. */
export const derBits = (bytes: Uint8Array): Buffer => der(derTags.bits, Buffer.of(0), bytes)

/** The elements that follow one another in some bytes. Throws NotDer when a length does not hold. */
export const derElements = (bytes: Uint8Array): DerElement[] => {
  const all = Buffer.from(bytes)
  const found: DerElement[] = []
  let at = 0
  while (at < all.length) {
    const first = all[at + 1] ?? 0x80
    const more = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80 || more > 4) throw new NotDer('a length that DER does not know')
    const start = at + 2 + more
    const size = more === 0 ? first : all.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0)
    if (start + size > all.length) throw new NotDer('an element longer than what holds it')
    found.push({ tag: all[at] ?? 0, whole: all.subarray(at, start + size), body: all.subarray(start, start + size) })
    at = start + size
  }
  return found
}

/** The elements inside the one sequence that some bytes are. */
export const derSequence = (bytes: Uint8Array): DerElement[] => {
  const [only, ...others] = derElements(bytes)
  if (only?.tag !== derTags.sequence || others.length > 0) throw new NotDer('not one sequence')
  return derElements(only.body)
}
