import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { lintGuide } from '../src/contexts/catalogue/rules/lint/index.ts'
import { cellsOf, handwritten } from '../src/platform/testing-sheets.ts'
import { axe } from './browser.ts'
import { openDesk, openOffice } from './officers.ts'
import { words } from './steps.ts'
import { beginDraft, databaseOf, guideNamed, visitor } from './visitor.ts'

const { server, browser } = await openOffice()
const db = databaseOf(server)
after(() => db.end())
const guide = await guideNamed(db, '查阅利用已开放档案')
const [sheetOfItems, sheetOfMaterials] = [1, 2]

const shots = process.env.SHOTS
const look = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
  assert.deepEqual(await axe(page), [], name)
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '&#10;')
const sheet = (rows: readonly (readonly string[])[]): string => {
  const cell = (text: string): string =>
    text === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
  return `<sheetData>${rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')}</sheetData>`
}

/** What a department makes of its workbook: the room and a telephone of one guide, a wrong word in another, a third as it was. */
const edited = async (bytes: Buffer): Promise<Buffer> => {
  const [heads = [], ...items] = await cellsOf(bytes, sheetOfItems)
  const [materialHeads = [], ...materials] = await cellsOf(bytes, sheetOfMaterials)
  const column = (heading: string): number => heads.findIndex((head) => head.startsWith(heading))
  const mine = items.find(([code]) => code === guide.code) ?? assert.fail('the guide is in the workbook')
  const [other, third] = items.filter(([code]) => code !== guide.code)
  const changed = mine.with(column('办理地点'), (mine[column('办理地点')] ?? '').replace('窗口服务区', '一楼 105 室'))
  const wrong = (other ?? []).with(column('办件类型'), '加急件')
  const kept = [changed.with(column('咨询方式'), '0477－8581234'), wrong, third ?? []]
  const codes = kept.map(([code]) => code)
  return handwritten({ 事项: sheet([heads, ...kept]), 材料: sheet([materialHeads, ...materials.filter(([code]) => codes.includes(code))]) })
}

type Indicators = { readonly items: readonly { readonly number: number; readonly numerator: number }[] }
const placesDone = async (page: Page): Promise<number> => {
  const { items } = (await (await page.request.get(`${server.url}/api/v1/indicators`)).json()) as Indicators
  return items.find(({ number }) => number === 14)?.numerator ?? assert.fail('indicator 14 is told')
}
const upload = async (page: Page, name: string, buffer: Buffer): Promise<void> => {
  await page.locator('#sheet-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await page.getByRole('button', { name: '上传，逐行比较' }).click()
}

test('U-071 R-069 表格进来、逐行看、采纳、点一下改好、送审、发布：指标多一项，指南、接口是新版，申请草稿知道改了什么', async () => {
  assert.ok(
    lintGuide(guide, {}).some(({ rule }) => rule === 'R-069'),
    'the guide lacks its room',
  )
  const citizen = visitor(server.url)
  await citizen.signIn('citizen1', server.password)
  const draft = await beginDraft(citizen, guide)

  const { page, heard } = await openDesk(browser, server, 'editor1')
  const tree = page.getByRole('navigation', { name: '工作区' })
  await tree.getByRole('link', { name: '用表格维护' }).click()
  await page.getByText('还没有上传过表格').waitFor()
  assert.deepEqual(await tree.locator('a.active').allTextContents(), ['用表格维护'])
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: /^下载本级全部办事指南/ }).click()
  const book = readFileSync(await (await downloading).path())

  await upload(page, '办事指南.csv', Buffer.from('实施编码，事项名称\n'))
  await page.getByText('这不是 .xlsx 表格，像是文本文件(.csv)').waitFor()
  await look(page, 'sheets-refused')
  await upload(page, '办事指南.xlsx', await edited(book))
  const row = page.getByRole('row').filter({ hasText: guide.code })
  await row.waitFor()
  assert.match(await words(row), /事项 办理地点.*窗口服务区.* → .*一楼 105 室.*事项 咨询方式.*0477－8581234/)
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await page.getByText('已选 1 行').waitFor()
  await look(page, 'sheets-changed')
  await page.getByRole('link', { name: '全部 3' }).click()
  await page.getByText('“加急件”不在可选的值里').waitFor()
  await look(page, 'sheets-all')
  await page.getByRole('button', { name: '清除选择' }).click()
  await page.keyboard.press('a')
  await page.getByText('已选 1 行').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('1 行成为草稿').waitFor()
  await look(page, 'sheets-taken')
  await page.getByRole('link', { name: '下载、上传和上传过的表格' }).click()
  await page.getByRole('row', { name: '办事指南.xlsx' }).waitFor()
  await look(page, 'sheets-before')
  await page.goBack()
  await page.getByRole('link', { name: `打开“${guide.name}”的草稿` }).click()

  await page.getByRole('button', { name: '改成“0477-8581234”' }).click()
  await page.getByRole('button', { name: '改成“0477-8581234”' }).waitFor({ state: 'detached' })
  await page.locator('.guide-aside [role=status]').filter({ hasText: '已保存' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('已送审，现在是待审核').waitFor()

  const address = `${server.url}/console/catalogue/${guide.code}`
  const reviewer = await openDesk(browser, server, 'catalogue1')
  const before = await placesDone(reviewer.page)
  await reviewer.page.goto(address)
  await reviewer.page.getByRole('button', { name: '审核通过' }).click()
  await reviewer.page.getByText('现在是待发布').waitFor()
  await reviewer.page.getByRole('button', { name: /^发布/ }).click()
  await reviewer.page.getByText('已发布第 2 版').waitFor()
  assert.equal(await placesDone(reviewer.page), before + 1)
  assert.deepEqual([...heard, ...reviewer.heard], [])

  const shown = await citizen.get(`/guide/${guide.code}`)
  assert.match(shown.text, /一楼 105 室/)
  assert.match(shown.text, /0477-8581234/)
  const answer = await citizen.get(`/api/v1/items/${guide.code}/guide`)
  const inForce = JSON.parse(answer.text) as { version: number; guide: typeof guide }
  assert.deepEqual([inForce.version, inForce.guide.places[0]?.room], [2, '一楼 105 室'])
  assert.match((await citizen.get(draft)).text, /咨询电话由“0477-8582500”改为“0477-8581234”/)
})
