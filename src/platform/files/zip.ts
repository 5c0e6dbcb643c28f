import type { FileHandle } from 'node:fs/promises'

/** One entry as the central directory declares it; sizes in bytes. */
export type ZipEntry = {
  readonly name: string
  readonly packed: number
  readonly size: number
  readonly encrypted: boolean
  readonly link: boolean
}

const endMark = 0x06054b50
const entryMark = 0x02014b50
const endBytes = 22
const longestComment = 65_535

/** The entries of a zip archive, or undefined when its directory cannot be read (cut short, zip64, more than one volume). Opens nothing. */
export const zipEntries = async (file: FileHandle, size: number): Promise<ZipEntry[] | undefined> => {
  const tail = Buffer.alloc(Math.min(size, endBytes + longestComment))
  await file.read(tail, 0, tail.length, size - tail.length)
  const end = tail.lastIndexOf(Buffer.of(0x50, 0x4b, 0x05, 0x06))
  if (end < 0 || end + endBytes > tail.length || tail.readUInt32LE(end) !== endMark) return undefined
  const count = tail.readUInt16LE(end + 10)
  const bytes = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count === 0xffff || tail.readUInt16LE(end + 4) !== 0 || offset + bytes > size) return undefined
  const directory = Buffer.alloc(bytes)
  await file.read(directory, 0, bytes, offset)
  return entriesOf(directory, count)
}

const entriesOf = (directory: Buffer, count: number): ZipEntry[] | undefined => {
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entryMark) return undefined
    const nameBytes = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      link: directory.readUInt32LE(at + 38) >>> 28 === 0xa, // Unix mode: symbolic link
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}
