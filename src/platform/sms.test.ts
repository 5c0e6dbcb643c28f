import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import { deliver } from './outbox.ts'
import { secrets } from './secrets.ts'
import { smsConsumer, smsOutbox, smsSignature } from './sms.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const ours = secrets('a secret for the tests alone')
const sms = smsOutbox(ours)

type Got = { body: string; signature: string }
const got: Got[] = []
let status = 202
const read = async (request: IncomingMessage): Promise<string> => Buffer.concat(await request.toArray()).toString()
const gateway = createServer(async (request, response) => {
  got.push({ body: await read(request), signature: String(request.headers['x-tongban-signature']) })
  response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end()
})
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
after(() => gateway.close())
const address = gateway.address()
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/sms`
const gatewayKey = 'shared with the gateway'
const message = { to: '13800001111', text: '您的办件已受理。', key: 'case 1 accepted' }

const events = async (): Promise<string[]> => (await db.sql<{ id: string }>`select id from platform.event order by at`).map(({ id }) => id)
const sendOne = async (key: string): Promise<string> => {
  const before = new Set(await events())
  await sms.send(db.sql, { ...message, key })
  return (await events()).find((id) => !before.has(id)) ?? ''
}

test('S-072 a message goes out once per key, signed, and holds the telephone and the text alone', async () => {
  await sms.send(db.sql, message)
  await sms.send(db.sql, { ...message, text: '再来一次' })
  const [id = '', ...more] = await events()
  assert.deepEqual(more, [], 'the second is the same message')
  const consumer = smsConsumer(ours, { url, key: gatewayKey })
  await deliver(db, [consumer], id)
  await deliver(db, [consumer], id)
  assert.equal(got.length, 1)
  assert.deepEqual(JSON.parse(got[0]?.body ?? ''), message)
  const seconds = Number(/^t=(\d+),/.exec(got[0]?.signature ?? '')?.[1])
  assert.equal(got[0]?.signature, smsSignature(gatewayKey, seconds, got[0]?.body ?? ''))
})

test('S-090 neither telephone nor text nor key can be read in the outbox', async () => {
  const rows = JSON.stringify(await db.sql`select * from platform.event`)
  assert.doesNotMatch(rows, /13800001111|受理|case 1/)
})

test('F-23 a gateway that has the key already counts as sent; one that fails or redirects does not', async () => {
  const consumer = smsConsumer(ours, { url, key: gatewayKey })
  status = 409
  await deliver(db, [consumer], await sendOne('taken before'))
  for (const failing of [500, 400, 302]) {
    status = failing
    await assert.rejects(deliver(db, [consumer], await sendOne(`fails with ${failing}`)), /sms-gateway could not take/)
  }
  status = 202
})

test('S-075 F-23 after five failures in a row the gateway is left alone', async () => {
  const consumer = smsConsumer(ours, { url, key: gatewayKey })
  const id = await sendOne('breaker')
  status = 500
  const before = got.length
  for (let n = 0; n < 9; n += 1) await assert.rejects(deliver(db, [consumer], id))
  assert.equal(got.length - before, 5)
  status = 202
})

test('S-061 a text with a line break and a number that is no telephone are refused', async () => {
  await assert.rejects(sms.send(db.sql, { ...message, key: 'a', text: '您好\r\nTo: 13900000000' }), TypeError)
  await assert.rejects(sms.send(db.sql, { ...message, key: 'b', to: '0477-8580000' }), TypeError)
})
