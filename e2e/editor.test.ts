import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axe, launch } from './browser.ts'
import { openDesk } from './officers.ts'
import { startServer } from './server.ts'
import { complaints, signIn, words } from './steps.ts'
import { beginDraft, databaseOf, guideNamed, visitor } from './visitor.ts'

const server = await startServer()
const db = databaseOf(server)
const browser = await launch()
after(async () => {
  await browser.close()
  await db.end()
  await server.stop()
})
const shots = process.env.SHOTS
const look = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
  assert.deepEqual(await axe(page), [], name)
}
const saved = (page: Page): Promise<void> => page.locator('.guide-aside [role=status]').filter({ hasText: '已保存' }).waitFor()
const guide = await guideNamed(db, '取水许可')
const address = `${server.url}/console/catalogue/${guide.code}`

test('事项管理员起草、点一下改好、送审；退回一次；别人审核、发布；指南、接口和申请草稿看到新版', async () => {
  const citizen = visitor(server.url)
  await citizen.signIn('citizen1', server.password)
  const draft = await beginDraft(citizen, guide)

  const { page, heard } = await openDesk(browser, server, 'editor1')
  await page.getByRole('navigation', { name: '工作区' }).getByRole('link', { name: '办事指南' }).click()
  await page.getByLabel('事项名称').fill('取水许可')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: guide.name, exact: true }).click()
  await page.locator('#g-consultPhones').fill('0477－8581234')
  await page.locator('button', { hasText: '改成“0477-8581234”' }).click()
  await page.locator('button', { hasText: '改成“0477-8581234”' }).waitFor({ state: 'detached' })
  await page.locator('button', { hasText: '加材料' }).click()
  const added = `#g-materials-${guide.materials.length}`
  await page.locator(`${added} input`).first().and(page.locator(':focus')).waitFor()
  await page.keyboard.type('其他相关材料')
  await page.locator(`${added} .guide-findings .error`).first().waitFor()
  await saved(page)
  await look(page, 'editor-findings')
  await page.reload()
  await page.locator(`${added}-name`).fill('场所使用证明')
  await page.locator(`${added}-issuer`).fill('不动产登记机构')
  await page.locator('#publish-reason').fill('场所要核实')
  await page.locator(`${added} .guide-findings .error`).first().waitFor({ state: 'detached' })
  await saved(page)
  await page.keyboard.press('Control+Enter')
  await page.getByText('已送审，现在是待审核').waitFor()
  await look(page, 'editor-in-review')

  const reviewer = await openDesk(browser, server, 'catalogue1')
  await reviewer.page.goto(`${server.url}/console/catalogue`)
  await reviewer.page.getByRole('link', { name: guide.name }).first().waitFor()
  await look(reviewer.page, 'editor-list')
  await reviewer.page.goto(address)
  await reviewer.page.locator('button', { hasText: '退回修改' }).click()
  await reviewer.page.getByLabel('退回哪一项').selectOption('materials')
  await reviewer.page.getByLabel('退回的理由').fill('请写明受理标准')
  await look(reviewer.page, 'editor-return')
  await reviewer.page.locator('button', { hasText: '确认退回修改' }).click()
  await reviewer.page.getByText('现在是起草中').waitFor()

  await page.reload()
  await page.getByText('申请材料：请写明受理标准').first().waitFor()
  await page.locator(`${added}-standard`).fill('租赁合同或者产权证，地址与申请一致')
  await saved(page)
  await page.keyboard.press('Control+Enter')
  await page.getByText('已送审').waitFor()

  await reviewer.page.reload()
  await reviewer.page.locator('button', { hasText: '审核通过' }).click()
  await reviewer.page.getByText('现在是待发布').waitFor()
  const publisher = await openDesk(browser, server, 'catalogue2')
  await publisher.page.goto(address)
  await publisher.page.getByText('份申请草稿').waitFor()
  assert.match(await words(publisher.page.locator('.guide-aside')), /现在有 1 份申请草稿.*增加材料.*要重新确认/)
  await publisher.page.locator('button', { hasText: /^发布/ }).click()
  await publisher.page.getByText('已发布第 2 版').waitFor()
  assert.deepEqual([...heard, ...reviewer.heard, ...publisher.heard], [])

  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.goto(`${server.url}/guide/${guide.code}`)
  await plain.getByText('场所使用证明').first().waitFor()
  const told = complaints(plain)
  await signIn(plain, server.url, 'citizen1', server.password)
  await plain.goto(`${server.url}${draft}`)
  assert.match(await words(plain.locator('main')), /增加材料“场所使用证明”/)
  assert.deepEqual(told, [])
  const { body } = { body: (await (await fetch(`${server.url}/api/v1/items/${guide.code}/guide`)).json()) as { version: number } }
  assert.equal(body.version, 2)
})
