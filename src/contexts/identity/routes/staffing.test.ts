import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordAccess } from '../../../platform/access.ts'
import { recordAudit } from '../../../platform/audit.ts'
import { cellsOf } from '../../../platform/testing-sheets.ts'
import { loadDivisions } from '../../divisions/index.ts'
import { loadOrganisations } from '../../organisations/index.ts'
import { setStage, visitor } from './stage.test.ts'

const { app, db, password } = await setStage()
await loadDivisions(db)
await loadOrganisations(db, new URL('../../../../data', import.meta.url).pathname)

type Answer = { readonly status: number; readonly body: Record<string, never> & { items?: Row[]; refused?: string } }
type Row = Record<string, string> & { roles: string[]; posts: Row[]; acts: string[] }

/** An officer at his console: signed in, with the token that changes need. */
const at = async (userName: string, ip: string, secret = password) => {
  const one = visitor(app, ip)
  const { statusCode } = await one.signIn(userName, secret, 'staff')
  assert.equal(statusCode, 303, userName)
  const call = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const me = JSON.parse((await one.get('/api/v1/me')).body)
    const headers = { cookie: one.cookie(), 'x-forwarded-for': ip, 'x-csrf-token': me.csrfToken ?? '' }
    const answer = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, body: isJson ? JSON.parse(answer.body) : answer.rawPayload } as Answer & { body: never }
  }
  return {
    visitor: one,
    me: async () => JSON.parse((await one.get('/api/v1/me')).body).person as { roles: string[] } | undefined,
    get: (url: string) => call('GET', url),
    remove: (url: string) => call('DELETE', url),
    post: (url: string, body: object) => call('POST', url, body),
  }
}
type Told = { type: string; items: Row[]; link: string; id: string; posts: Row[]; acts: string[]; next: string | null }
const told = ({ body }: { body: unknown }): Told => body as Told

const [sysadmin, secadmin, auditor] = [await at('sysadmin', '10.9.0.1'), await at('secadmin', '10.9.0.2'), await at('auditor', '10.9.0.3')]
const idOf = async (userName: string): Promise<string> => {
  const [row] = await db.sql<{ id: string }>`select id from identity.account where user_name = ${userName}`
  return row?.id ?? assert.fail(userName)
}
const city = { unit: '鄂尔多斯市政务服务中心综合窗口', departmentCode: '', division: '150600000000' }
const waitingOf = async (name: string): Promise<Row> =>
  told(await secadmin.get('/api/v1/staff/asked')).items.find((one) => one.name === name) ?? assert.fail(name)
const approve = async (name: string, yes = true) => secadmin.post(`/api/v1/staff/posts/${(await waitingOf(name)).id}`, { approve: yes })
const open = async (link: string, fields: Record<string, string>) => {
  const guest = visitor(app, '10.9.1.1')
  const path = new URL(link).pathname
  const page = await guest.get(path)
  return page.statusCode === 200 ? guest.post(path, fields) : page
}

test('S-008, S-047 an invited officer chooses his password by a one-time link and can do nothing before the 安全管理员 approved his post', async () => {
  const invited = await sysadmin.post('/api/v1/staff/invitations', { name: '新来的', roles: ['clerk'], ...city })
  assert.equal(invited.status, 201)
  const fields = { userName: 'newcomer', password }
  assert.equal((await open(told(invited).link, fields)).statusCode, 303)
  assert.equal((await open(told(invited).link, fields)).statusCode, 404)
  const newcomer = await at('newcomer', '10.9.0.4')
  assert.deepEqual((await newcomer.me())?.roles, [])
  assert.equal((await sysadmin.post(`/api/v1/staff/posts/${(await waitingOf('新来的')).id}`, { approve: true })).status, 404)
  assert.equal((await approve('新来的')).status, 200)
  assert.equal(await newcomer.me(), undefined, 'S-033: sessions end when what one may do changes')
  assert.deepEqual((await (await at('newcomer', '10.9.0.4')).me())?.roles, ['clerk'])
})

