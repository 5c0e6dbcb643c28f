import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { FileDamaged, type FileStore, s3Store } from '../files.ts'

// s3rver comes without types; it runs in the tests alone.
type S3Server = { run: () => Promise<{ port: number }>; close: () => Promise<void> }
const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => S3Server

const folder = await mkdtemp(join(tmpdir(), 'tongban-s3-'))
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets: [{ name: 'tongban' }] })
const { port } = await server.run()
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const incoming = join(folder, 'incoming')
const storeAt = (endpoint: string, bucket = 'tongban'): FileStore =>
  s3Store({ endpoint, bucket, accessKey: 'S3RVER', secretKey: 'S3RVER' }, incoming)
const store = storeAt(`http://127.0.0.1:${port}`)
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
const put = (to: FileStore) => to.put(Readable.from([png]), { maxBytes: 1000 })

test('S-068 a content goes into the bucket under its hash and comes back byte for byte', async () => {
  const stored = await put(store)
  assert.deepEqual(stored, { sha256: createHash('sha256').update(png).digest('hex'), size: png.length, type: 'image/png' })
  assert.deepEqual(await store.bytes(stored.sha256), png)
  assert.deepEqual(Buffer.concat(await store.open(stored.sha256).toArray()), png)
  assert.deepEqual(await readdir(incoming), [], 'nothing stays on this machine')
})

test('S-068 F-22 a content that has changed in the bucket is not given out', async () => {
  const { sha256 } = await put(store)
  const path = join(folder, 'tongban', sha256.slice(0, 2), `${sha256.slice(2)}._S3rver_object`)
  const bytes = await readFile(path)
  bytes[60] = (bytes[60] ?? 0) ^ 1
  await writeFile(path, bytes)
  await assert.rejects(store.bytes(sha256), FileDamaged)
  await assert.rejects(store.open(sha256).toArray(), FileDamaged)
})

test('S-094 a content is removed from the bucket, and once more is no fault', async () => {
  const { sha256 } = await put(store)
  await store.remove(sha256)
  await assert.rejects(store.bytes(sha256), { status: 404 })
  await store.remove(sha256)
})

test('a content that is not in the bucket is not found; a bucket that is not there is a fault', async () => {
  await assert.rejects(store.bytes('0'.repeat(64)), { status: 404 })
  await assert.rejects(put(storeAt(`http://127.0.0.1:${port}`, 'no-such-bucket')), /answered 404/)
})

test('S-075 a store that fails is asked three times; each request signs the hash of the content', async () => {
  const asked: unknown[] = []
  const failing = createServer((request, response) => {
    asked.push(request.headers['x-amz-content-sha256'])
    assert.match(request.headers.authorization ?? '', /^AWS4-HMAC-SHA256 .*SignedHeaders=[^,]*x-amz-content-sha256/)
    request.resume().on('end', () => response.writeHead(503).end())
  })
  await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve))
  const address = failing.address()
  const own = storeAt(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)
  await assert.rejects(put(own), /answered 503/).finally(() => failing.close())
  const hash = createHash('sha256').update(png).digest('hex')
  assert.deepEqual(asked, [hash, hash, hash])
})
