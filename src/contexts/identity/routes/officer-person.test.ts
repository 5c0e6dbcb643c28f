import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneWindow, problemOf } from './phone-window.test.ts'
import { setStage, visitor } from './stage.test.ts'

const stage = await setStage()
const { app, db, password } = stage
const number = '150602198803159029'
const { at, citizen, forgetPauses, typed } = await phoneWindow(stage, number)
const [other] = await db.sql<{ id: string }>`select id_number as id from sandbox.person where id_number <> ${number} limit 1`
const named = (userName: string, name: string) =>
  db.sql`update identity.officer set name = ${name} where account_id = (select id from identity.account where user_name = ${userName})`
const path = '/my/security/person'
const officer = async (userName: string, ip: string) => {
  const one = visitor(app, ip)
  await one.signIn(userName, password, 'staff')
  await one.get(path)
  return one
}

test('S-048 工作人员没有核对身份的, 与申请人同名就要回避; 核对以后按人认, 不按名字认', async () => {
  await named('clerk1', citizen.name)
  const ask = async () => {
    await forgetPauses()
    return (await at('clerk1', '10.17.0.1')).post('', typed)
  }
  const namesake = await ask()
  assert.deepEqual(problemOf(namesake), [409, 'own-case'])
  assert.match(namesake.body.title, /同名.*核对您是谁/)

  const guest = await officer('clerk1', '10.17.0.2')
  assert.match((await guest.get('/my/security')).body, /还没有核对您是谁/)
  await guest.get(path)
  assert.match((await guest.post(path, { idNumber: '150602198803159020' })).body, /最后一位是校验码/)
  const wrong = await guest.post(path, { idNumber: other?.id ?? '' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /帐号上的姓名核对不一致/)
  assert.equal((await guest.post(path, { idNumber: number })).headers.location, path)
  assert.match((await guest.get(path)).body, /身份已核对/)
  assert.doesNotMatch((await guest.get('/my/security')).body, /还没有核对您是谁/)
  const trail = await db.sql<{ text: string }>`select to_jsonb(audit)::text as text from platform.audit where act = 'proveOfficer'`
  assert.equal(trail.length, 1)
  assert.doesNotMatch(trail[0]?.text ?? '', new RegExp(number))

  assert.doesNotMatch((await ask()).body.title, /同名/)
  await named('clerk1', '另一个名字')
  assert.deepEqual(problemOf(await ask()), [409, 'own-case'], 'he is who he is, whatever his account is called')
  await db.sql`
    update identity.account set person_id = (select person_id from identity.account where user_name = 'legal1' and kind = 'person')
    where user_name = 'clerk1'`
  await named('clerk1', citizen.name)
  assert.equal((await ask()).status, 201, 'a namesake who proved that he is another')
  await db.sql`update identity.account set person_id = null where user_name = 'clerk1'`
})

test('S-047 一人一号: 一个人只能有一个工作人员帐号; 申请人没有这一页', async () => {
  await forgetPauses()
  await named('clerk1', citizen.name)
  await named('secadmin', citizen.name)
  assert.equal((await (await officer('clerk1', '10.17.0.3')).post(path, { idNumber: number })).statusCode, 303)
  const second = await (await officer('secadmin', '10.17.0.4')).post(path, { idNumber: number })
  assert.equal(second.statusCode, 422)
  assert.match(second.body, /一个人只能有一个工作人员帐号/)
  const person = visitor(app, '10.17.0.5')
  await person.signIn('citizen1', password)
  assert.equal((await person.get(path)).statusCode, 404)
})
