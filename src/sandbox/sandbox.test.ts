import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { isIdNumber, isUscc, sexOf } from '../kernel/identifiers.ts'
import { asProblem, sendProblem } from '../platform/http.ts'
import { testDatabase } from '../platform/testing.ts'
import { loadSandbox } from './load.ts'
import { sandboxRoutes } from './routes.ts'

const db = await testDatabase()
const data = new URL('../../data', import.meta.url).pathname
const people = JSON.parse(await readFile(`${data}/demo-people.json`, 'utf8'))
const app = Fastify()
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(
  sandboxRoutes({
    db,
    frame: () => {
      throw new Error('no page is asked for here')
    },
  }),
)
await loadSandbox(db, data)
await loadSandbox(db, data)
after(() => app.close())

const post = async (url: string, payload: object) => {
  const answer = await app.inject({ method: 'POST', url, payload })
  return { status: answer.statusCode, body: answer.json() }
}

test('every synthetic person and organisation has a valid number, an order number of 900 and above, and a name that says so', () => {
  for (const { name, idNumber, sex } of people.persons) {
    assert.ok(isIdNumber(idNumber) && sexOf(idNumber) === sex, idNumber)
    assert.ok(Number(idNumber.slice(14, 17)) >= 900)
    assert.match(name, /示例/)
  }
  for (const { name, uscc } of people.organisations) {
    assert.ok(isUscc(uscc), uscc)
    assert.match(name, /示例/)
  }
  assert.ok(people.persons.length >= 20 && people.organisations.length >= 10)
})

test('the population registry knows who agrees in both name and number, and nobody else', async () => {
  const [person, other] = people.persons
  const ask = async (name: string, idNumber: string) => (await post('/sandbox/population', { name, idNumber })).body.matched
  assert.equal(await ask(person.name, person.idNumber), true)
  assert.equal(await ask(other.name, person.idNumber), false)
  assert.equal(await ask(person.name, '150603199001010012'), false)
})

test('the enterprise registry compares every member of the claim', async () => {
  const [enterprise] = people.organisations
  const ask = async (change: object) => (await post('/sandbox/enterprises', { ...enterprise, ...change })).body.matched
  assert.equal(await ask({}), true)
  const legalRepresentative = { name: people.persons[0].name, idNumber: people.persons[0].idNumber }
  for (const change of [{ name: '示例' }, { kind: 'institution' }, { uscc: people.organisations[1].uscc }, { legalRepresentative }]) {
    assert.equal(await ask(change), false, JSON.stringify(change))
  }
})

test('民法典 §27: the registry says who is 监护人 of whom only when both agree in name and number', async () => {
  const child = { name: '示例戌', idNumber: '15060220180601943X' }
  const [guardian, , stranger] = people.persons.map(({ name, idNumber }: { name: string; idNumber: string }) => ({ name, idNumber }))
  const ask = async (claim: object) => (await post('/sandbox/guardianship', claim)).body.matched
  assert.equal(await ask({ child, guardian }), true)
  assert.equal(await ask({ child, guardian: stranger }), false)
  assert.equal(await ask({ child: guardian, guardian: child }), false)
  assert.equal(await ask({ child: { ...child, name: '示例' }, guardian }), false)
})

test('S-072 a message that comes twice under one key is on the phone once', async () => {
  const message = { to: '13700019999', text: '验证码 123456', key: 'one' }
  for (let n = 0; n < 2; n += 1) assert.equal((await post('/sandbox/sms', message)).status, 202)
  const { items } = (await app.inject('/sandbox/sms/13700019999')).json()
  assert.deepEqual(
    items.map(({ text }: { text: string }) => text),
    ['验证码 123456'],
  )
})

test('a party that is down says so, the others go on', async () => {
  await db.sql`update sandbox.condition set state = 'down' where party = 'population'`
  const { name, idNumber } = people.persons[0]
  assert.equal((await post('/sandbox/population', { name, idNumber })).status, 503)
  assert.equal((await post('/sandbox/enterprises', people.organisations[0])).status, 200)
})