test('S-047 a change of roles waits with the old post standing, takes its place when approved, and can be refused', async () => {
  const id = await idOf('newcomer')
  const [held] = told(await sysadmin.get(`/api/v1/staff/${id}`)).posts
  const asked = (roles: string[]) => sysadmin.post(`/api/v1/staff/${id}/posts`, { roles, ...city, replaces: held?.id })
  assert.equal(told(await sysadmin.post(`/api/v1/staff/${id}/posts`, { roles: ['issuer'], ...city })).type, '/problems/maker-checker')
  assert.equal((await asked(['issuer'])).status, 201)
  const officer = await at('newcomer', '10.9.0.4')
  assert.deepEqual((await officer.me())?.roles, ['clerk'])
  assert.equal((await approve('新来的', false)).status, 200)
  assert.deepEqual((await officer.me())?.roles, ['clerk'], 'refused: what he has stands')
  assert.equal((await asked(['issuer'])).status, 201)
  assert.equal((await approve('新来的')).status, 200)
  assert.equal(await officer.me(), undefined)
  assert.deepEqual((await (await at('newcomer', '10.9.0.4')).me())?.roles, ['issuer'])
})

test('S-047 nobody gives himself anything, and the database refuses one person on both sides', async () => {
  const own = await idOf('sysadmin')
  const refused = await sysadmin.post(`/api/v1/staff/${own}/posts`, { roles: ['auditor'], ...city })
  assert.equal(told(refused).type, '/problems/own-account')
  await assert.rejects(db.sql`update identity.appointment set asked_by = account_id where account_id = ${own}`, /check constraint/)
  const sec = await idOf('secadmin')
  await assert.rejects(
    db.sql`update identity.appointment set asked_by = ${sec}, settled_by = ${sec} where account_id = ${own}`,
    /check constraint/,
  )
})

test('D2 a department administers its own people and a 旗区 its own place; the rest is not there for them (S-041)', async () => {
  const tax = { unit: '鄂尔多斯市税务局', departmentCode: '11150600MB13000009', division: '150600000000' }
  const department = await at('deptadmin1', '10.9.0.5')
  const banner = await at('banneradmin1', '10.9.0.6')
  const clerk = await idOf('clerk1')
  for (const admin of [department, banner]) assert.equal((await admin.get(`/api/v1/staff/${clerk}`)).status, 404)
  assert.ok(told(await banner.get('/api/v1/staff')).items.every(({ division }) => division?.startsWith('150602')))
  assert.ok(told(await department.get('/api/v1/staff')).items.every(({ departmentCode }) => departmentCode === '11150600MB13100001'))
  const chief = await at('chief1', '10.9.0.10')
  for (const query of ['', '?department=11150600MB13100001'])
    assert.ok(
      told(await chief.get(`/api/v1/staff${query}`)).items.every(({ departmentCode }) => departmentCode === ''),
      'the hall alone',
    )
  const invite = (admin: typeof department, body: object) =>
    admin.post('/api/v1/staff/invitations', { name: '某人', roles: ['clerk'], ...body })
  assert.equal(told(await invite(department, tax)).type, '/problems/out-of-reach')
  assert.equal(told(await invite(banner, city)).type, '/problems/out-of-reach')
  assert.equal(
    told(await invite(department, { ...tax, departmentCode: '11150600MB13100001', roles: ['supervisor'] })).type,
    '/problems/beyond-your-gift',
  )
  assert.equal((await invite(department, { ...tax, departmentCode: '11150600MB13100001' })).status, 201)
  assert.equal(told(await invite(sysadmin, { ...tax, division: '150602000000' })).type, '/problems/no-such-unit')
})

test('D1 the tree of places: bodies, halls, 科室 and 窗口 of a division with their level; a body that is no more takes nobody', async () => {
  const tree = told(await sysadmin.get('/api/v1/staff/places')).items
  const named = (name: string): Row => tree.find((node) => node.name === name) ?? assert.fail(name)
  assert.equal(named('监控调度科').parent, named('鄂尔多斯市政务服务中心').id)
  assert.equal(named('食品经营监管科').departmentCode, named('鄂尔多斯市市场监督管理局').id)
  const at = (code: string) => sysadmin.get(`/api/v1/staff/places?division=${code}`)
  assert.ok(told(await at('150602000000')).items.every(({ level }) => Number(level) === 3))
  const tax = named('鄂尔多斯市税务局').id ?? ''
  const turn = (active: boolean) => sysadmin.post(`/api/v1/staff/places/${tax}`, { active })
  assert.equal((await secadmin.post(`/api/v1/staff/places/${tax}`, { active: false })).status, 404)
  assert.equal((await turn(false)).status, 200)
  const post = { name: '某人', roles: ['clerk'], unit: '鄂尔多斯市税务局', departmentCode: tax, division: '150600000000' }
  assert.equal(told(await sysadmin.post('/api/v1/staff/invitations', post)).type, '/problems/no-such-unit')
  assert.equal((await turn(true)).status, 200)
})

