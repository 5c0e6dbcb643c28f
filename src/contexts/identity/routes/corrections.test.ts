import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officerApi } from './officer-api.test.ts'
import { setStage, type Visitor, visitor } from './stage.test.ts'

const stage = await setStage()
const { app, db, password, messagesTo } = stage
const evidence = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'
const path = '/my/profile/correction'

let token = ''
/** Hands the form in as a browser does; the token of the last form, where none is shown any more. */
const ask = async (
  guest: Visitor,
  fields: Record<string, string>,
  file: { name: string; text: string } = { name: '户口簿.pdf', text: evidence },
) => {
  const page = await guest.get(path)
  token = /_csrf=([^"&]+)"/.exec(page.body)?.[1] ?? token
  const part = (head: string, text: string): string => `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${text}\r\n`
  const typed = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value))
  const body = `${typed.join('')}${part(`name="file"; filename="${file.name}"`, file.text)}--b--\r\n`
  const headers = { cookie: guest.cookie(), 'x-forwarded-for': '10.12.0.1', 'content-type': 'multipart/form-data; boundary=b' }
  return app.inject({ method: 'POST', url: `${path}?_csrf=${token}`, payload: body, headers })
}

const at = async (userName: string, ip: string) => {
  const one = await officerApi(app, userName, password, ip)
  return {
    get: (url: string) => one.get(`/corrections${url}`),
    post: (id: string, payload: object) => one.post(`/corrections/${id}`, payload),
  }
}
type Officer = Awaited<ReturnType<typeof at>>
const waiting = async (officer: Officer): Promise<{ id: string; name: string; dueOn: string }> => {
  const { items } = JSON.parse((await officer.get('')).body)
  return items.find(({ accepted }: { accepted: boolean | null }) => accepted === null) ?? assert.fail('nothing waits')
}
const personOf = async (userName: string) => {
  const [row] = await db.sql<{ id: string; name: string; ethnicity: string | null }>`
    select person.id, person.name, ethnicity
    from identity.person join identity.account on person_id = person.id
    where user_name = ${userName} and kind = 'person'`
  return row ?? assert.fail(userName)
}

const citizen = visitor(app, '10.12.0.1')
await citizen.signIn('citizen1', password)
const secadmin = await at('secadmin', '10.12.0.2')
const before = await personOf('citizen1')
const renamed = { field: 'name', wanted: '改过 名', reason: '在派出所改了名' }

