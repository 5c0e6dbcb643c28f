import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openPhone, shoot, telephones } from './accounts.ts'
import { launch } from './browser.ts'
import { startServer } from './server.ts'
import { follow, press, signIn, words } from './steps.ts'
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
const [phone, nextPhone, lastPhone] = ['13911110001', '13911110002', '13911110003']
const secret = 'Feng_po_lang_2026'
const person = { name: '示例丑', idNumber: '150623200002299285' }

const page = await openPhone(browser, heard)

/** The partner asks who holds the telephone. */
const scanAs = async (one: Page, idNumber: string): Promise<void> => {
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
  if (page.url().includes('/sandbox/partner/')) await scanAs(page, person.idNumber)
  await until(page, '/my')
})
