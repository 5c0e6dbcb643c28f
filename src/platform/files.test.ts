import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import { FileRefused } from './files/content.ts'
import { diskStore, FileDamaged, type FileStore, FileTooLarge, fileStore, recordFile, type Upload } from './files.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const root = await mkdtemp(join(tmpdir(), 'tongban-files-'))
after(() => rm(root, { recursive: true }))
const store = diskStore(root)

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
const madePdf = (): Promise<Buffer> => {
  const document = new PDFDocument()
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  document.text('Application').end()
  return new Promise((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))))
}
const plainPdf = await madePdf()
const pdfWith = (objects: string): Buffer => Buffer.from(plainPdf.toString('latin1').replace('xref\n', `${objects}\nxref\n`), 'latin1')

type Entry = { name: string; body?: string; flags?: number; size?: number; attributes?: number }
/** A zip archive with stored entries. */
const zip = (...entries: Entry[]): Buffer => {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, body = '', flags = 0, size, attributes = 0 } of entries) {
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 'latin1')
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt32LE(body.length, 18)
    local.writeUInt32LE(size ?? body.length, 22)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(flags, 8)
    central.writeUInt32LE(body.length, 20)
    central.writeUInt32LE(size ?? body.length, 24)
    central.writeUInt16LE(Buffer.byteLength(name), 28)
    central.writeUInt32LE(attributes, 38)
    central.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), Buffer.from(body))
    centrals.push(central, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + body.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const types = (type: string): Entry => ({ name: '[Content_Types].xml', body: `<Types><Override ContentType="${type}.main+xml"/></Types>` })
const docx = (...more: Entry[]): Buffer => zip(types(word), { name: 'word/document.xml', body: '<w:document/>' }, ...more)
const ofd = (...more: Entry[]): Buffer =>
  zip({ name: 'OFD.xml', body: '<ofd:OFD/>' }, { name: 'Doc_0/Document.xml', body: '<x/>' }, ...more)

const mebi = 1024 * 1024
const put = (content: Buffer, upload: Partial<Upload> = {}, to: FileStore = store) =>
  to.put(Readable.from([content]), { maxBytes: 20 * mebi, ...upload })
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
const inFolder = async (folder = root): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)
const refusal = async (content: Buffer, upload: Partial<Upload> = {}): Promise<string> => {
  const outcome = await put(content, upload).catch((error: unknown) => error)
  assert.ok(outcome instanceof FileRefused, `should be refused: ${JSON.stringify(outcome)}`)
  assert.match(String(outcome.extra.detail), /请/, 'the refusal says what to do')
  return outcome.title
}

test('S-068 a content is stored under its hash and comes back byte for byte', async () => {
  const stored = await put(plainPdf, { name: '申请表.PDF' })
  assert.deepEqual(stored, { sha256: sha256(plainPdf), size: plainPdf.length, type: 'application/pdf' })
  assert.deepEqual(await store.bytes(stored.sha256), plainPdf)
  assert.deepEqual(Buffer.concat(await store.open(stored.sha256).toArray()), plainPdf)
  assert.deepEqual(await put(plainPdf), stored, 'the same content again is the same file')
  assert.equal((await inFolder()).length, 1)
})

test('S-066 PDF, pictures, docx, xlsx and OFD are taken, by their content', async () => {
  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const heic = Buffer.concat([Buffer.of(0, 0, 0, 24), Buffer.from('ftypheic'), Buffer.alloc(12)])
  const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.of(20, 0, 0, 0), Buffer.from('WEBPVP8 '), Buffer.alloc(12)])
  const taken: [Buffer, string, string][] = [
    [png, 'a.png', 'image/png'],
    [Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'), 'a.jpeg', 'image/jpeg'],
    [webp, 'a.webp', 'image/webp'],
    [heic, 'a.heic', 'image/heic'],
    [docx(), '说明.docx', word],
    [zip(types(sheet), { name: 'xl/workbook.xml', body: '<x/>' }), 'a.xlsx', sheet],
    [ofd(), 'a.ofd', 'application/ofd'],
  ]
  for (const [content, name, type] of taken) assert.equal((await put(content, { name })).type, type, name)
})

test('S-066 web pages, SVG, text, archives, programs, old Office files and empty files are refused, each with a cure', async () => {
  const refused: [string | Buffer, RegExp][] = [
    ['<!doctype html><script>alert(1)</script>', /不支持/],
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', /不支持/],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', /SVG/],
    ['hello', /不支持/],
    [zip({ name: 'a.txt', body: 'a' }), /压缩包/],
    [Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), /不支持/],
    [Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)]), /旧版/],
    ['', /空/],
  ]
  for (const [content, reason] of refused) assert.match(await refusal(Buffer.from(content)), reason, String(content).slice(0, 30))
})

test('S-066 a name whose ending says something else than the content is refused', async () => {
  assert.match(await refusal(plainPdf, { name: '照片.jpg' }), /后缀/)
  assert.match(await refusal(png, { name: '照片' }), /后缀/)
})

test('S-056 a name with a null character is refused, since no column takes it', async () => {
  await assert.rejects(put(png, { name: '照片\u0000.png' }), /文件名里有不能使用的字符/)
})

test('S-066 a type that the matter does not list is refused', async () => {
  assert.match(await refusal(plainPdf, { types: ['image/png'] }), /格式/)
})

