import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { launch } from './browser.ts'
import { atReception, codeOnPhone, type counting, focusIs, isSound } from './desk-keys.ts'
import { apiClient, sampleAnswers, samplePdf } from './main-job-api.ts'
import { startServer } from './server.ts'
import { press, signIn, words } from './steps.ts'

const server = await startServer()
const browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

const citizen = apiClient(server.url)
await citizen.signIn('citizen1', server.password)
const found = await citizen.call('GET', `/api/v1/items?q=${encodeURIComponent('教师证')}`)
const item = (found.body.items as { code: string; name: string }[]).find(({ name }) => /教师资格认定/.test(name))
assert.ok(item)
const { guide } = (await citizen.call('GET', `/api/v1/items/${item.code}/guide`)).body
type Options = readonly { readonly id: string; readonly options: readonly { readonly value: string }[] }[]
const situation = Object.fromEntries((guide.situations as Options).map(({ id, options }) => [id, options[0]?.value ?? '']))

/** A draft filled in on the phone, all but the materials, which the person brings. */
const preparedDraft = async (): Promise<string> => {
  const { body } = await citizen.call('POST', '/api/v1/cases', { body: { item: item.code } })
  const patch = { answers: sampleAnswers(guide.form), situation, delivery: { way: 'window' } }
  assert.equal((await citizen.call('PATCH', `/api/v1/cases/${body.no}/draft`, { body: patch })).status, 200)
  return body.no
}

const reception = () => atReception(browser, server)

/** Answers one question of the desk's form as a clerk does: picks with the space bar, types over what is there. */
const answerByKeys = async (page: Page, keys: ReturnType<typeof counting>, name: string, value: string): Promise<void> => {
  const control = page.locator(`.desk-matter [name="${name}"]`).first()
  if ((await control.count()) === 0) return
  await control.focus()
  const kind = await control.evaluate((element) => (element as HTMLInputElement).type)
  if (kind === 'radio' || kind === 'checkbox') return keys.press('Space')
  if (kind.startsWith('select')) await control.selectOption(value)
  else if (kind === 'date') await control.fill(value)
  else {
    await page.keyboard.press('Control+a')
    await keys.type(value)
  }
}

test('C02 U-023 U-043 手机上备好的申请，在综窗只用键盘收件并受理，十五次按键以内；文书和编号都在', async () => {
  await preparedDraft()
  const { page, heard, keys } = await reception()
  await keys.type(await codeOnPhone(browser, server))
  await keys.press('Enter')
  await focusIs(page, '.offers button')
  await isSound(page, '识别以后')
  await keys.press('Enter')
  await focusIs(page, '#all-there')
  await isSound(page, '打开草稿')
  await keys.press('Alt+a')
  await keys.press('F2')
  await page.getByRole('form', { name: '收件并受理' }).waitFor()
  await keys.press('Control+Enter')
  await page.getByText('已办，办件现在是“受理”').waitFor()
  assert.ok(keys.strokes() <= 15, `${keys.strokes()} keystrokes`)
  const no = await words(page.locator('.desk-done .facts a').first())
  const { body } = await citizen.call('GET', `/api/v1/cases/${no}`)
  assert.equal(body.stage, 'accepted')
  await page.locator('.desk-done .viewer-name', { hasText: '受理通知书' }).waitFor()
  await keys.press('Alt+n')
  await focusIs(page, '#proof')
  assert.deepEqual(heard, [])
  await page.context().close()
})

test('C02 现场新办，只用键盘：读证件号、找事项、填表、勾材料、填错的地方说明并保留已填，改好以后只收件', async () => {
  const { page, keys } = await reception()
  await keys.type('150602198803159029')
  await keys.press('Enter')
  await focusIs(page, '#item-search')
  await keys.type('教师资格')
  await page.locator('[role=option]').first().waitFor()
  while (!(await words(page.locator('[aria-selected=true]'))).includes(item.name)) await keys.press('ArrowDown')
  await keys.press('Enter')
  await page.locator('.desk-matter').waitFor()
  await keys.press('Alt+a')
  await keys.press('F8')
  await page.getByRole('form', { name: '只收件' }).waitFor()
  await keys.press('Control+Enter')
  await page.getByText('申请内容还有不对的地方').waitFor()
  await isSound(page, '填错')
  const chosen = Object.fromEntries(Object.entries(situation).map(([id, value]) => [`s-${id}`, value]))
  for (const [name, value] of Object.entries({ ...chosen, ...sampleAnswers(guide.form), delivery: 'window' }))
    await answerByKeys(page, keys, name, String(value))
  await page.getByText('已保存').waitFor()
  await page.reload()
  await page.locator('.desk-matter').waitFor()
  await page.keyboard.press('F8')
  await page.getByRole('form', { name: '只收件' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('已办，办件现在是“收件”').waitFor()
  await page.context().close()
})

test('C02 申请人在面前的屏幕上核对，没有脚本也能确认；确认以后内容有改动，窗口看得到', async () => {
  const { page, keys } = await reception()
  await preparedDraft()
  await keys.type(await codeOnPhone(browser, server))
  await keys.press('Enter')
  await focusIs(page, '.offers button')
  await keys.press('Enter')
  await page.locator('.desk-matter').waitFor()
  const asked = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/confirmation'))
  const popup = page.waitForEvent('popup')
  await keys.press('F9')
  const { path } = (await (await asked).json()) as { path: string }
  await (await popup).close()
  await page.getByText('等申请人核对').waitFor()
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1024, height: 768 } })
  const screen = await context.newPage()
  await screen.goto(`${server.url}${path}`)
  assert.match(await words(screen.locator('main')), /示例甲.*150602\*{8}9029/)
  assert.doesNotMatch(await words(screen.locator('main')), /\d{17}|1[3-9]\d{9}/)
  await press(screen, '内容无误，我确认')
  await screen.getByText('您已确认：内容无误。').waitFor()
  await page.getByText('申请人已确认，内容无误。').waitFor()
  const first = page.locator('.desk-matter input[type=text]').first()
  await first.focus()
  await keys.type('改')
  await page.getByText('确认以后内容有改动').waitFor()
  await screen.goto(`${server.url}${path.slice(0, -2)}zz`)
  await screen.getByRole('heading', { name: '核对已结束' }).waitFor()
  await context.close()
  await page.context().close()
})

