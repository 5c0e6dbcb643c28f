import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { issueTo } from '../src/sandbox/ca-store.ts'
import { addPasskeyDevice, openPhone, shoot, signOn, telephones } from './accounts.ts'
import { launch } from './browser.ts'
import { apiClient } from './main-job-api.ts'
import { startServer } from './server.ts'
import { complaints, follow, press, signIn, words } from './steps.ts'
import { databaseOf, eventually } from './visitor.ts'

const server = await startServer({ WORKERS: '2' })
const db = databaseOf(server)
const browser = await launch()
after(async () => {
  await browser.close()
  await db.end()
  await server.stop()
})
const heard: string[][] = []
const phones = telephones(db)
const seen = (page: Page): Promise<string> => words(page.locator('main'))
const at = (path: string): string => `${server.url}${path}`
/** Waits until a page is reached; says what is on the one where it stays instead. */
const until = (page: Page, path: string): Promise<void> =>
  page
    .waitForURL((url) => url.pathname === path)
    .catch(async () => assert.fail(`${page.url()} is not ${path}: ${(await seen(page)).slice(0, 600)}`))
const [phone, nextPhone, lastPhone, windowPhone] = ['13911110001', '13911110002', '13911110003', '13911110004']
const [secret, secondSecret] = ['Feng_po_lang_2026', 'Yun_fan_cang_hai_7']
const person = { name: '示例丑', idNumber: '150623200002299285' }

const page = await openPhone(browser, heard)

/** The partner asks who holds the telephone, unless it knows him from before. */
const scanAs = async (one: Page, idNumber: string): Promise<void> => {
  if (!one.url().includes('/sandbox/partner/')) return
  await one.locator('[name=idNumber]').selectOption(idNumber)
  await press(one, '扫码确认')
}

test('R-024 to R-030 a person registers by telephone, skips 实名, is stopped at applying, led to 实名 and back to where he was', async () => {
  await page.goto(at('/login/person'))
  await shoot(page, 'a-door')
  await follow(page, /还没有帐号/)
  await page.locator('[name=agreed]').check()
  await shoot(page, 'a-register')
  await phones.confirm(page, phone)
  await page.locator('[name=password]').fill(secret)
  await shoot(page, 'a-register-code')
  await press(page, '注册')
  await until(page, '/my/realname')
  await shoot(page, 'a-realname-fresh')
  await follow(page, '跳过此步骤')
  await until(page, '/')

  const { items } = await (await page.request.get(at(`/api/v1/items?q=${encodeURIComponent('教师资格认定')}`))).json()
  await page.goto(at(`/guide/${items[0].code}`))
  await follow(page, '在线办理')
  assert.match(await seen(page), /这件事要先实名/)
  await shoot(page, 'a-stopped')
  await follow(page, '去实名认证')
  await page.locator('[name=name]').fill(person.name)
  await page.locator('[name=idNumber]').fill(person.idNumber)
  await press(page, '实名认证')
  assert.match(await seen(page), /核对一致/)
  await shoot(page, 'a-confirmed')
  await follow(page, '接着办')
  await until(page, `/apply/start/${items[0].code}`)
  assert.equal(await words(page.locator('h1').first()), '确认办理条件')
})

test('R-034 R-035 he signs out, signs in by a code, links 支付宝 and signs in by it', async () => {
  await press(page, '退出')
  await page.goto(at('/login/person'))
  await follow(page, '用短信验证码登录')
  await phones.confirm(page, phone)
  await press(page, '登录')
  await until(page, '/my')
  await shoot(page, 'a-my')
  await page.goto(at('/my/level'))
  await shoot(page, 'a-level')
  await follow(page, /关联支付宝/)
  await shoot(page, 'a-partner')
  await scanAs(page, person.idNumber)
  await until(page, '/my/level')
  assert.match(await seen(page), /支付宝.*已关联，以后可以用它登录/)
  await press(page, '退出')
  await page.goto(at('/login/person'))
  await follow(page, /用支付宝.*登录/)
  await scanAs(page, person.idNumber)
  await until(page, '/my')
})

