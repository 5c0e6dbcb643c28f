import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sql } from './db.ts'
import { FileRefused, inspect } from './files/content.ts'
import { diskShelf } from './files/disk.ts'
import { type S3, s3Shelf } from './files/s3.ts'
import type { Shelf } from './files/shelf.ts'
import { Problem } from './http.ts'

/** A stored content: its hash in hex is its name. `size` in bytes, `type` a media type found from the content. */
export type StoredFile = { readonly sha256: string; readonly size: number; readonly type: string }

/** Limits of one upload. `name` is what the person called it, checked against the content; `types` are the media types the matter allows. */
export type Upload = { readonly maxBytes: number; readonly name?: string; readonly types?: readonly string[] }

/** Contents by their hash. The same content is stored once; nothing is ever changed in place. */
export type FileStore = {
  /** Takes a content in whole or not at all. Throws FileTooLarge or FileRefused. */
  readonly put: (content: AsyncIterable<Uint8Array>, upload: Upload) => Promise<StoredFile>
  /** The content, checked before its first byte is given out. The stream fails with FileDamaged, or with Problem 404 when there is none. */
  readonly open: (sha256: string) => Readable
  /** The whole content, checked. Throws as `open` fails. */
  readonly bytes: (sha256: string) => Promise<Buffer>
  /** Takes the bytes away, where there are any. For `sweepFiles` alone, which knows that nobody refers to them. */
  readonly remove: (sha256: string) => Promise<void>
}

/** Told of a content before its bytes are kept: what is not noted is never removed, what is noted is not removed under an upload. */
type Note = (file: StoredFile) => Promise<unknown>

/** The upload is larger than `maxBytes`. */
export class FileTooLarge extends Problem {
  constructor(maxBytes: number) {
    const limit = `${Math.floor(maxBytes / 1024 / 1024) || 1} MB`
    super(413, 'file-too-large', `文件超过 ${limit}`, { detail: `请压缩或分成几个文件，每个不超过 ${limit}`, maxBytes })
  }
}

/** The stored bytes are no longer those that were taken in; they are not given out. */
export class FileDamaged extends Problem {
  readonly alarm = 'file-damaged'
  readonly sha256: string
  constructor(sha256: string) {
    super(500, 'file-damaged', '这个文件的存储副本已损坏，暂时无法打开，我们正在恢复')
    this.sha256 = sha256
  }
}

const spool = async (content: AsyncIterable<Uint8Array>, path: string, maxBytes: number): Promise<{ sha256: string; size: number }> => {
  const hash = createHash('sha256')
  let size = 0
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > maxBytes) throw new FileTooLarge(maxBytes)
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  )
  return { sha256: hash.digest('hex'), size }
}

const allow = (type: string, types: readonly string[] | undefined): void => {
  if (types && !types.includes(type)) throw new FileRefused('这份材料不接受这种格式', '请按材料要求的格式重新上传')
}

async function* checked(shelf: Shelf, sha256: string): AsyncGenerator<Uint8Array> {
  const chunks = await shelf.read(sha256)
  if (!chunks) throw new Problem(404, 'not-found', '没有找到这个文件')
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== sha256) throw new FileDamaged(sha256)
}

/** Reads twice: not a byte of a damaged content leaves the house, and memory holds one chunk. */
async function* checkedFirst(shelf: Shelf, sha256: string): AsyncGenerator<Uint8Array> {
  for await (const _ of checked(shelf, sha256));
  yield* checked(shelf, sha256)
}

const day = 24 * 3_600_000
const removeLeftovers = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > day) await rm(path, { force: true })
  }
}

const storeOn = (shelf: Shelf, incoming: string, note: Note | undefined): FileStore => ({
  async put(content, { maxBytes, name, types }) {
    if (name?.includes('\u0000')) throw new FileRefused('文件名里有不能使用的字符', '请改一个文件名再上传') // no column takes it (S-056)
    await mkdir(incoming, { recursive: true })
    const path = join(incoming, randomUUID())
    try {
      const { sha256, size } = await spool(content, path, maxBytes)
      const type = await inspect(path, size, name)
      allow(type, types)
      await note?.({ sha256, size, type })
      await shelf.keep(path, sha256)
      return { sha256, size, type }
    } finally {
      await rm(path, { force: true })
    }
  },
  open: (sha256) => Readable.from(checkedFirst(shelf, sha256), { objectMode: false }),
  async bytes(sha256) {
    const chunks: Uint8Array[] = []
    for await (const chunk of checked(shelf, sha256)) chunks.push(chunk)
    return Buffer.concat(chunks)
  },
  remove: shelf.remove,
})

/** Files under a folder of this machine. What an upload left behind when the process died is removed after a day. */
export const diskStore = (root: string, note?: Note): FileStore => {
  const incoming = join(root, 'incoming')
  removeLeftovers(incoming).catch(() => undefined) // there is no such folder yet
  return storeOn(diskShelf(root), incoming, note)
}

/** Files in an S3 bucket; `folder` holds what is still being taken in. */
export const s3Store = (s3: S3, folder: string, note?: Note): FileStore => storeOn(s3Shelf(s3), folder, note)

/** The store that the environment names: a bucket when S3_ENDPOINT is set, else `<folder>/files`. `sql` notes what is taken in. */
export const fileStore = (folder: string, environment: Readonly<Record<string, string | undefined>>, sql: Sql): FileStore => {
  const note: Note = (file) => noteFile(sql, file)
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION } = environment
  if (!S3_ENDPOINT) return diskStore(join(folder, 'files'), note)
  if (!S3_BUCKET || !S3_ACCESS_KEY || !S3_SECRET_KEY) throw new Error('S3_ENDPOINT needs S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY')
  const s3 = { endpoint: S3_ENDPOINT, bucket: S3_BUCKET, accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY }
  return s3Store(S3_REGION ? { ...s3, region: S3_REGION } : s3, join(folder, 'incoming'), note)
}

/**
 * Notes a content before its bytes are kept, in a transaction of its own. Whoever is removing it just now is waited for (the row is locked
 * even where nothing changes); a mark that nobody uses it is taken away.
 */
export const noteFile = async (sql: Sql, file: StoredFile): Promise<void> => {
  await sql`
    insert into platform.file (sha256, size, type)
    values (${file.sha256}, ${file.size}, ${file.type})
    on conflict (sha256) do update
    set unused_since = null
    where file.unused_since is not null`
}

/** Notes a stored content in platform.file, in the transaction that links to it. Locks nothing that others wait for. */
export const recordFile = async (sql: Sql, file: StoredFile): Promise<void> => {
  await sql`
    insert into platform.file (sha256, size, type)
    values (${file.sha256}, ${file.size}, ${file.type})
    on conflict (sha256) do nothing`
}

/** Contents that a record has taken which is itself never changed: they are never removed. In the transaction that writes the record. */
export const keepForGood = async (sql: Sql, hashes: readonly string[]): Promise<void> => {
  if (hashes.length === 0) return
  await sql`update platform.file set for_good = true where sha256 = any(${hashes}::text[]) and not for_good`
}
