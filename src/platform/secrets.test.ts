import assert from 'node:assert/strict'
import { createHmac, hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { hashPassword, needsRehash, randomDigits, randomToken, SealBroken, sameText, secrets, verifyPassword } from './secrets.ts'
import { Busy } from './turns.ts'

const ours = secrets('a secret for the tests alone')
const place = 'identity.person.id_number:0190'

test('S-091 a sealed field opens in its place and nowhere else', () => {
  const sealed = ours.seal('152701199001011234', place)
  assert.equal(ours.unseal(sealed, place), '152701199001011234')
  assert.ok(!sealed.includes('1990'))
  assert.throws(() => ours.unseal(sealed, 'identity.person.id_number:0191'), SealBroken, 'another row')
  assert.throws(() => ours.unseal(sealed, 'identity.person.phone:0190'), SealBroken, 'another column')
  assert.throws(() => secrets('another secret of the tests').unseal(sealed, place), SealBroken, 'another secret')
})

test('S-091 a changed byte anywhere in a sealed field is noticed', () => {
  const sealed = ours.seal('张三', place)
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed)
    changed[i] = (changed[i] ?? 0) ^ 1
    assert.throws(() => ours.unseal(changed, place), SealBroken, `byte ${i}`)
  }
  assert.throws(() => ours.unseal(sealed.subarray(0, 20), place), SealBroken)
})

test('S-091 the same text sealed twice looks different, and is found by its lookup hash', () => {
  assert.notDeepEqual(ours.seal('13800000000', place), ours.seal('13800000000', place))
  assert.equal(ours.lookupHash('13800000000'), ours.lookupHash('13800000000'))
  assert.notEqual(ours.lookupHash('13800000000', 'phone'), ours.lookupHash('13800000000', 'limit'))
  assert.match(ours.lookupHash('13800000000'), /^[0-9a-f]{64}$/)
})

test('S-091 the lookup hash is HMAC-SM3 under a derived key, not a bare SM3', () => {
  const key = Buffer.from(hkdfSync('sha256', 'a secret for the tests alone', 'tongban', 'lookup ', 32))
  assert.equal(ours.lookupHash('abc'), createHmac('sm3', key).update('abc').digest('hex'))
})

test('the 查询码 of a number is 6 characters of Crockford base32, the same each time, of this installation alone', () => {
  const code = ours.queryCode('150600202611220001')
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{6}$/)
  assert.equal(ours.queryCode('150600202611220001'), code)
  assert.notEqual(ours.queryCode('150600202611220002'), code)
  assert.notEqual(secrets('another secret of the tests').queryCode('150600202611220001'), code)
})

test('a short secret is refused', () => {
  assert.throws(() => secrets('short'), /16/)
})

test('S-002 passwords are kept as Argon2id with 19 MiB, two passes, one lane', async () => {
  const hash = await hashPassword('correct horse 电池')
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(await verifyPassword(hash, 'correct horse 电池'), true)
  assert.equal(await verifyPassword(hash, 'correct horse 电地'), false)
  assert.equal(needsRehash(hash), false)
  assert.equal(needsRehash(hash.replace('m=19456', 'm=4096')), true)
})

test('S-003 an unknown user costs a hash as well, and is answered no', async () => {
  assert.equal(await verifyPassword(undefined, 'anything'), false)
  const asked = await Promise.allSettled(Array.from({ length: 19 }, () => verifyPassword(undefined, 'anything')))
  assert.equal(asked.filter(({ status }) => status === 'rejected').length, 1, 'each takes a turn at hashing: the nineteenth finds none')
  await assert.rejects(verifyPassword('anything', '$argon2id$swapped'), TypeError)
})

test('S-002 two hashes run, sixteen wait, the nineteenth is told to come back', async () => {
  const asked = Array.from({ length: 19 }, () =>
    hashPassword('p').then(
      () => 'done',
      (error: unknown) => error,
    ),
  )
  const answers = await Promise.all(asked)
  assert.equal(answers.filter((answer) => answer === 'done').length, 18)
  const refused = answers[18]
  assert.ok(refused instanceof Busy)
  assert.equal(refused.status, 503)
  assert.equal(refused.extra.retryAfter, 2)
  assert.match(await hashPassword('p'), /^\$argon2id/, 'afterwards there is room again')
})

test('S-030 tokens have the bits asked for and never repeat', () => {
  const tokens = new Set(Array.from({ length: 1000 }, () => randomToken(128)))
  assert.equal(tokens.size, 1000)
  for (const token of tokens) assert.ok(Buffer.from(token, 'base64url').length >= 16)
})

test('S-012 codes are digits of the length asked for, and every digit occurs', () => {
  const codes = Array.from({ length: 400 }, () => randomDigits(6))
  for (const code of codes) assert.match(code, /^\d{6}$/)
  assert.equal(new Set(codes.join('')).size, 10)
})

test('texts are compared as wholes', () => {
  assert.equal(sameText('北京', '北京'), true)
  assert.equal(sameText('北京', '北平'), false)
  assert.equal(sameText('a', 'ab'), false)
})