test('R-033 somebody unknown comes by 支付宝: 关联实名注册, 实名 at once', async () => {
  const guest = await openPhone(browser, heard)
  await guest.goto(at('/login/partner/alipay'))
  await guest.locator('[name=phone]').fill('13911110009')
  await scanAs(guest, '150624200312129296')
  await shoot(guest, 'a-partner-register')
  await guest.locator('[name=agreed]').check()
  await press(guest, '同意并注册')
  await until(guest, '/my')
  await guest.goto(at('/my/level'))
  assert.match(await seen(guest), /认证等级：实名/)
  await guest.context().close()
})

test('R-034 S-007 he forgets the password, sets another by his telephone, changes the telephone: both say yes', async () => {
  await press(page, '退出')
  await page.goto(at('/login/person'))
  await follow(page, '忘记密码')
  await shoot(page, 'a-recover')
  await phones.confirm(page, phone)
  await press(page, '下一步')
  await page.locator('[name=password]').fill(secondSecret)
  await shoot(page, 'a-new-password')
  await press(page, '设置新密码')
  assert.match(await seen(page), /新密码已生效/)
  await signIn(page, server.url, phone, secret)
  assert.match(await seen(page), /密码不正确/)
  await signIn(page, server.url, phone, secondSecret)
  await until(page, '/my')

  await page.goto(at('/my/phone'))
  await shoot(page, 'a-phone')
  await phones.confirm(page, nextPhone)
  await page.locator('[name=oldCode]').fill(await phones.codeSentTo(phone))
  await shoot(page, 'a-phone-codes')
  await press(page, '更换手机号')
  await until(page, '/my/profile')
  assert.match(await seen(page), /139\*{4}0002/)
})

test('S-007 his telephone is lost: a message to another is not enough; 支付宝 says who he is, then he has a new one', async () => {
  await page.goto(at('/my/phone'))
  await follow(page, /旧手机丢了/)
  await shoot(page, 'a-lost')
  assert.match(await seen(page), /要用短信以外的方式确认/)
  await follow(page, '用支付宝确认')
  await scanAs(page, person.idNumber)
  await until(page, '/my/phone/lost')
  await shoot(page, 'a-lost-proven')
  await phones.confirm(page, lastPhone)
  await press(page, '换成这个手机号')
  await until(page, '/my/profile')
  await press(page, '退出')
  await signIn(page, server.url, person.idNumber, secondSecret)
  await until(page, '/my')
  assert.match((await phones.messagesTo(nextPhone))[0] ?? '', /已更换为尾号 0003/)
})

/** An officer's browser at his console. */
const officerAt = async (account: string, screen: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  const desk = await context.newPage()
  desk.setDefaultTimeout(15_000)
  heard.push(complaints(desk))
  await signIn(desk, server.url, account, server.password, 'staff')
  await desk.waitForURL('**/console/**')
  await desk.goto(at(`/console/${screen}`))
  return desk
}

test('S-007 S-047 everything else is lost too: a clerk sees person and document, another officer approves, the former telephone is out', async () => {
  const desk = await officerAt('clerk1', 'phone-changes/window')
  await desk.locator('#phone-name').fill(person.name)
  await desk.locator('#phone-idNumber').fill(person.idNumber)
  await desk.locator('#phone-phone').fill(windowPhone)
  await desk.locator('#phone-reason').fill('手机和登录方式都丢了')
  await desk.locator('#phone-checked').check()
  await shoot(desk, 'a-window')
  await desk.keyboard.press('Control+Enter')
  await desk.locator('#phone-code').fill(await phones.codeSentTo(windowPhone))
  await desk.keyboard.press('Enter')
  await desk.getByText('等安全管理员批准。').waitFor()
  await desk.context().close()

  const approval = await officerAt('secadmin', 'phone-changes')
  await press(approval, '批准')
  await shoot(approval, 'a-window-approved')
  await approval.keyboard.press('Enter')
  await approval.getByText('的手机号已更换,各处的登录已退出。').waitFor()
  await page.goto(at('/my'))
  await until(page, '/login/person')
  await approval.context().close()
  await signIn(page, server.url, windowPhone, secondSecret)
  await until(page, '/my')
  assert.match((await phones.messagesTo(lastPhone))[0] ?? '', /更换为尾号 0004/)
})

