import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch } from './browser.ts'
import { sampleAnswers } from './main-job-api.ts'
import { doAct, openDesk, review, takeUp, usualOpinion } from './officers.ts'
import { startServer } from './server.ts'
import { complaints, doTasks, follow, press, signIn, words } from './steps.ts'

const server = await startServer()
const browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

test('a company finds 食品经营许可 as people say it, applies with what is known filled in, is granted the licence and rates', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const heard = complaints(page)
  const seen = (): Promise<string> => words(page.locator('main'))
  await page.goto(`${server.url}/login/organisation`)
  await page.locator('[name=account]').fill('９１１５０６０２ｍａｘｘ０００１５ｗ')
  await page.locator('[name=password]').fill(server.password)
  await press(page, '登录')
  await page.waitForURL('**/my')
  assert.ok((await seen()).includes('鄂尔多斯市示例商贸有限公司'))

  await page.goto(`${server.url}/search?q=${encodeURIComponent('开小吃店')}`)
  await follow(page, /食品经营许可/)
  const code = page.url().split('/').at(-1) ?? ''
  await follow(page, '在线办理')
  assert.ok((await seen()).includes('以 鄂尔多斯市示例商贸有限公司 的名义申请'))
  const { guide } = await (await context.request.get(`${server.url}/api/v1/items/${code}/guide`)).json()
  for (const { id, options } of guide.situations) await page.locator(`[name="${id}"][value="${options[0].value}"]`).check()
  await press(page, '符合条件，开始办理')
  const tasks = await seen()
  assert.match(tasks, /免提交.*营业执照/)
  assert.ok(tasks.includes('食品销售场所平面布局图') && !tasks.includes('授权委托书'))
  await follow(page, '申请单位')
  assert.equal(await page.locator('[name=uscc]').inputValue(), '91150602MAXX00015W')
  assert.equal(await page.locator('[name=legalRepresentative]').inputValue(), '示例丙')
  await page.goBack()
  await doTasks(page, sampleAnswers(guide.form), guide.deliveries[0])
  await follow(page, '核对并提交')
  await page.locator('[name=declared]').check()
  await press(page, '确认提交')
  await page.waitForURL('**/done')
  const no = (await page.locator('.ticket .num').first().textContent())?.replace(/\s/g, '') ?? ''

  for (const [account, list, work] of [
    ['clerk1', '待受理', (desk) => doAct(desk, 'accept')],
    ['approver1', '在办', review],
    ['decider1', '待决定', (desk) => doAct(desk, 'grant', usualOpinion)],
    ['issuer1', '待出件', (desk) => doAct(desk, 'deliver')],
  ] as [string, string, typeof review][]) {
    const desk = await openDesk(browser, server, account)
    await takeUp(desk, list, no)
    await work(desk)
    assert.deepEqual(desk.heard, [])
    await desk.page.context().close()
  }

  await page.goto(`${server.url}/my/certs`)
  await page.locator('a[href*="/my/certs/"]').first().click()
  const licence = await seen()
  assert.ok(licence.includes('食品经营许可证') && licence.includes('有效'), licence)
  await page.goto(`${server.url}/my/cases/${no}/rate`)
  await page.locator('[name=grade]').nth(1).check()
  await press(page, '提交评价')
  await page.goto(`${server.url}/guide/${code}/reviews`)
  assert.ok((await words(page.locator('main'))).includes('满意'))
  assert.deepEqual(heard, [])
})

test('an agent acts for the company he works for, and sees its matters, not his own', async () => {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, server.url, 'agent1', server.password)
  await page.waitForURL('**/my')
  await page.goto(`${server.url}/my/cases`)
  assert.ok(!(await words(page.locator('main'))).includes('食品经营许可'), 'not while he acts for himself')
  await page.goto(`${server.url}/my/acting`)
  await page.getByLabel(/示例商贸/).check()
  await press(page, '切换')
  await page.goto(`${server.url}/my/cases`)
  assert.ok((await words(page.locator('main'))).includes('食品经营许可'))
})