test('S-033 a disabled officer is out on every process with his next request; at a date, the day after; restored, he has no post', async () => {
  const id = await idOf('newcomer')
  const officer = await at('newcomer', '10.9.0.4')
  const act = (body: object) => sysadmin.post(`/api/v1/staff/${id}/acts`, body)
  assert.equal((await act({ act: 'disable', lastOn: '2020-01-01' })).status, 409)
  assert.equal((await act({ act: 'disable', lastOn: '2999-12-31' })).status, 200)
  assert.deepEqual((await officer.me())?.roles, ['issuer'])
  await db.sql`update identity.officer set last_on = identity.civil_day() - 1 where account_id = ${id}`
  assert.equal(await officer.me(), undefined)
  const shut = await officer.visitor.signIn('newcomer', password, 'staff')
  assert.equal(shut.statusCode, 422, shut.body)
  assert.equal((await act({ act: 'restore' })).status, 200)
  const again = await at('newcomer', '10.9.0.4')
  assert.equal((await act({ act: 'disable' })).status, 200)
  assert.equal(await again.me(), undefined)
  assert.equal((await act({ act: 'restore' })).status, 200)
  assert.deepEqual((await (await at('newcomer', '10.9.0.4')).me())?.roles, [])
})

test('S-047 a link for a new password gives the one who made it nothing: what the account could do waits for approval again', async () => {
  const id = await idOf('issuer1')
  await db.sql`
    insert into identity.factor (id, account_id, kind, label, secret_sealed) values (gen_random_uuid(), ${id}, 'totp', '旧手机', 'x')`
  const mislaid = await sysadmin.post(`/api/v1/staff/${id}/acts`, { act: 'renew' })
  const answer = await sysadmin.post(`/api/v1/staff/${id}/acts`, { act: 'renew' })
  assert.equal((await open(told(mislaid).link, { password: 'tb_another_Secret_8' })).statusCode, 404, 'S-008: the newest link alone')
  assert.equal((await open(told(answer).link, { password: 'tb_another_Secret_7' })).statusCode, 303)
  const [factors] = await db.sql<{ n: number }>`select count(*) as n from identity.factor where account_id = ${id}`
  assert.equal(factors?.n, 0, 'the lost phone opens nothing any more')
  const officer = await at('issuer1', '10.9.0.7', 'tb_another_Secret_7')
  assert.deepEqual((await officer.me())?.roles, [])
  assert.equal((await approve('示例出件员')).status, 200)
})

test('交接: a colleague of the same place and role looks after the cases until a day; no role passes', async () => {
  const [absent, substitute, clerk] = [await idOf('approver1'), await idOf('approver2'), await idOf('clerk1')]
  const chief = await at('chief1', '10.9.0.8')
  const [{ on } = { on: '' }] = await db.sql<{ on: string }>`select identity.civil_day() as on`
  const over = (to: string, days = { fromOn: on, untilOn: on }) =>
    chief.post(`/api/v1/staff/${absent}/acts`, { act: 'handOver', substitute: to, ...days, reason: '年休假' })
  assert.equal(told(await over(clerk)).type, '/problems/no-such-role')
  assert.equal(told(await over(absent)).type, '/problems/himself')
  assert.equal((await over(substitute)).status, 200)
  assert.equal(told(await over(substitute)).type, '/problems/already-away')
  const [row] = await db.sql<{ roles: string[] }>`select roles from identity.staff where account_id = ${substitute}`
  assert.deepEqual(row?.roles, ['approver'])
  assert.equal((await chief.post(`/api/v1/staff/${absent}/acts`, { act: 'disable' })).status, 409)
})

