import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage, visitor } from './stage.test.ts'

const { app, db, password } = await setStage()

test('R-035 用户名自己选一次: 不合规则和已有人用的说明白, 不说是谁的; 选好就能登录, 不能再改', async () => {
  await db.sql`update identity.account set user_name = null where user_name = 'citizen1'`
  const guest = visitor(app, '10.14.0.1')
  await guest.signIn('13900010001', password)
  const choose = async (userName: string) => {
    await guest.get('/my/security')
    return guest.post('/my/security/user-name', { userName })
  }
  assert.match((await choose('1a')).body, /小写字母开头/)
  const taken = await choose('company1')
  assert.deepEqual([taken.statusCode, /已有人用/.test(taken.body)], [422, true])
  assert.doesNotMatch(taken.body, /有限公司/)
  assert.equal((await choose(' Batu_2026 ')).headers.location, '/my/security?done=userName')
  assert.equal((await visitor(app, '10.14.0.2').signIn('batu_2026', password)).statusCode, 303)
  const page = (await guest.get('/my/security')).body
  assert.doesNotMatch(page, /user-name/, 'once')
  assert.equal((await choose('another_name')).statusCode, 409, 'a second tab is not told that it was set')
  assert.equal((await db.sql`select from identity.account where user_name = 'another_name'`).length, 0)
})
