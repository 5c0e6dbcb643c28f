import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import PDFDocument from 'pdfkit'
import type { Page } from 'playwright-core'
import { axe } from './browser.ts'
import { type ApiClient, act, applyFor } from './main-job-api.ts'
import { openDesk, openOffice } from './officers.ts'
import { seedAccepted } from './seed-cases.ts'

const { server, browser, signedIn } = await openOffice()
const [citizen, clerk] = await Promise.all(['citizen1', 'clerk1'].map(signedIn)) as [ApiClient, ApiClient] // biome-ignore format: two clients
const found = await citizen.call('GET', `/api/v1/items?q=${encodeURIComponent('教师证')}`)
const item = (found.body.items as { code: string; name: string }[]).find(({ name }) => /教师资格认定/.test(name))?.code ?? ''

const sound = async (page: Page, what: string): Promise<void> => assert.deepEqual(await axe(page), [], `axe: ${what}`)
const rows = (page: Page): Promise<string[]> =>
  page.locator('[data-row]').evaluateAll((links) => links.map((link) => link.getAttribute('data-row') ?? ''))

/** Chooses the act of a batch by keyboard. */
const choose = async (page: Page, name: string): Promise<void> => {
  await page.locator(`.batch input[value=${name}]`).focus()
  await page.keyboard.press('Space')
}

/** Orders 环节通过 for what is chosen, by keyboard alone. */
const order = async (page: Page): Promise<void> => {
  await page.keyboard.press('b')
  await choose(page, 'passStep')
  await page.locator('.batch .phrases button').first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL('**/batches/*')
}

test('成批办理 200 件、其中 3 件不能办：只用键盘；10 秒内可以撤销；197 件办成，3 件各自说明动作、状态、依据，能筛选、导出', async () => {
  const nos = await seedAccepted(server.databaseUrl, item, 200)
  const { page, heard } = await openDesk(browser, server, 'approver1')
  await page.waitForURL('**/work/review')
  await page.locator('[data-row]').first().waitFor()
  await page.keyboard.press('a')
  await page.getByText('已选 200 件').waitFor()
  await sound(page, '选中的列表')
  await order(page)
  await page.getByText('现在可以撤销').waitFor()
  await page.keyboard.press('z')
  await page.getByText('已撤销，200 件都没有办').waitFor()
  const { body: before } = await clerk.call('GET', `/api/v1/cases/${nos[199]}`)
  assert.equal(before.stage, 'accepted')

  await page.getByRole('link', { name: '回到列表' }).click()
  await page.locator('[data-row]').first().waitFor()
  await page.keyboard.press('a')
  await page.getByText('已选 200 件').waitFor()
  await page.keyboard.press('b')
  await sound(page, '成批办理')
  await page.keyboard.press('Escape')
  await order(page)
  const gone = [nos[3], nos[77], nos[199]].map((no) => no ?? '')
  for (const no of gone) await act(citizen, no, { act: 'withdraw' })
  await page.getByRole('progressbar', { name: '成批办理的进度' }).waitFor()
  await page.getByText('办完了：办成 197 件，未办成 3 件').waitFor({ timeout: 90_000 })
  assert.deepEqual((await rows(page)).toSorted(), gone.toSorted())
  await sound(page, '成批办理的结果')
  for (const no of gone) {
    const why = await page.locator('tr', { has: page.locator(`[data-row="${no}"]`) }).textContent()
    assert.match(why ?? '', /“撤回申请”.*动作环节通过；办件现在是“撤回”依据行政许可法第三十四条可以办没有/)
  }
  await page.getByRole('navigation', { name: '结果筛选' }).getByRole('link', { name: '办成 197' }).first().click()
  await page.waitForURL('**?show=done')
  await page.locator('[data-row]').nth(196).waitFor()
  assert.equal((await rows(page)).length, 197)
  const sheet = await page.request.get(server.url + (await page.getByRole('link', { name: /导出未办成的 3 件/ }).getAttribute('href')))
  assert.equal((await sheet.body()).subarray(0, 2).toString(), 'PK')
  assert.deepEqual(heard, [])
  await page.context().close()
})

test('键盘选中几行：X 选一行，Shift+X 选到这一行', async () => {
  const { page } = await openDesk(browser, server, 'approver1')
  await page.waitForURL('**/work/review')
  await page.locator('[data-row]').nth(8).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let i = 0; i < 8; i += 1) await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await page.getByText('已选 9 件').waitFor()
  await page.context().close()
})

