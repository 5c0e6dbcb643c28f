import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Issued, issueTo } from '../src/sandbox/ca-store.ts'
import { addPasskeyDevice, openAccounts, seen, shoot, signOn } from './accounts.ts'
import { press, signIn } from './steps.ts'

const { server, db, at, desk, officerAt, noComplaints } = await openAccounts()
const [secret, renewed] = ['Yun_fan_cang_hai_7', 'Feng_po_lang_2026']
const newcomer = { name: '示例子', idNumber: '150622199604239253', account: 'newclerk' }

const statusSays = (page: Page, said: string | RegExp): Promise<void> => page.getByRole('status').filter({ hasText: said }).waitFor()
/** Invites somebody as 综窗受理员 at the place where the form stands; gives the one-time link. */
const invite = async (admin: Page, name: string, unit: string): Promise<string> => {
  await admin.goto(at('/console/staff'))
  await admin.getByRole('button', { name: /^邀请开通帐号/ }).click()
  await admin.locator('#invite-name').fill(name)
  await admin.locator('#post-unit').fill(unit)
  await admin.getByRole('checkbox', { name: '综窗受理员' }).check()
  await shoot(admin, 'c-invite')
  await admin.keyboard.press('Control+Enter')
  return admin.getByLabel('一次性链接').inputValue()
}
/** Whoever was invited chooses how he signs in. */
const open = async (page: Page, link: string, account: string): Promise<void> => {
  await page.goto(link)
  await shoot(page, 'c-invited')
  await page.locator('[name=userName]').fill(account)
  await page.locator('[name=password]').fill(secret)
  await press(page, '开通')
}
const approve = async (what: string, said: string): Promise<void> => {
  const secadmin = await officerAt('secadmin', 'staff/asked')
  await secadmin.getByRole('button', { name: `批准 ${what}`, exact: true }).click()
  await statusSays(secadmin, said)
  await secadmin.context().close()
}
const comeIn = async (page: Page, account: string, password: string): Promise<void> => {
  await page.context().clearCookies()
  await page.goto(at('/login/staff'))
  await signIn(page, server.url, account, password, 'staff')
}
/** The file of an officer, from the list by his name. */
const openFile = async (admin: Page, name: string): Promise<void> => {
  await admin.goto(at(`/console/staff?q=${encodeURIComponent(name)}`))
  await admin.getByRole('link', { name, exact: true }).click()
  await admin.getByRole('heading', { level: 1, name }).waitFor()
}

const clerk = await desk()

test('S-005 S-008 S-047 a clerk is invited, comes by his link, can do nothing before another approved; he enrols a passkey and is asked for it', async () => {
  await addPasskeyDevice(clerk)
  const sysadmin = await officerAt('sysadmin', '')
  const link = await invite(sysadmin, newcomer.name, '鄂尔多斯市政务服务中心综合窗口')
  await sysadmin.context().close()
  await open(clerk, link, newcomer.account)
  await comeIn(clerk, newcomer.account, secret)
  await clerk.waitForURL('**/console/**')
  await clerk.getByRole('heading', { name: '岗位还没有生效' }).waitFor()
  await shoot(clerk, 'c-nothing')
  assert.equal(await clerk.getByRole('link', { name: '待受理' }).count(), 0, 'not approved')
  await approve(newcomer.name, '的岗位已批准')

  await comeIn(clerk, newcomer.account, secret)
  await clerk.getByRole('navigation', { name: '工作区' }).getByRole('link', { name: '待受理' }).waitFor()
  await clerk.goto(at('/my/security/factors'))
  await clerk.locator('[name=label]').fill('窗口的钥匙')
  await press(clerk, '登记通行密钥')
  await clerk.getByText('已登记。下次登录时会用到它').waitFor()
  await shoot(clerk, 'c-enrolled')
  await comeIn(clerk, newcomer.account, secret)
  await clerk.getByRole('heading', { name: '第二重验证' }).waitFor()
  await shoot(clerk, 'c-second')
  await press(clerk, '用通行密钥验证')
  await clerk.waitForURL('**/console/**')
  await clerk.locator('main h1').waitFor()
})