test('S-100 each act is in the trail with before, after and approval; the auditor alone reads it; nobody changes it', async () => {
  for (const other of [sysadmin, secadmin]) assert.equal((await other.get('/api/v1/audit')).status, 404)
  const { items } = told(await auditor.get('/api/v1/audit?person=新来的'))
  const acts = items.map(({ act }) => act)
  for (const act of ['invite', 'accountOpened', 'appoint', 'approve', 'reject', 'disable', 'restore']) assert.ok(acts.includes(act), act)
  const approved = items.find(({ act }) => act === 'approve') as unknown as {
    approval: string
    after: { id: string; roles: string[] }
    before: object[]
  }
  assert.deepEqual([approved.approval, approved.after.roles], [approved.after.id, ['issuer']])
  assert.ok(approved.before.length > 0)
  assert.ok(told(await auditor.get('/api/v1/audit?act=reject')).items.every(({ act }) => act === 'reject'))
  assert.equal(told(await auditor.get('/api/v1/audit?on=2020-01-01')).items.length, 0)
  assert.equal((await auditor.get('/api/v1/audit.xlsx')).status, 200)
  assert.equal(told(await auditor.get('/api/v1/audit?act=exportAudit')).items.length, 1)
  assert.equal((await auditor.post(`/api/v1/staff/${await idOf('clerk1')}/acts`, { act: 'disable' })).status, 409)
  const changes = [
    () => db.sql`update platform.audit set told = ''`,
    () => db.sql`delete from platform.audit`,
    () => db.sql`truncate platform.audit`,
  ]
  for (const change of changes) await assert.rejects(change(), /insert only/)
})

test('S-046, S-047 an auditor reads the trail of his place and what lies below it, not of another place or above', async () => {
  const places = { own: '150600000000', below: '150602000000', beside: '150100000000', above: '150000000000', none: '' }
  for (const [told, division] of Object.entries(places))
    await recordAudit(db.sql, { actorName: '别处的管理员', act: 'unit', target: 'unit:x', told, division, network: '10.99.99.99' })
  const { items } = told(await auditor.get('/api/v1/audit?person=别处的管理员'))
  assert.deepEqual(items.map(({ told }) => told).sort(), ['below', 'own'])
})

test('the list of officers goes page by page without a gap, and as a workbook', async () => {
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: Told = told(await sysadmin.get(`/api/v1/staff?limit=5${next && `&after=${next}`}`))
    seen.push(...page.items.map(({ accountId }) => accountId ?? ''))
    next = page.next
  }
  const [count] = await db.sql<{ n: number }>`select count(*) as n from identity.officer`
  assert.deepEqual([seen.length, new Set(seen).size], [count?.n, count?.n])
  assert.equal((await sysadmin.get('/api/v1/staff?after=zzz')).status, 400)
  assert.equal((await sysadmin.get('/api/v1/staff.xlsx?role=clerk')).status, 200)
  assert.equal((await (await at('clerk1', '10.9.0.9')).get('/api/v1/staff')).status, 404)
})

test('S-008 a one-time link is listed until it is used, and opens nothing once it was taken back', async () => {
  const invited = await sysadmin.post('/api/v1/staff/invitations', { name: '不来了', roles: ['clerk'], ...city })
  const linksOf = async (who: typeof sysadmin) =>
    told(await who.get('/api/v1/staff/invitations')).items.filter(({ name }) => name === '不来了')
  const [listed] = await linksOf(sysadmin)
  assert.ok(listed && !('tokenHash' in listed), 'the link itself is shown once')
  assert.equal((await secadmin.get('/api/v1/staff/invitations')).status, 404)
  const department = await at('deptadmin1', '10.9.0.5')
  assert.equal((await linksOf(department)).length, 0)
  const path = `/api/v1/staff/invitations/${listed?.id}`
  assert.equal((await department.remove(path)).status, 404)
  assert.equal((await sysadmin.remove(path)).status, 204)
  assert.equal((await open(told(invited).link, { userName: 'nobody', password })).statusCode, 404)
  assert.equal((await linksOf(sysadmin)).length, 0)
  assert.equal((await sysadmin.remove(path)).status, 404)
  assert.equal(told(await auditor.get('/api/v1/audit?act=withdrawInvitation')).items.length, 1)
})