test('S-084 the sample sub-site: its start page leads to the platform, he agrees, it sees his level; signing out here ends it there', async () => {
  await page.goto(at('/sandbox/sub-site/'))
  await shoot(page, 'd-sub-site')
  await follow(page, '用统一用户登录')
  await shoot(page, 'd-consent')
  await press(page, '同意并登录')
  await until(page, '/sandbox/sub-site/')
  assert.match(await seen(page), /认证等级\s*实名/)
  await shoot(page, 'd-signed-in')
  await page.goto(at('/my/consents'))
  await shoot(page, 'd-consents')
  await press(page, '退出')
  await page.goto(at('/sandbox/sub-site/'))
  await eventually(async () => {
    await page.reload()
    return /您还没有登录这个子站/.test(await seen(page)) ? true : undefined
  }, 'the sub-site hears of the end')
})

test('R-023 an officer comes to the sub-site of an office with the account of the console: it sees his name and unit, and nothing is asked', async () => {
  const desk = await officerAt('clerk1', '')
  await desk.goto(at('/sandbox/sub-site/'))
  await follow(desk, '用统一用户登录')
  await until(desk, '/sandbox/sub-site/')
  assert.match(await seen(desk), /工作单位/)
  await shoot(desk, 'd-officer')
  await desk.context().close()
})

test('R-035 S-005 S-012 he chooses a user name, adds a generator of codes, and signs in by both', async () => {
  await signIn(page, server.url, windowPhone, secondSecret)
  await until(page, '/my')
  await page.goto(at('/my/security'))
  await page.locator('[name=userName]').fill('shili_chou')
  await press(page, '设置用户名')
  await page.goto(at('/my/security/factors/totp'))
  const generator = new TOTP({ secret: Secret.fromBase32((await words(page.locator('main code'))).replace(/\s/g, '')) })
  await page.locator('[name=code]').fill(generator.generate())
  await shoot(page, 'a-totp')
  await press(page, '登记')
  assert.match(await seen(page), /动态验证码/)
  await press(page, '退出')
  await signIn(page, server.url, 'shili_chou', secondSecret)
  await until(page, '/login/second')
  await page.locator('[name=code]').fill(generator.generate({ timestamp: Date.now() + 30_000 }))
  await shoot(page, 'a-second')
  await press(page, '验证')
  await until(page, '/my')
})

test('R-037 R-040 a 个体 that is not known here comes with its certificate: name and code stand there, its owner registers it, the level is 高级', async () => {
  const shop = { name: '东胜区示例面馆', uscc: '92150602MAXX0004X7', owner: '15062519660228913X' }
  const one = await openPhone(browser, heard)
  await one.goto(at('/login/certificate'))
  await signOn(one, (await issueTo(db, shop.uscc, 'sm2')) ?? assert.fail(shop.uscc), '登录')
  await until(one, '/register/organisation')
  assert.match(await seen(one), new RegExp(`${shop.name}.*${shop.uscc}`))
  await shoot(one, 'b-certificate-first')
  await follow(one, '法定代表人登录')
  await one.goto(at('/login/partner/alipay'))
  await one.locator('[name=phone]').fill('13911110010')
  await scanAs(one, shop.owner)
  await one.locator('[name=agreed]').check()
  await press(one, '同意并注册')
  await one.goto(at('/register/organisation'))
  await shoot(one, 'b-certificate-form')
  await one.locator('[name=kind][value=individualBusiness]').check()
  await one.locator('[name=password]').fill(secret)
  await press(one, '核对并注册')
  await until(one, '/my')
  await one.goto(at('/my/level'))
  assert.match(await seen(one), /高级/)
  await one.context().close()
})

test('S-051 he lets a friend act for him: offered, accepted, seen by both, ended at once', async () => {
  await page.goto(at('/my/family'))
  await follow(page, '请人代办')
  await page.locator('[name=name]').fill('示例丁')
  await page.locator('[name=idNumber]').fill('150622199209099086')
  await page.locator('[name=relation][value=family]').check()
  for (const act of ['view', 'apply']) await page.locator(`[name=acts][value=${act}]`).check()
  await shoot(page, 'e-family')
  await press(page, '发出授权')
  const friend = await openPhone(browser, heard)
  await signIn(friend, server.url, 'agent1', server.password)
  await friend.goto(at('/my/family'))
  await friend.locator('.rows li').filter({ hasText: '等您接受' }).getByRole('link').first().click()
  await press(friend, '接受授权')
  await page.goto(at('/my/family'))
  assert.match(await seen(page), /示.丁/)
  await shoot(page, 'e-family-accepted')
  await page.locator('.rows li').getByRole('link').first().click()
  await press(page, '撤销授权')
  await friend.goto(at('/my/acting'))
  assert.doesNotMatch(await seen(friend), /示.丑/)
  await friend.context().close()
})