test('S-009 个人信息保护法第四十六条 更正要写明哪一项、正确的内容和原因, 并附证明材料; 同时只办一个', async () => {
  const blank = await ask(citizen, { field: 'name', wanted: '', reason: '' }, { name: '', text: '' })
  assert.equal(blank.statusCode, 422)
  for (const field of ['wanted', 'reason', 'file']) assert.match(blank.body, new RegExp(`id="f-${field}-e"`), field)
  for (const field of ['wanted', 'reason'])
    assert.equal((await ask(citizen, { ...renamed, [field]: '改过\u0000名' })).statusCode, 400, 'S-056')
  const same = await ask(citizen, { ...renamed, wanted: before.name })
  assert.match(same.body, /已经是这个内容/)
  const script = await ask(citizen, renamed, { name: 'a.svg', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' })
  assert.deepEqual([script.statusCode, /f-file-e/.test(script.body)], [422, true])
  assert.equal((await ask(citizen, renamed)).headers.location, `${path}?done=1`)
  assert.equal((await ask(citizen, renamed)).statusCode, 409)
  const page = (await citizen.get(`${path}?done=1`)).body
  assert.match(page, /15 个工作日内答复/)
  assert.match(page, /办理中/)
  assert.doesNotMatch(page, /enctype/, 'one at a time')
  const [row] = await db.sql<{ wanted: string }>`select encode(wanted_sealed, 'escape') as wanted from identity.correction`
  assert.doesNotMatch(row?.wanted ?? '', /改过名/, 'S-091: sealed')
})

test('S-009 S-047 由当地的安全管理员办理; 别的岗位和别的地方看不到; 查看留痕', async () => {
  const { id, dueOn, name } = await waiting(secadmin)
  assert.equal(name, before.name)
  assert.match(dueOn, /^\d{4}-\d\d-\d\d$/)
  for (const other of ['clerk1', 'sysadmin', 'auditor']) {
    const officer = await at(other, '10.12.0.3')
    assert.deepEqual([(await officer.get('')).statusCode, (await officer.post(id, { accept: true })).statusCode], [404, 404], other)
  }
  await db.sql`update identity.correction set division = '150100000000' where id = ${id}`
  assert.deepEqual(JSON.parse((await secadmin.get('')).body).items, [])
  assert.equal((await secadmin.get(`/${id}`)).statusCode, 404)
  await db.sql`update identity.correction set division = '150600000000' where id = ${id}`
  const seen = JSON.parse((await secadmin.get(`/${id}`)).body)
  assert.deepEqual([seen.former, seen.wanted, seen.fileName], [before.name, '改过名', '户口簿.pdf'])
  assert.match(seen.idNumber, /\*/)
  assert.equal((await secadmin.get(`/${id}/evidence`)).body, evidence)
  const [trail] = await db.sql<{
    told: string
  }>`select told from platform.audit where act = 'openCorrection' and target = ${`correction:${id}`}`
  assert.equal(trail?.told, before.name)
})

test('S-009 同意前向人口信息库核对新的内容: 不一致不更正, 一致才更正, 留下依据并告诉本人', async () => {
  const { id } = await waiting(secadmin)
  const differs = await secadmin.post(id, { accept: true })
  assert.deepEqual([differs.statusCode, JSON.parse(differs.body).type], [409, '/problems/registry-differs'])
  assert.equal((await personOf('citizen1')).name, before.name)
  await db.sql`update sandbox.person set name = '改过名' where name = ${before.name}`
  assert.equal((await secadmin.post(id, { accept: true })).statusCode, 200)
  assert.equal((await personOf('citizen1')).name, '改过名')
  assert.match((await citizen.get('/my/profile')).body, /改过名/)
  const [proof] = await db.sql<{
    source: string
  }>`select source from identity.proofing where person_id = ${before.id} and method = 'correction'`
  assert.equal(proof?.source, '人口库')
  assert.match((await messagesTo('13900010001'))[0] ?? '', /姓名已更正/)
  assert.match((await citizen.get(path)).body, /已更正/)
  assert.equal((await secadmin.post(id, { accept: false, opinion: '晚了' })).statusCode, 409, 'once')
  await assert.rejects(db.sql`update identity.person set name = '偷改' where id = ${before.id}`, /only by a correction/)
})

test('S-009 不同意要写原因, 本人看得到; 自己的更正自己不能办, 用哪个帐号都不能', async () => {
  assert.equal(
    (await ask(citizen, { field: 'ethnicity', wanted: before.ethnicity === '满族' ? '回族' : '满族', reason: '登记时选错了' })).statusCode,
    303,
  )
  const { id } = await waiting(secadmin)
  assert.equal((await secadmin.post(id, { accept: false, opinion: '' })).statusCode, 400)
  await db.sql`update identity.account set person_id = ${before.id} where user_name = 'secadmin'`
  assert.deepEqual([(await secadmin.get(`/${id}`)).statusCode, (await secadmin.post(id, { accept: true })).statusCode], [404, 404])
  await db.sql`update identity.account set person_id = null where user_name = 'secadmin'`
  assert.equal((await secadmin.post(id, { accept: false, opinion: '证明材料看不清' })).statusCode, 200)
  assert.match((await citizen.get(path)).body, /证明材料看不清/)
  assert.equal((await personOf('citizen1')).ethnicity, before.ethnicity)
})

test('S-035 五分钟前证明的要重新证明; 没有实名、代表单位、没有登录的都不能提出', async () => {
  await db.sql`update platform.session set data = data || '{"freshAt": "2020-01-01T00:00:00Z"}'::jsonb`
  assert.match(String((await citizen.get(path)).headers.location), /^\/my\/again/)
  assert.match(String((await visitor(app, '10.12.0.4').get(path)).headers.location), /^\/login\/person/)
  const company = visitor(app, '10.12.0.5')
  await company.signIn('company1', password, 'organisation')
  assert.equal((await company.get(path)).statusCode, 409)
})
