import { constants, crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'

/** A part of an archive as it lies in it: deflated, with the check sum and the size of what it was. */
export type PackedPart = { readonly path: string; readonly bytes: readonly Buffer[]; readonly crc: number; readonly size: number }

/** A part that is deflated while it is written: what is held of it is what it weighs packed. */
export type Packing = {
  /** Takes more of the part; wait for it before giving more. */
  readonly add: (text: string) => Promise<void>
  /** The part with the beginning that turned out to be right. */
  readonly end: (head: string) => Promise<PackedPart>
}

/** Begins a part of which the first words are chosen at its end, out of these. */
export const pack = (path: string, heads: readonly string[]): Packing => {
  const begun = heads.map((head) => ({ head, crc: crc32(head), size: Buffer.byteLength(head) }))
  const stream = createDeflateRaw({ level: 4 })
  const bytes: Buffer[] = []
  stream.on('data', (chunk: Buffer) => bytes.push(chunk))
  const ended = new Promise<void>((resolve, reject) => stream.once('end', resolve).once('error', reject))
  ended.catch(() => undefined)
  return {
    add: (text) => {
      const more = Buffer.from(text)
      for (const one of begun) [one.crc, one.size] = [crc32(more, one.crc), one.size + more.length]
      return new Promise((resolve, reject) => stream.write(more, (error) => (error ? reject(error) : resolve())))
    },
    end: async (head) => {
      const found = begun.find((one) => one.head === head)
      if (!found) throw new Error('a beginning that was not announced')
      stream.end()
      await ended
      // Blocks that end at a byte may be followed by any others (RFC 1951 §3.2.4).
      const first = deflateRawSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
      return { path, bytes: [first, ...bytes], crc: found.crc, size: found.size }
    },
  }
}

/** A small part, packed at once. */
export const packed = (path: string, text: string): PackedPart => ({
  path,
  bytes: [deflateRawSync(text)],
  crc: crc32(text),
  size: Buffer.byteLength(text),
})

const [version, utf8, deflated] = [20, 0x0800, 8]
/** 1980-01-01: what the archive says of its time is nobody's business, and the same rows give the same bytes. */
const firstDay = 0x21

/** What the local header and the directory say alike (APPNOTE 6.3.9 §4.3.7, §4.3.12). */
const described = ({ path, crc, size, bytes }: PackedPart): Buffer => {
  const told = Buffer.alloc(26)
  told.writeUInt16LE(version, 0)
  told.writeUInt16LE(utf8, 2)
  told.writeUInt16LE(deflated, 4)
  told.writeUInt16LE(firstDay, 8)
  told.writeUInt32LE(crc, 10)
  told.writeUInt32LE(bytes.reduce((sum, { length }) => sum + length, 0), 14) // biome-ignore format: one field a line
  told.writeUInt32LE(size, 18)
  told.writeUInt16LE(Buffer.byteLength(path), 22)
  return told
}

const sign = (...bytes: number[]): Buffer => Buffer.from([0x50, 0x4b, ...bytes])

const directoryEntry = (part: PackedPart, offset: number): Buffer => {
  const [made, rest] = [Buffer.alloc(2), Buffer.alloc(14)]
  made.writeUInt16LE(version)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([sign(1, 2), made, described(part), rest, Buffer.from(part.path)])
}

/** The archive of these parts. */
export const zipOf = (parts: readonly PackedPart[]): Buffer => {
  const [pieces, directory] = [[] as Buffer[], [] as Buffer[]]
  let offset = 0
  for (const part of parts) {
    directory.push(directoryEntry(part, offset))
    const whole = [sign(3, 4), described(part), Buffer.from(part.path), ...part.bytes]
    pieces.push(...whole)
    offset += whole.reduce((sum, { length }) => sum + length, 0)
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.reduce((sum, { length }) => sum + length, 0), 8) // biome-ignore format: one field a line
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...pieces, ...directory, sign(5, 6), end])
}
