import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch } from './browser.ts'
import { sampleAnswers } from './main-job-api.ts'
import { doAct, openDesk, review, takeUp, usualOpinion } from './officers.ts'
import { scan } from './scan.ts'
import { startServer } from './server.ts'
import { complaints, doTasks, follow, pdf, press, signIn, words } from './steps.ts'
import { databaseOf } from './visitor.ts'

const server = await startServer()
const db = databaseOf(server)
const browser = await launch()
const context = await browser.newContext()
context.setDefaultTimeout(20_000)
const page = await context.newPage()
const heard = [complaints(page)]
after(async () => {
  await browser.close()
  await db.end()
  await server.stop()
})

/** What the journey carries from step to step. */
const carried = { no: '', materials: [] as string[] }
const caseNo = (): string => carried.no || assert.fail('there is no case to go on with')
const heading = (): Promise<string> => words(page.locator('h1').first())
const seen = (): Promise<string> => words(page.locator('main'))

test('a person finds 教师证 as people say it, reads the guide and begins: the door leads back to where he was going', async () => {
  await page.goto(`${server.url}/`)
  await page.locator('[name=q]').first().fill('教师证')
  await press(page, '搜索')
  await follow(page, /教师资格\s*认定\(高级中学/)
  assert.match(await heading(), /^教师资格认定/)
  const guide = await seen()
  for (const said of ['20 个工作日', '不收费', '材料审查', '《教师资格认定申请表》', '教师法']) assert.ok(guide.includes(said), said)
  await follow(page, '在线办理')
  await page.waitForURL('**/login/person?next=**')
  await signIn(page, server.url, 'citizen1', server.password)
  await page.waitForURL('**/apply/start/**')
  assert.equal(await heading(), '确认办理条件')
})

test('the situation decides the materials; what is known is filled in; what is typed is saved by itself', async () => {
  const code = page.url().split('/').at(-1) ?? ''
  const { guide } = await (await context.request.get(`${server.url}/api/v1/items/${code}/guide`)).json()
  const answers = sampleAnswers(guide.form)
  for (const { id, options } of guide.situations) await page.locator(`[name="${id}"][value="${options[0].value}"]`).check()
  await press(page, '符合条件，开始办理')
  assert.equal(await heading(), '办理任务单')
  const tasks = await seen()
  assert.ok(tasks.includes('工作单位填写') && !tasks.includes('毕业学校填写'), 'only the materials of this situation')
  assert.match(tasks, /免提交.*居民身份证/)
  assert.match(tasks, /已完成\s*\d+ \/ \d+/)

  const home = page.url()
  await follow(page, '您的基本信息')
  assert.equal(await page.locator('[name=name]').inputValue(), '示例甲')
  assert.equal(await page.locator('[name=idNumber]').inputValue(), '150602198803159029')
  assert.ok((await seen()).includes('由实名信息带出，可修改'))
  await page.goto(home)
  await follow(page, '怎么联系您')
  await page.locator('[name=address]').fill('东胜区示例街道 1 号')
  await page.getByText(/^已自动保存/).waitFor()
  await page.goto(home)
  assert.match(await seen(), /怎么联系您\s*已完成/)

  const done = await doTasks(page, answers, 'post')
  assert.ok(done.questions >= 5 && done.uploads >= 3, JSON.stringify(done))
  carried.materials = guide.materials
    .filter((one: { shared?: string; fromForm?: boolean }) => !one.shared && !one.fromForm)
    .map((one: { name: string }) => one.name)
})

test('核对 shows every answer with its way back; a double click sends one case; the 号牌 has number, code, date of news, receipt', async () => {
  await follow(page, '核对并提交')
  const check = page.url()
  await page.locator('a', { hasText: '修改现住址' }).click()
  assert.match(page.url(), /then=check/)
  await page.locator('[name=address]').fill('东胜区示例街道 2 号')
  await press(page, '保存并继续')
  assert.equal(page.url(), check, 'a changed answer leads back to 核对 (U-039)')
  assert.ok((await seen()).includes('东胜区示例街道 2 号'))
  await page.locator('[name=declared]').check()
  await page.getByRole('button', { name: '确认提交' }).dblclick()
  await page.waitForURL('**/done')
  const ticket = await words(page.locator('.ticket'))
  carried.no = (await page.locator('.ticket .num').first().textContent())?.replace(/\s/g, '') ?? ''
  assert.match(carried.no, /^\w{30,}$/)
  assert.match(ticket, /查询码\s*[0-9A-Z]{6}/)
  assert.match(await seen(), /最迟\s*\d+年\d+月\d+日/)
  assert.equal(await page.getByRole('button', { name: '打印' }).isVisible(), true, 'with script the page offers to print')
  const [row] = await db.sql<{ count: number }>`select count(*)::int as count from casework.matter`
  assert.equal(row?.count, 1)
  await follow(page, '查看办件')
  for (const said of ['到哪一步了', '轮到谁', '什么时候有下文', '轮到']) assert.ok((await seen()).includes(said), said)
})

test('at the window the clerk judges the materials and tells once and for all what is to be mended', async () => {
  const desk = await openDesk(browser, server, 'clerk1')
  await takeUp(desk, '待受理', caseNo())
  const name = carried.materials[0] ?? ''
  await desk.page
    .getByRole('radiogroup', { name: `${name}是否合格` })
    .getByText('不合格')
    .click()
  await desk.page.getByLabel(`${name}哪里不合格`).fill('第二页模糊，看不清校长签名')
  await doAct(desk, 'notifyCorrection', async (console) => {
    assert.equal(await console.getByLabel('第 1 项的问题').inputValue(), '第二页模糊，看不清校长签名', 'the verdict is taken over')
    await console.getByLabel('第 1 项的补正要求').fill('重新拍照上传，四角完整')
  })
  assert.equal(await desk.page.locator('.acts button').filter({ hasText: '一次性补正告知' }).count(), 0, 'there is one notice a case')
  assert.deepEqual(desk.heard, [])
  await desk.page.context().close()
})

test('the applicant is told what is missing and answers beside it', async () => {
  await page.goto(`${server.url}/my`)
  await page.getByRole('link', { name: /补正/ }).first().click()
  assert.match(await heading(), /需要您补正\s*1 项/)
  const notice = await seen()
  for (const said of [carried.materials[0] ?? '-', '第二页模糊，看不清校长签名', '重新拍照上传，四角完整'])
    assert.ok(notice.includes(said), said)
  assert.match(notice, /请在\s*\d+年\d+月\d+日/)
  await page.locator('input[type=file]').setInputFiles(await pdf('重拍的学历证书.pdf'))
  await page.locator('button', { hasText: /^上传/ }).click()
  await page.getByText('重拍的学历证书.pdf').first().waitFor()
  await press(page, '提交补正')
  await page.waitForURL(`**/my/cases/${caseNo()}`)
  assert.equal(await page.getByRole('link', { name: '去补正' }).count(), 0)
})

test('the clerk accepts, the approver passes every step and proposes, the decider grants, the issuer delivers', async () => {
  const clerk = await openDesk(browser, server, 'clerk1')
  await takeUp(clerk, '补正已交', caseNo())
  await clerk.page.getByText('重拍的学历证书.pdf').first().waitFor()
  await doAct(clerk, 'accept')
  const approver = await openDesk(browser, server, 'approver1')
  await takeUp(approver, '在办', caseNo())
  await review(approver)
  const decider = await openDesk(browser, server, 'decider1')
  await takeUp(decider, '待决定', caseNo())
  await doAct(decider, 'grant', usualOpinion)
  const issuer = await openDesk(browser, server, 'issuer1')
  await takeUp(issuer, '待出件', caseNo())
  await doAct(issuer, 'deliver', async (console) => console.locator('#act-parcel').fill('1234567890123'))
  for (const desk of [clerk, approver, decider, issuer]) {
    assert.deepEqual(desk.heard, [])
    await desk.page.context().close()
  }
})

test('the applicant has his papers and his licence; anybody who scans its code is told 有效 without signing in', async () => {
  await page.goto(`${server.url}/my/cases/${caseNo()}`)
  assert.ok((await seen()).includes('已办成'))
  const papers = await page
    .locator('a[href*="/documents/"]')
    .evaluateAll((links) => links.map((link) => [link.textContent, (link as HTMLAnchorElement).href]))
  for (const title of ['收件', '补正', '受理', '准予', '送达'])
    assert.ok(
      papers.some(([name]) => name?.includes(title)),
      title,
    )
  for (const [name, address] of papers) {
    const file = await context.request.get(address ?? '')
    assert.equal((await file.body()).subarray(0, 5).toString(), '%PDF-', name ?? '')
  }
  await page.locator('a[href*="/my/certs/"]').first().click()
  assert.ok((await seen()).includes('有效'))
  const shown = await scan(context, await page.locator('svg.qr').screenshot())
  assert.ok(shown?.startsWith(`${server.url}/verify?show=`), shown)

  const stranger = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  heard.push(complaints(stranger))
  await stranger.goto(shown ?? '')
  await press(stranger, '查验这个证照')
  const verified = await words(stranger.locator('main'))
  assert.ok(verified.includes('有效') && !verified.includes('示例甲'), verified)
  await stranger.goto(shown ?? '')
  await press(stranger, '查验这个证照')
  assert.match(await words(stranger.locator('main')), /已使用过/, 'a code is shown once')
  const printed = /验证码\s*([0-9A-Z -]{16,24})/.exec(await seen())?.[1] ?? ''
  await stranger.goto(`${server.url}/verify`)
  await stranger.locator('[name=code]').fill(printed)
  await press(stranger, '查验')
  assert.ok((await words(stranger.locator('main'))).includes('有效'))
  await stranger.context().close()
  await page.reload()
  assert.ok((await seen()).includes('亮证二维码'), 'the holder sees that it was looked at')
})

test('he rates the service once, and the guide shows it', async () => {
  await page.goto(`${server.url}/my/cases/${caseNo()}`)
  await follow(page, '评价本次服务')
  await page.locator('[name=grade]').first().check()
  await press(page, '提交评价')
  await page.goto(`${server.url}/my/cases/${caseNo()}`)
  assert.equal(await page.getByRole('link', { name: '评价本次服务' }).count(), 0)
  assert.match(await seen(), /您的评价\s*非常满意/)
})

test('S-057 through the whole journey the browser found no breach of the policy and no failing script', () => {
  assert.deepEqual(heard.flat(), [])
})
