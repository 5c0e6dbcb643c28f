import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { focusIs, isSound } from './desk-keys.ts'
import { openDesk, openOffice } from './officers.ts'
import { words } from './steps.ts'

const { server, browser } = await openOffice()

const noted = async (page: Page): Promise<Record<string, string>> => {
  await page.locator('.field-wrong').first().waitFor()
  const notes = await page.locator('.field-wrong').all()
  return Object.fromEntries(
    await Promise.all(notes.map(async (note) => [(await note.getAttribute('data-field')) ?? '', await words(note)])),
  )
}

test('U-037, U-061, U-063 the administration of officers by keyboard: what is wrong stands beside its field, the focus goes there, what was typed stays', async () => {
  const { page } = await openDesk(browser, server, 'sysadmin')
  await page.goto(`${server.url}/console/`)
  await page.locator('td a').first().waitFor()
  assert.equal(await page.locator('.bar search').count(), 0, 'who has no cases has nothing to search')
  await isSound(page, '工作人员')
  await page.keyboard.press('Alt+n')
  await focusIs(page, '#invite-name')
  await page.keyboard.press('Tab')
  await page.locator('#post-name').fill('窗口')
  await page.keyboard.press('Control+Enter')
  assert.deepEqual(await noted(page), { name: '请填写', unit: '请填写', roles: '至少要有 1 项' })
  await focusIs(page, '#invite-name[aria-invalid=true][aria-describedby=invite-name-wrong]')
  assert.equal(await page.locator('#post-name').inputValue(), '窗口')
  assert.equal(await words(page.locator('.problem-note')), '有 3 处要改正，见上面的红字', 'no field under its English name')
  await isSound(page, '邀请开通帐号')
})

test('U-037, U-061 应用接入: each address and key that is wrong is told beside its field', async () => {
  const { page } = await openDesk(browser, server, 'editor1')
  await page.goto(`${server.url}/console/apps`)
  await page.getByRole('button', { name: '提出接入' }).click()
  await page.locator('#app-name').fill('预约平台')
  await page.locator('#app-redirect').fill('http://book.example.gov.cn/callback')
  await page.locator('#app-logoutUri').fill('book.example.gov.cn')
  await page.locator('#app-keys').fill('{')
  await page.keyboard.press('Control+Enter')
  assert.deepEqual(await noted(page), { jwks: '公钥不是 JSON，请粘贴完整的 JWKS' })
  await focusIs(page, '#app-keys')
  await page.locator('#app-keys').fill('')
  await page.keyboard.press('Control+Enter')
  await page.locator('.field-wrong[data-field=logoutUri]').waitFor()
  assert.deepEqual(Object.keys(await noted(page)), ['redirectUris', 'logoutUri'])
  assert.equal(await page.locator('#app-keys').getAttribute('aria-invalid'), null, 'what was mended is not marked')
  await isSound(page, '提出接入')
})

test('an officer finds his password and second factors from the console, an auditor begins at 审计记录', async () => {
  const { page } = await openDesk(browser, server, 'auditor')
  await page.goto(`${server.url}/console/`)
  await page.waitForURL((url) => url.pathname === '/console/audit')
  await page.locator('a.bar-who').click()
  await page.getByRole('link', { name: '第二重验证' }).click()
  assert.equal(await words(page.locator('h1')), '第二重验证')
})