/** The window with a draft open that was prepared on the phone. */
const openedDraft = async () => {
  await preparedDraft()
  const desk = await reception()
  await desk.keys.type(await codeOnPhone(browser, server))
  await desk.keys.press('Enter')
  await focusIs(desk.page, '.offers button')
  await desk.keys.press('Enter')
  await focusIs(desk.page, '#all-there')
  return desk
}

test('C02 F3 一次性告知：没有收到的必要材料自动列入，告知书当场出具', async () => {
  const { page, keys } = await openedDraft()
  await keys.press('F3')
  await page.getByRole('form', { name: '一次性告知' }).waitFor()
  assert.ok((await page.locator('.defect').count()) > 0)
  await isSound(page, '一次性告知')
  await keys.press('Control+Enter')
  await page.getByText('已办，办件现在是“待补正”').waitFor()
  await page.locator('.desk-done .viewer-name', { hasText: '补正' }).waitFor()
  await page.locator('.desk-done canvas[data-drawn]').first().waitFor()
  await keys.press('Control+p')
  await page.locator('iframe.print-frame').waitFor({ state: 'attached' })
  await page.context().close()
})

test('C02 F4 容缺受理：可容缺的材料勾为容缺，没有签承诺书不能受理，签了就出具通知书', async () => {
  const { page, keys } = await openedDraft()
  await keys.press('Alt+a')
  const row = page.locator('.desk-ticks li', { hasText: '可容缺' })
  await row.locator('select').focus()
  await row.locator('select').selectOption('容缺')
  await keys.press('F4')
  await page.getByRole('form', { name: '容缺受理' }).waitFor()
  await keys.press('Control+Enter')
  await page.getByText('请申请人签容缺承诺书').waitFor()
  await page.getByLabel('已收到申请人签字的容缺承诺书').focus()
  await keys.press('Space')
  await keys.press('Control+Enter')
  await page.getByText('已办，办件现在是“容缺受理”').waitFor()
  await page.context().close()
})

test('授权书：替别人办先要上传；传好以后才能开始', async () => {
  const { page, keys } = await reception()
  await keys.type('150602198803159029')
  await keys.press('Enter')
  await focusIs(page, '#item-search')
  await page.getByLabel('替别人办').check()
  await focusIs(page, '#w-name')
  await keys.type('示例午')
  await keys.press('Tab')
  await keys.type('150602199301319373')
  await keys.press('Tab')
  await keys.type('13900019999')
  await keys.press('Enter')
  await page.getByText('代办要有授权书').waitFor()
  await page.locator('#mandate').setInputFiles({
    name: '授权书.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(await samplePdf('mandate').arrayBuffer()),
  })
  await page.getByText('授权书：授权书.pdf').waitFor()
  await isSound(page, '代办')
  await page.context().close()
})

test('行政许可法第二十九条：网上为他人代办，没有脚本也能办；缺授权书、填错时说明并保留，代理人接着填', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, server.url, 'citizen1', server.password)
  await page.goto(`${server.url}/apply/start/${item.code}`)
  await page.getByRole('link', { name: '申请人不是我，我为他人代办' }).click()
  await page.locator('[name=name]').fill('示例午')
  await page.locator('[name=idNumber]').fill('150602199301319373')
  await page.locator('[name=phone]').fill('13900019999')
  await press(page, '核验并开始')
  await page.getByText('请上传授权书').first().waitFor()
  assert.equal(await page.locator('[name=name]').inputValue(), '示例午')
  await page.locator('[name=name]').fill('某某人')
  const buffer = Buffer.from(await samplePdf('mandate').arrayBuffer())
  await page.locator('[name=file]').setInputFiles({ name: '授权书.pdf', mimeType: 'application/pdf', buffer })
  await press(page, '核验并开始')
  await page.getByText('姓名与身份证号核对不上').first().waitFor()
  await page.getByText('已上传：授权书.pdf').waitFor()
  await page.locator('[name=name]').fill('示例午')
  await press(page, '核验并开始')
  assert.match(await words(page.locator('main')), /以 示例午 的名义申请/)
  await page.goto(`${server.url}/my/drafts`)
  assert.match(await words(page.locator('main')), /教师资格认定/)
  await context.close()
})