const company = { name: '伊金霍洛旗示例餐饮管理有限公司', uscc: '91150627MAXX000822' }
const legal = await openPhone(browser, heard)
const agent = await openPhone(browser, heard)
const issued = async () => (await issueTo(db, company.uscc, 'sm2')) ?? assert.fail('the registration office knows the company')

/** A 法定代表人 who is signed in registers his organisation, or takes over as its new one. */
const registerCompany = async (one: Page): Promise<void> => {
  await one.goto(at('/register/organisation'))
  await one.locator('[name=kind][value=enterprise]').check()
  await one.locator('[name=name]').fill(company.name)
  await one.locator('[name=uscc]').fill(company.uscc)
  await one.locator('[name=password]').fill(secret)
  await press(one, '核对并注册')
}

test('R-036 R-040 to R-042 a 法定代表人 registers his company, binds its certificate, signs in with it, reports it lost, gets another', async () => {
  await signIn(legal, server.url, 'legal1', server.password)
  await registerCompany(legal)
  await until(legal, '/my')
  await press(legal, '退出')
  await signIn(legal, server.url, company.uscc, secret, 'organisation')
  await legal.goto(at('/my/level/certificate/bind'))
  await press(legal, '获取短信验证码')
  await legal.locator('[name=code]').fill(await phones.codeSentTo('13900010003'))
  await shoot(legal, 'b-bind')
  const first = await issued()
  await signOn(legal, first, '绑定证书')
  await until(legal, '/my/level/certificate')
  assert.match(await seen(legal), /高级/)
  await press(legal, '退出')
  await legal.goto(at('/login/certificate'))
  await signOn(legal, first, '登录')
  await until(legal, '/my')
  await legal.goto(at('/my/level/certificate'))
  await shoot(legal, 'b-certificates')
  await legal.getByRole('button', { name: /^挂失/ }).click()
  await legal.goto(at('/login/certificate'))
  await signOn(legal, first, '登录')
  await shoot(legal, 'b-lost')
  assert.match(await seen(legal), /有 1 处需要改正.*(挂失|吊销)/)
  await signOn(legal, await issued(), '登录')
  await until(legal, '/my')
})

/** Offers the agent an 经办人授权 of the company; ends on the list of them. */
const grantToAgent = async (one: Page): Promise<void> => {
  const [row] = await db.sql<{ id: string }>`select id from identity.organisation where uscc = ${company.uscc}`
  await one.goto(at(`/my/orgs/${row?.id}/delegations`))
  await shoot(one, 'b-delegations')
  await follow(one, '新增授权')
  await one.locator('[name=name]').fill('示例丁')
  await one.locator('[name=idNumber]').fill('150622199209099086')
  for (const act of ['view', 'apply']) await one.locator(`[name=acts][value=${act}]`).check()
  await shoot(one, 'b-grant')
  await press(one, '发出授权')
  assert.match(await seen(one), /授权已发出/)
}
/** The agent accepts what was offered last and acts for the company. */
const acceptAndAct = async (): Promise<void> => {
  await agent.goto(at('/my/orgs'))
  await agent.locator('.rows li').filter({ hasText: '等您接受' }).getByRole('link').first().click()
  await press(agent, '接受授权')
  await agent.goto(at('/my/acting'))
  await agent.getByLabel(new RegExp(company.name)).check()
  await press(agent, '切换')
}
const begin = async (): Promise<string> => {
  const { items } = await (await page.request.get(at(`/api/v1/items?q=${encodeURIComponent('食品经营许可')}`))).json()
  await agent.goto(at(`/apply/start/${items[0].code}`))
  return seen(agent)
}