test('S-066 Office files with macros are refused, whatever they are called', async () => {
  assert.match(await refusal(docx({ name: 'word/vbaProject.bin', body: 'x' })), /宏/)
  const docm = zip(types('application/vnd.ms-word.document.macroEnabled'), { name: 'word/document.xml', body: '<x/>' })
  assert.match(await refusal(docm), /宏|不支持/)
})

test('S-066 S-067 archives with a password, a bomb, a way out or a link inside are refused', async () => {
  assert.match(await refusal(ofd({ name: 'secret', flags: 1 })), /密码/)
  assert.match(await refusal(ofd({ name: 'bomb', body: 'x', size: 200 * mebi })), /结构/)
  assert.match(await refusal(ofd({ name: '../../etc/passwd' })), /结构/)
  assert.match(await refusal(ofd({ name: '/etc/passwd' })), /结构/)
  assert.match(await refusal(ofd({ name: 'link', attributes: 0xa1ff0000 })), /结构/)
  assert.match(await refusal(ofd(...Array.from({ length: 501 }, (_, i) => ({ name: `f${i}` })))), /结构/)
  assert.match(await refusal(ofd().subarray(0, -10)), /损坏|压缩包/)
})

test('S-067 PDF with scripts, launches, attachments or a password is refused, also when it is hidden', async () => {
  const script = '9 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj'
  const packed = deflateSync(Buffer.from('9 0 << /S /JavaScript /JS (x) >>'))
  const hidden = `8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed.toString('latin1')}\nendstream\nendobj`
  assert.match(await refusal(pdfWith(script)), /脚本/)
  assert.match(await refusal(pdfWith(script.replace('/JavaScript', '/J#61vaScrip#74'))), /脚本/)
  assert.match(await refusal(pdfWith(hidden)), /脚本/)
  assert.match(await refusal(pdfWith('9 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj')), /脚本/)
  assert.match(await refusal(pdfWith('9 0 obj\n<< /Type /EmbeddedFile >>\nendobj')), /附件/)
  assert.match(await refusal(pdfWith('9 0 obj\n<< /Encrypt 4 0 R >>\nendobj')), /密码/)
  assert.match(await refusal(plainPdf.subarray(0, plainPdf.length - 20)), /不完整/)
  assert.equal(
    (await put(pdfWith('9 0 obj\n<< /OpenAction [1 0 R /Fit] >>\nendobj'))).type,
    'application/pdf',
    'opening at a page is harmless',
  )
})

test('S-066 a file over the limit is refused while it arrives, and leaves nothing behind', async () => {
  const before = await inFolder()
  let given = 0
  async function* endless() {
    for (;;) {
      given += 65_536
      yield Buffer.alloc(65_536, 1)
    }
  }
  const outcome = await store.put(endless(), { maxBytes: mebi }).catch((error: unknown) => error)
  assert.ok(outcome instanceof FileTooLarge)
  assert.equal(outcome.status, 413)
  assert.ok(given < 3 * mebi, 'it stopped reading')
  assert.equal((await put(png, { maxBytes: png.length })).size, png.length, 'the limit itself is allowed')
  assert.deepEqual(
    (await inFolder()).filter((name) => !before.includes(name) && name.length < 62),
    [],
  )
})

test('an upload that breaks off leaves nothing behind', async () => {
  async function* broken() {
    yield plainPdf.subarray(0, 100)
    throw new Error('connection lost')
  }
  await assert.rejects(store.put(broken(), { maxBytes: mebi }), /connection lost/)
  assert.deepEqual(await readdir(join(root, 'incoming')), [])
})

test('S-068 F-22 a content that has changed on disk is not given out, and storing it again mends it', async () => {
  const own = diskStore(join(root, 'own'))
  const stored = await put(plainPdf, {}, own)
  const path = join(root, 'own', stored.sha256.slice(0, 2), stored.sha256.slice(2))
  const bytes = await readFile(path)
  bytes[200] = (bytes[200] ?? 0) ^ 1
  await writeFile(path, bytes)
  await assert.rejects(own.bytes(stored.sha256), FileDamaged)
  const received: unknown[] = []
  const stream = own.open(stored.sha256)
  stream.on('data', (chunk) => received.push(chunk))
  await assert.rejects(new Promise((_resolve, reject) => stream.on('error', reject)), FileDamaged)
  assert.deepEqual(received, [], 'not one byte of it')
  await put(plainPdf, {}, own)
  assert.deepEqual(await own.bytes(stored.sha256), plainPdf)
})

test('a content that was never stored is not found, and no name leads out of the store', async () => {
  await assert.rejects(store.bytes('0'.repeat(64)), { status: 404 })
  await assert.rejects(store.bytes('../../../../etc/passwd'), TypeError)
})

test('a stored file is recorded once', async () => {
  const file = await put(png)
  await recordFile(db.sql, file)
  await recordFile(db.sql, file)
  assert.deepEqual(await db.sql`select sha256, size, type from platform.file`, [file])
})

test('the environment chooses the store, and half a configuration is refused', async () => {
  const own = fileStore(join(root, 'chosen'), {}, db.sql)
  await put(png, {}, own)
  assert.equal((await inFolder(join(root, 'chosen', 'files'))).length, 1)
  assert.throws(() => fileStore(root, { S3_ENDPOINT: 'http://127.0.0.1:1' }, db.sql), /S3_BUCKET/)
})