test('S-100 who came in and who tried stands in the trail with account, place, network and request; an applicant by a masked name', async () => {
  await visitor(app, '10.9.7.1').signIn('clerk1', 'tb_wrong_wrong_wrong', 'staff')
  await visitor(app, '10.9.7.2').signIn('nobody-has-this', 'tb_wrong_wrong_wrong', 'staff')
  await visitor(app, '10.9.7.3').signIn('citizen1', password)
  const of = async (kind: string) => told(await auditor.get(`/api/v1/audit?kind=${kind}`)).items as unknown as Record<string, string>[]
  const [unknown, known] = await of('signInFailed')
  assert.deepEqual([unknown?.actorName, unknown?.network], ['', '10.9.7.2'])
  assert.deepEqual([known?.network, known?.result], ['10.9.7.1', '帐号或密码不正确'])
  assert.ok(known?.actorName && known.principal && known.request)
  const [citizen] = await of('signIn')
  assert.match(citizen?.actorName ?? '', /\*/)
  assert.equal(citizen?.network, '10.9.7.3')
  assert.equal((await of('admin')).filter(({ kind }) => kind !== 'admin').length, 0)
})

test('S-100 a request is told in words, with its method and path beside them, on the screen and in the sheet; the rest as it was kept', async () => {
  const entry = { actorName: '看过的人', division: '150600000000', result: '200', request: 'r', network: '10.9.7.9' }
  await recordAccess(db.sql, { ...entry, kind: 'read', what: 'GET /api/v1/cases/1506' })
  await recordAccess(db.sql, { ...entry, kind: 'denied', what: 'GET /api/v1/cases/1506', result: '404 not-found' })
  await recordAccess(db.sql, { ...entry, kind: 'signIn', what: '通行密钥', result: '成功' })
  const { items } = told(await auditor.get('/api/v1/audit?person=看过的人'))
  assert.deepEqual(
    (items as unknown as Record<string, string>[]).map((item) => [item.actName, item.told, item.result, item.detail]),
    [
      ['登录', '通行密钥', '成功', ''],
      ['越权被拒绝', '办件 1506', '没有，或者不让看', 'GET /api/v1/cases/1506 · 404 not-found'],
      ['查看个人信息', '办件 1506', '完成', 'GET /api/v1/cases/1506 · 200'],
    ],
  )
  const { body: sheet } = await auditor.get('/api/v1/audit.xlsx?person=看过的人')
  const rows = await cellsOf(sheet)
  assert.ok(rows.some((cells) => cells.includes('办件 1506') && cells.includes('GET /api/v1/cases/1506 · 200')))
})

test('D1 a 科室 or 窗口 is added, renamed, turned off by who administers the place, never twice under one name; the trail says so', async () => {
  const tree = async () => told(await sysadmin.get('/api/v1/staff/places')).items
  const hall = (await tree()).find(({ kind }) => kind === 'hall')?.id ?? assert.fail()
  const add = (who: typeof sysadmin, name: string, under = hall) => who.post('/api/v1/staff/places', { kind: 'window', name, under })
  assert.equal((await add(secadmin, '9 号窗口')).status, 404)
  const banner = await at('banneradmin1', '10.9.0.6')
  assert.equal(told(await add(banner, '9 号窗口')).type, '/problems/out-of-reach')
  assert.equal((await add(sysadmin, '9 号窗口', 'no-such-hall')).status, 404)
  assert.equal((await add(sysadmin, '9 号窗口')).status, 201)
  assert.equal(told(await add(sysadmin, '9 号窗口')).type, '/problems/name-taken')
  const named = async (name: string) => (await tree()).find((one) => one.name === name)
  const id = (await named('9 号窗口'))?.id ?? assert.fail('what was refused is not there, what was added is')
  const change = (body: object, who = sysadmin) => who.post(`/api/v1/staff/places/${id}`, body)
  assert.equal(told(await change({ name: '十号窗口' }, banner)).type, '/problems/out-of-reach')
  assert.equal((await change({ name: '十号窗口' })).status, 200)
  assert.equal((await change({ active: false })).status, 200)
  assert.deepEqual([await named('9 号窗口'), String((await named('十号窗口'))?.active)], [undefined, 'false'])
  const [row] = told(await auditor.get('/api/v1/audit?act=renameOffice')).items as unknown as { before: object; after: object }[]
  assert.deepEqual([row?.before, row?.after], [{ name: '9 号窗口' }, { name: '十号窗口' }])
})