test('S-050 R-037 the 经办人 applies for the company; another 法定代表人 freezes his grant, the next act is refused with its reason; the new one renews', async () => {
  await grantToAgent(legal)
  await signIn(agent, server.url, 'agent1', server.password)
  await acceptAndAct()
  assert.match(await begin(), new RegExp(`以 ${company.name} 的名义申请`))

  const next = await openPhone(browser, heard)
  await db.sql`
    update sandbox.enterprise set legal_name = '示例寅', legal_id_number = '150624200312129296' where uscc = ${company.uscc}`
  await next.goto(at('/login/partner/alipay'))
  await scanAs(next, '150624200312129296')
  await registerCompany(next)
  assert.match(await seen(next), /由前任注册/)
  await shoot(next, 'b-takes-over')
  await next.locator('[name=takesOver]').check()
  await next.locator('[name=password]').fill(secondSecret)
  await press(next, '核对并变更')
  await until(next, '/my')

  const refused = await begin()
  await shoot(agent, 'b-frozen')
  assert.match(refused, /您现在不能再代表这个单位办事 给您的授权已撤销、已到期,或者因法定代表人变更已冻结/)
  await agent.goto(at('/my/orgs'))
  await shoot(agent, 'b-frozen-orgs')
  assert.match(await seen(agent), /已冻结/)

  await grantToAgent(next)
  await acceptAndAct()
  assert.match(await begin(), new RegExp(`以 ${company.name} 的名义申请`))
})

/** An administrator at the interface that the console uses. */
const administrator = async (account: string) => {
  const client = apiClient(server.url)
  await client.signIn(account, server.password)
  return async (path: string, body: Record<string, unknown>) => {
    const answer = await client.call('POST', path, { body })
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}
const place = { unit: '鄂尔多斯市政务服务中心综合窗口', departmentCode: '', division: '150600000000' }

test('S-005 S-008 S-033 S-047 a clerk comes by his link, enrols a passkey, is asked for it, hands over; disabled, his next click is out', async () => {
  const [sysadmin, secadmin, chief] = [await administrator('sysadmin'), await administrator('secadmin'), await administrator('chief1')]
  const { link } = await sysadmin('/api/v1/staff/invitations', { name: '新受理员', roles: ['clerk'], ...place })
  const desk = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  desk.setDefaultTimeout(15_000)
  heard.push(complaints(desk))
  await addPasskeyDevice(desk)
  await desk.goto(link)
  await shoot(desk, 'c-invited')
  await desk.locator('[name=userName]').fill('newclerk')
  await desk.locator('[name=password]').fill(secondSecret)
  await press(desk, '开通')
  const [post] = await db.sql<{ id: string; account: string; today: string }>`
    select appointment.id, account_id as account, identity.civil_day()::text as today
    from identity.appointment
    join identity.account on account.id = account_id
    where user_name = 'newclerk'`
  await secadmin(`/api/v1/staff/posts/${post?.id}`, { approve: true })

  await desk.context().clearCookies()
  await desk.goto(at('/login/staff'))
  await signIn(desk, server.url, 'newclerk', secondSecret, 'staff')
  await desk.waitForURL('**/console/**')
  await desk.goto(at('/my/security/factors'))
  await desk.locator('[name=label]').fill('窗口的钥匙')
  await press(desk, '登记通行密钥')
  await desk.getByText('已登记。下次登录时会用到它').waitFor()
  await shoot(desk, 'c-enrolled')
  await desk.context().clearCookies()
  await desk.goto(at('/login/staff'))
  await signIn(desk, server.url, 'newclerk', secondSecret, 'staff')
  await desk.getByRole('heading', { name: '第二重验证' }).waitFor()
  await shoot(desk, 'c-second')
  await press(desk, '用通行密钥验证')
  await desk.waitForURL('**/console/**')
  await desk.locator('main h1').waitFor()

  const [clerk1] = await db.sql<{ id: string }>`select id from identity.account where user_name = 'clerk1'`
  const days = { fromOn: post?.today, untilOn: post?.today }
  await chief(`/api/v1/staff/${post?.account}/acts`, { act: 'handOver', substitute: clerk1?.id, ...days, reason: '调岗' })
  await sysadmin(`/api/v1/staff/${post?.account}/acts`, { act: 'disable' })
  await desk.getByRole('navigation', { name: '工作区' }).getByRole('link', { name: '补正已交' }).click()
  await desk.getByRole('link', { name: /重新登录/ }).waitFor()
  await shoot(desk, 'c-out')
  await desk.goto(at('/console/'))
  assert.match(desk.url(), /\/login\/staff/)
  await desk.context().close()
})

test('S-057 on the whole way the browser found no breach of the policy and no failing script', () => {
  assert.deepEqual(heard.flat(), [])
})