test('S-005 R-042 a certificate is registered for him by one, approved by another, and opens the console by itself; taken away it opens nothing', async () => {
  const his: Issued = (await issueTo(db, newcomer.idNumber, 'sm2')) ?? assert.fail('a certificate')
  const sysadmin = await officerAt('sysadmin', '')
  await openFile(sysadmin, newcomer.name)
  await press(sysadmin, '登记数字证书')
  await sysadmin.locator('#staff-certificate').fill(his.certificate)
  await sysadmin.keyboard.press('Control+Enter')
  await statusSays(sysadmin, '另一位安全管理员批准后可以用来登录')
  await approve(`${newcomer.name}的数字证书`, '可以用来登录')
  await clerk.context().clearCookies()
  await clerk.goto(at('/login/certificate?next=/console/'))
  await signOn(clerk, his, '登录')
  await clerk.waitForURL('**/console/**')
  await clerk.locator('main h1').waitFor()

  await openFile(sysadmin, newcomer.name)
  await sysadmin.getByRole('row').filter({ hasText: his.serial }).getByRole('button', { name: /^收回/ }).click()
  await shoot(sysadmin, 'c-take')
  await sysadmin.keyboard.press('Control+Enter')
  await statusSays(sysadmin, '已收回，各处的登录已退出')
  await sysadmin.context().close()
  await clerk.goto(at('/login/certificate'))
  await signOn(clerk, his, '登录')
  assert.match(await seen(clerk), /有 1 处需要改正/)
})

test('S-001 等保 his password is ninety days old: a new one is asked for before the console opens, not the same again', async () => {
  await db.sql`update identity.account set password_set_at = now() - interval '91 days' where user_name = ${newcomer.account}`
  await comeIn(clerk, newcomer.account, secret)
  await press(clerk, '用通行密钥验证')
  await clerk.getByRole('heading', { name: '设置新密码' }).waitFor()
  await clerk.locator('[name=password]').fill(secret)
  await press(clerk, '设置并登录')
  assert.match(await seen(clerk), /最近 5 次/)
  await shoot(clerk, 'c-renew')
  await clerk.locator('[name=password]').fill(renewed)
  await press(clerk, '设置并登录')
  await clerk.waitForURL('**/console/**')
  await clerk.locator('main h1').waitFor()
})

test('S-033 D2 his work is handed over to a colleague by the 首席代表; his account is closed: his next click is out', async () => {
  const chief = await officerAt('chief1', '')
  await openFile(chief, newcomer.name)
  await press(chief, '安排交接')
  await chief.locator('#substitute option').filter({ hasText: '示例受理员' }).waitFor({ state: 'attached' })
  await chief.locator('#away-until').fill(await chief.locator('#away-from').inputValue())
  await chief.locator('#away-reason').fill('调岗')
  await shoot(chief, 'c-hand-over')
  await chief.keyboard.press('Control+Enter')
  await statusSays(chief, '接手的人在“我经手的”里看到这些办件')
  await chief.getByText(/不在\(调岗\)，工作交给 示例受理员/).waitFor()
  await chief.context().close()

  const sysadmin = await officerAt('sysadmin', '')
  await openFile(sysadmin, newcomer.name)
  await press(sysadmin, '停用帐号')
  await sysadmin.keyboard.press('Control+Enter')
  await statusSays(sysadmin, '马上生效，各处的登录已退出')
  await sysadmin.context().close()
  await clerk.getByRole('navigation', { name: '工作区' }).getByRole('link', { name: '补正已交' }).click()
  await clerk.getByRole('link', { name: /重新登录/ }).waitFor()
  await shoot(clerk, 'c-out')
  await clerk.goto(at('/console/'))
  assert.match(clerk.url(), /\/login\/staff/)
  await comeIn(clerk, newcomer.account, renewed)
  assert.match(await seen(clerk), /用户名或密码不正确/)
  await clerk.context().close()
})

test('D2 S-041 S-100 the administrator of a 旗区 sees and invites his own people alone; the 审计管理员 reads who did it all', async () => {
  const banner = await officerAt('banneradmin1', 'staff')
  await banner.getByRole('link', { name: '示例旗区受理员' }).waitFor()
  await shoot(banner, 'c-banner')
  assert.equal(await banner.getByRole('link', { name: '示例受理员', exact: true }).count(), 0)
  const link = await invite(banner, '旗区新人', '东胜区政务服务中心综合窗口')
  await banner.context().close()
  const there = await desk()
  await open(there, link, 'newbanner')
  await approve('旗区新人', '的岗位已批准')
  await comeIn(there, 'newbanner', secret)
  await there.getByRole('navigation', { name: '工作区' }).getByRole('link', { name: '待受理' }).waitFor()
  await there.context().close()

  const auditor = await officerAt('auditor', `audit?q=${encodeURIComponent(newcomer.name)}`)
  await auditor.getByRole('table', { name: '审计记录' }).waitFor()
  const trail = await seen(auditor)
  for (const act of ['邀请', '批准', '登记数字证书', '收回', '交接', '停用']) assert.ok(trail.includes(act), act)
  await shoot(auditor, 'c-audit')
  await auditor.context().close()
})

noComplaints()
