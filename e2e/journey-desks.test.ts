import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axe, launch } from './browser.ts'
import { type ApiClient, act, apiClient, applyFor } from './main-job-api.ts'
import { openDesk } from './officers.ts'
import { startServer } from './server.ts'

const server = await startServer()
const browser: Browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

const signedIn = async (account: string): Promise<ApiClient> => {
  const client = apiClient(server.url)
  await client.signIn(account, server.password)
  return client
}
const [citizen, clerk] = await Promise.all(['citizen1', 'clerk1'].map(signedIn)) as [ApiClient, ApiClient] // biome-ignore format: two clients
const found = await citizen.call('GET', `/api/v1/items?q=${encodeURIComponent('教师证')}`)
const item = (found.body.items as { code: string; name: string }[]).find(({ name }) => /教师资格认定/.test(name))?.code ?? ''

const accepted = async (): Promise<string> => {
  const no = await applyFor(citizen, item)
  await act(clerk, no, { act: 'accept' })
  return no
}
const sound = async (page: Page, what: string): Promise<void> => assert.deepEqual(await axe(page), [], `axe: ${what}`)
const rows = (page: Page): Promise<string[]> =>
  page.locator('[data-row]').evaluateAll((links) => links.map((link) => link.getAttribute('data-row') ?? ''))

/** Chooses the act of a batch by keyboard. */
const choose = async (page: Page, name: string): Promise<void> => {
  await page.locator(`.batch input[value=${name}]`).focus()
  await page.keyboard.press('Space')
}

test('成批办理:键盘选中、选择动作、一次写明意见;10 秒内可以撤销;不能办的列出原因、依据,可以导出', async () => {
  const nos: string[] = []
  for (let i = 0; i < 9; i += 1) nos.push(await accepted())
  const gone = nos.slice(0, 3)
  const { page, heard } = await openDesk(browser, server, 'approver1')
  await page.waitForURL('**/work/review')
  await page.locator('[data-row]').nth(8).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let i = 0; i < 8; i += 1) await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await page.getByText('已选 9 件').waitFor()
  await sound(page, '选中的列表')
  await page.keyboard.press('b')
  await choose(page, 'passStep')
  await page.locator('.batch .phrases button').first().click()
  await sound(page, '成批办理')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL('**/batches/*')
  await page.getByRole('button', { name: /撤销/ }).click()
  await page.getByText('已撤销,9 件都没有办').waitFor()
  const none = await clerk.call('GET', `/api/v1/cases/${nos[8]}`)
  assert.equal(none.body.stage, 'accepted')

  await page.goBack()
  await page.getByRole('checkbox', { name: '选择本页全部' }).check()
  await page.keyboard.press('b')
  await choose(page, 'passStep')
  await page.locator('.batch .phrases button').first().click()
  await page.keyboard.press('Control+Enter')
  await page.waitForURL('**/batches/*')
  for (const no of gone) await act(citizen, no, { act: 'withdraw' })
  await page.getByText('办完了:办成 6 件,没有办成 3 件').waitFor({ timeout: 60_000 })
  await sound(page, '成批办理的结果')
  const refused = page.getByRole('table', { name: '没有办成的办件' })
  assert.equal(await refused.locator('tbody tr').count(), 3)
  assert.match((await refused.textContent()) ?? '', /撤回申请/)
  const sheet = await page.request.get(server.url + (await page.getByRole('link', { name: /导出这 3 件/ }).getAttribute('href')))
  assert.equal((await sheet.body()).subarray(0, 2).toString(), 'PK')
  assert.deepEqual(heard, [])
  await page.context().close()
})

test('新办件不用刷新就出现,焦点所在的一行不动,读屏能听到“新到”', async () => {
  const first = await applyFor(citizen, item)
  const { page } = await openDesk(browser, server, 'clerk1')
  await page.goto(`${server.url}/console/work/accept`)
  await page.locator(`[data-row="${first}"]`).focus()
  const before = await rows(page)
  const at = before.indexOf(first)
  const second = await applyFor(citizen, item)
  await page.mouse.move(300, 300)
  await page.locator(`[data-row="${second}"]`).waitFor({ timeout: 30_000 })
  const now = await rows(page)
  assert.deepEqual(now.slice(0, at + 1), before.slice(0, at + 1))
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-row')), first)
  assert.match((await page.locator('main [role=status]').first().textContent()) ?? '', /新到 1 件/)
  await page.context().close()
})

test('存下的筛选就是地址:发给别人看到的是同样的列表', async () => {
  const { page } = await openDesk(browser, server, 'approver1')
  await page.goto(`${server.url}/console/work/review?lamp=green`)
  await page.getByRole('button', { name: '保存这个筛选' }).click()
  await page.getByLabel('筛选的名称').fill('正常的')
  await page.keyboard.press('Enter')
  const link = page.getByRole('navigation', { name: '我的筛选' }).getByRole('link', { name: '正常的' })
  await link.waitFor()
  const href = await link.getAttribute('href')
  const [mine] = [await rows(page)]
  const other = await openDesk(browser, server, 'chief1')
  await other.page.goto(server.url + href)
  await other.page.locator('[data-row]').first().waitFor()
  assert.deepEqual(await rows(other.page), mine)
  await other.page.context().close()
  await page.context().close()
})

test('出件窗口:扫描办件编号直接到送达;监控调度:每个灯数都能打开对应的列表', async () => {
  const { page, heard } = await openDesk(browser, server, 'supervisor1')
  await page.goto(`${server.url}/console/supervision`)
  await page.getByRole('table', { name: '按部门的亮灯' }).waitFor()
  await sound(page, '监控调度')
  const number = page.locator('tbody td.number a').first()
  const count = Number(await number.textContent())
  await number.click()
  await page.locator('[data-row]').first().waitFor()
  assert.match((await page.locator('.pages').textContent()) ?? '', new RegExp(`共 ${count} 件`))
  assert.deepEqual(heard, [])
  await page.context().close()
  const issuer = await openDesk(browser, server, 'issuer1')
  await issuer.page.goto(`${server.url}/console/issue`)
  await issuer.page.getByLabel('扫描或者输入办件编号、申请人').fill('209912310001')
  await issuer.page.keyboard.press('Enter')
  await issuer.page.getByText('待出件里没有这个办件').waitFor()
  await sound(issuer.page, '出件窗口')
  await issuer.page.context().close()
})
