import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { openLog, tidyUrl } from './log.ts'

const listening = () => {
  const lines: string[] = []
  return { lines, log: openLog('info', { write: (line) => void lines.push(line) }) }
}
const [idNumber, phone] = ['15270119900101123X', '13800001111']

test('S-104 whatever is logged stays one line of JSON without control, bidi or invisible characters', () => {
  const { lines, log } = listening()
  const hostile = 'a\r\n{"level":60}\u001b[2J\u009b31m\u202e\u2028\u200b\u007f\ufeffb'
  log.info({ text: hostile, [hostile]: 1 }, hostile)
  assert.equal(lines.length, 1)
  const [line = ''] = lines
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  assert.doesNotMatch(line.trimEnd(), /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/)
  assert.equal(JSON.parse(line).text, hostile, 'and nothing of it is lost')
})

test('S-090 an identity or telephone number is struck out wherever it stands; other numbers stay', () => {
  const { lines, log } = listening()
  log.info(
    { no: 'x', deep: [{ phone: 'n', note: `找 ${phone}` }], at: 1763800000000, sum: 0.13800001111 },
    `身份证 ${idNumber}、${phone}，编号 150600-2026-000017`,
  )
  const [line = ''] = lines
  assert.doesNotMatch(line, new RegExp(`${idNumber}|找 ${phone}|、${phone}`))
  assert.match(line, /150600-2026-000017/)
  assert.match(line, /1763800000000/)
  assert.match(line, /0\.13800001111/)
})

test('S-090 passwords, tokens, cookies and bodies are struck out', () => {
  const { lines, log } = listening()
  const secret = 'correct horse'
  log.warn(
    {
      password: secret,
      user: { password: secret, token: secret, cookie: secret },
      headers: { authorization: secret, 'set-cookie': secret },
      body: secret,
    },
    'x',
  )
  assert.doesNotMatch(lines.join(''), /correct horse/)
})

test('S-090 a request is logged with its path, its id and the names of its query, never with values, headers or body', async () => {
  const { lines, log } = listening()
  const app = fastify({ loggerInstance: log })
  app.post('/query', async (request) => {
    request.log.info({ act: 'lookup' }, 'looked up')
    return { found: true }
  })
  await app.inject({
    method: 'POST',
    url: `/query?no=150600&name=${encodeURIComponent('张三')}&phone=${phone}`,
    headers: { cookie: 'sid=canary', authorization: 'Bearer canary' },
    payload: { code: 'canary' },
  })
  await app.close()
  const written = lines.map((line) => JSON.parse(line))
  const ids = new Set(written.map(({ reqId }) => reqId))
  assert.equal(ids.size, 1, 'one request id in all its lines')
  assert.equal(written.find(({ req }) => req)?.req.url, '/query?no&name&phone')
  assert.equal(written.find(({ res }) => res)?.res.statusCode, 200)
  assert.doesNotMatch(lines.join(''), /canary|%E5%BC%A0|张三|13800001111/)
})

test('S-090 an error is logged with its causes, without the row that a database shows', () => {
  const { lines, log } = listening()
  const fault = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(张三) already exists.' })
  log.error({ err: new Error('could not submit', { cause: fault }) }, 'failed')
  log.error({ err: new AggregateError([fault], 'two failed') }, 'failed')
  const [first, second] = lines.map((line) => JSON.parse(line))
  assert.deepEqual([first.err.message, first.err.cause.message, first.err.cause.errorCode], ['could not submit', 'duplicate key', '23505'])
  assert.match(first.err.stack, /log\.test\.ts/)
  assert.equal(second.err.errors[0].message, 'duplicate key')
  assert.doesNotMatch(lines.join(''), /张三/)
})

test('an address keeps its path and the names of its query', () => {
  assert.equal(tidyUrl('/a/b'), '/a/b')
  assert.equal(tidyUrl('/a?x=1&y=2=3&z'), '/a?x&y&z')
  assert.equal(tidyUrl('/a?'), '/a')
})
