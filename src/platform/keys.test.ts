import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { verify, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { signDetached, verifyDetached } from './cms.ts'
import { signingKey } from './keys.ts'
import { SealBroken, secrets } from './secrets.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const ours = secrets('a secret for the tests alone')
const content = Buffer.from('准予行政许可决定书')

test('a signing key is made once, however many processes ask at the same time', async () => {
  const keys = await Promise.all(Array.from({ length: 4 }, () => signingKey(db, ours, 'licences')))
  assert.equal(new Set(keys.map(({ certificate }) => certificate)).size, 1)
  assert.equal(new Set(keys.map(({ authority }) => authority)).size, 1)
  assert.equal((await db.sql`select 1 from platform.signing_key`).length, 2, 'the key and its authority')
  const other = await signingKey(db, ours, 'receipts')
  assert.notEqual(other.certificate, keys[0]?.certificate)
  assert.equal(other.authority, keys[0]?.authority)
})

test('S-085 what the key signs is verified by its certificate, and a changed byte is noticed', async () => {
  const key = await signingKey(db, ours, 'licences')
  const signature = await key.sign(content)
  const { publicKey } = new X509Certificate(key.certificate)
  assert.equal(publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1')
  assert.equal(verify('sha256', content, publicKey, signature), true)
  assert.equal(verify('sha256', Buffer.from('不予行政许可决定书'), publicKey, signature), false)
})

test('S-086 certificate and authority form a chain that others accept: node, openssl and our CMS', async () => {
  const key = await signingKey(db, ours, 'licences')
  const [leaf, root] = [new X509Certificate(key.certificate), new X509Certificate(key.authority)]
  assert.ok(leaf.checkIssued(root) && leaf.verify(root.publicKey) && root.verify(root.publicKey))
  assert.equal(root.ca, true)
  assert.equal(leaf.ca, false)
  assert.ok(Date.parse(leaf.validTo) < Date.parse(root.validTo), 'the authority outlives what it issues')
  assert.equal(verifyDetached(await signDetached(key, content), content).certificate.fingerprint256, leaf.fingerprint256)
  if (spawnSync('openssl', ['version']).error) return
  const folder = mkdtempSync(join(tmpdir(), 'tongban-keys-'))
  writeFileSync(join(folder, 'leaf.pem'), key.certificate)
  writeFileSync(join(folder, 'root.pem'), key.authority)
  const answer = execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', 'root.pem', 'leaf.pem'], { cwd: folder, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  assert.match(answer, /leaf\.pem: OK/)
})

test('S-091 the private key lies sealed: not readable in the table, nor under another secret', async () => {
  const { privateKey } = await signingKey(db, ours, 'licences')
  const [row] = await db.sql<{ sealed_key: Buffer }>`select sealed_key from platform.signing_key where id = 'licences'`
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  assert.ok(row && !row.sealed_key.includes(pkcs8.toString('base64').slice(0, 40)) && !row.sealed_key.includes(pkcs8.subarray(0, 32)))
  await assert.rejects(signingKey(db, secrets('another secret of the tests'), 'licences'), SealBroken)
})

test('the authority itself is given to nobody', async () => {
  await assert.rejects(signingKey(db, ours, 'authority'), TypeError)
})