/** A PDF of so many pages, each with its number. */
const longPdf = async (pages: number): Promise<Blob> => {
  const pdf = new PDFDocument({ autoFirstPage: false })
  const bytes = buffer(pdf)
  for (let i = 1; i <= pages; i += 1) pdf.addPage({ size: 'A4' }).fontSize(160).text(String(i), 200, 300)
  pdf.end()
  return new Blob([new Uint8Array(await bytes)], { type: 'application/pdf' })
}
/** A case whose first material was handed in again after a 补正, in twenty pages. */
const correctedCase = async (): Promise<{ no: string; material: string }> => {
  const no = await applyFor(citizen, item)
  const { body } = await citizen.call('GET', `/api/v1/cases/${no}`)
  const material = (body.materials as { material: string }[])[0]?.material ?? ''
  await act(clerk, no, {
    act: 'notifyCorrection',
    defects: [{ target: material, name: '材料', problem: '签名不清', cure: '请重新签名后扫描' }],
  })
  const form = new FormData()
  form.set('material', material)
  form.set('file', await longPdf(20), '重新扫描.pdf')
  assert.equal((await citizen.call('POST', `/api/v1/cases/${no}/files`, { form })).status, 201)
  await act(citizen, no, { act: 'correct' })
  return { no, material }
}
const drawn = (page: Page, number: number) => page.locator(`.viewer-stage canvas[data-drawn="${number}"]`).first()
/** How many of the pixels of a canvas are not white. */
const inked = (page: Page): Promise<number> =>
  page
    .locator('.viewer-stage canvas')
    .last()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height)
      return data.filter((value, i) => i % 4 === 0 && value < 200).length
    })

test('C04 材料：二十页的 PDF 有缩略图，键盘翻页、缩放、整宽整页、旋转；补正前后并排对照，中间是告知的问题', async () => {
  const { no, material } = await correctedCase()
  const { page, heard } = await openDesk(browser, server, 'clerk1')
  await page.goto(`${server.url}/console/cases/${no}`)
  await page.getByRole('button', { name: /重新扫描\.pdf/ }).click()
  await drawn(page, 1).waitFor()
  assert.equal(await page.getByRole('navigation', { name: '页面缩略图' }).getByRole('button').count(), 20)
  await page.locator('.viewer-thumbs canvas[data-drawn]').first().waitFor()
  await page.keyboard.press('.')
  await drawn(page, 2).waitFor()
  assert.ok((await inked(page)) > 100)
  const wide = (await drawn(page, 2).boundingBox())?.width ?? 0
  await page.keyboard.press('+')
  await page.getByText('125%').waitFor()
  await page.waitForFunction((before) => (document.querySelector('.viewer-stage canvas')?.clientWidth ?? 0) > before * 1.2, wide)
  await page.keyboard.press('h')
  await page.waitForFunction(() => {
    const [canvas, stage] = [document.querySelector('.viewer-stage canvas'), document.querySelector('.viewer-stage')]
    return canvas && stage && canvas.clientHeight <= stage.clientHeight
  })
  await page.keyboard.press('r')
  await page.waitForFunction(() => {
    const canvas = document.querySelector('.viewer-stage canvas')
    return canvas && canvas.clientWidth > canvas.clientHeight
  })
  await page.keyboard.press('0')
  await sound(page, '材料')
  const narrow = (await page.locator('.viewer-stage').boundingBox())?.height ?? 0
  await page.keyboard.press('w')
  await page.waitForURL('**?wide=yes')
  await drawn(page, 2).waitFor()
  await page.waitForFunction((height) => (document.querySelector('.viewer-stage')?.clientHeight ?? 0) > height * 1.5, narrow)
  await sound(page, '材料占两栏')
  await page.keyboard.press('w')
  await page.keyboard.press('c')
  await page.waitForURL(`**?compare=${material}`)
  const compared = page.getByRole('region', { name: /^对比/ })
  await compared.getByText('签名不清').first().waitFor()
  await compared.locator('canvas[data-drawn="1"]').nth(1).waitFor()
  await sound(page, '对照')
  await page.keyboard.press('Escape')
  await compared.waitFor({ state: 'detached' })
  assert.deepEqual(heard, [])
  await page.context().close()
})

test('S-033 退出登录的人不再听到列表的消息', async () => {
  const leaving = await signedIn('issuer1')
  const control = new AbortController()
  const tooLong = setTimeout(() => control.abort(new Error('the stream did not end')), 30_000)
  const stream = await fetch(`${server.url}/api/v1/events`, { headers: leaving.headers(), signal: control.signal })
  assert.equal(stream.status, 200)
  assert.equal((await leaving.call('DELETE', '/api/v1/sessions')).status, 204)
  const reader = stream.body?.getReader()
  for (let end = false; !end; ) end = (await reader?.read())?.done !== false
  clearTimeout(tooLong)
})

test('新办件不用刷新就出现，焦点所在的一行不动，读屏能听到“新到”', async () => {
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

test('存下的筛选就是地址：发给别人看到的是同样的列表', async () => {
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

test('出件窗口：扫描办件编号直接到送达；监控调度：每个灯数都能打开对应的列表', async () => {
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
