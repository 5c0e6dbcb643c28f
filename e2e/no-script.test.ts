import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch } from './browser.ts'
import { act, apiClient, decideAndDeliver, sampleAnswers } from './main-job-api.ts'
import { startServer } from './server.ts'
import { doTasks, follow, pdf, press, words } from './steps.ts'
import { databaseOf, eventually, guideNamed, visitor } from './visitor.ts'

const server = await startServer()
const db = databaseOf(server)
const browser = await launch()
const context = await browser.newContext({ javaScriptEnabled: false })
const page = await context.newPage()
context.setDefaultTimeout(15_000)
after(async () => {
  await browser.close()
  await db.end()
  await server.stop()
})

/** Every HTML page that came to this browser, for U-019. */
const reached = new Map<string, Promise<string>>()
context.on('response', (response) => {
  const isPage = response.headers()['content-type']?.startsWith('text/html') && response.status() !== 303
  if (isPage)
    reached.set(
      `${response.request().method()} ${response.url()}`,
      response.text().catch(() => ''),
    )
})

const go = (path: string) => page.goto(`${server.url}${path}`)
const heading = async (): Promise<string> =>
  [await words(page.locator('h1').first()), ...(await page.locator('.errs li').allTextContents())].join(' / ')
/** What the journey leaves for the tests after it. */
const left = { no: '', code: '', draft: '' }

/** The message that came to a telephone last, by the sandbox that plays it. */
const smsCode = (phone: string): Promise<string> =>
  eventually(async () => {
    const { text } = await visitor(server.url).get(`/sandbox/sms/${phone}`)
    return /\d{6}/.exec(JSON.parse(text).items[0]?.text ?? '')?.[0]
  }, 'the SMS code')

const register = async (phone: string, next: string): Promise<void> => {
  await go(`/register/person?next=${encodeURIComponent(next)}`)
  await page.locator('[name=phone]').fill(phone)
  await page.locator('[name=agreed]').check()
  await press(page, '不看图：等 15 秒')
  assert.equal(await page.locator('[name=phone]').inputValue(), phone, 'what was typed is kept')
  await press(page, '获取短信验证码')
  assert.match(await words(page.locator('.errs')), /请再等 \d+ 秒/, 'too early is said so')
  await db.sql`update identity.captcha set usable_at = now()` // fifteen seconds later
  await press(page, '获取短信验证码')
  assert.equal(await heading(), '验证手机号并设置密码')
  await page.locator('[name=code]').fill(await smsCode(phone))
  await page.locator('[name=password]').fill('shili_kouling_72#91')
  await press(page, '注册')
}

test('U-010 without script: register, 实名, apply with uploads, 核对, submit, receipt', async () => {
  const guide = await guideNamed(db, '教师资格认定')
  await register('13700010001', `/apply/start/${guide.code}`)
  assert.equal(await heading(), '实名认证')
  await page.locator('[name=name]').fill('示例丑')
  await page.locator('[name=idNumber]').fill('150623200002299285')
  await press(page, '实名认证')
  assert.equal(await heading(), '实名信息')
  await follow(page, '接着办')

  assert.equal(await heading(), '确认办理条件')
  for (const { id, options } of guide.situations) await page.locator(`[name="${id}"][value="${options.at(-1)?.value}"]`).check()
  await press(page, '符合条件，开始办理')
  assert.equal(await heading(), '办理任务单')
  left.draft = new URL(page.url()).pathname
  assert.equal(await page.locator('.tasks').last().locator('a').count(), 0, '核对并提交 is closed until all is done')
  const done = await doTasks(page, sampleAnswers(guide.form), 'post')
  assert.ok(done.uploads >= 2, `${done.uploads} files`)

  await follow(page, '核对并提交')
  const check = await words(page.locator('main'))
  for (const said of ['示例丑', '150623200002299285', '材料1.pdf', '免费邮寄', '东胜区示例街道 1 号', '免提交', '不收费', '20 个工作日'])
    assert.ok(check.includes(said), said)
  await press(page, '确认提交')
  assert.match(await page.title(), /^错误：/)
  await page.locator('[name=declared]').check()
  await press(page, '确认提交')
  assert.match(page.url(), /\/done$/)
  left.no = (await page.locator('.ticket .num').first().textContent())?.replace(/\s/g, '') ?? ''
  left.code = /查询码\s*([0-9A-Z]{6})/.exec(await words(page.locator('.ticket')))?.[1] ?? ''
  assert.match(left.no, new RegExp(`^${guide.code}\\d{12,}$`))
  assert.notEqual(left.code, '')
  const receipt = await page.locator('a[href$=".pdf"]').first().getAttribute('href')
  const file = await context.request.get(`${server.url}${receipt}`)
  assert.equal((await file.body()).subarray(0, 5).toString(), '%PDF-')
  await page.reload()
  assert.equal((await page.locator('.ticket .num').first().textContent())?.replace(/\s/g, ''), left.no, 'the address keeps working')
})

const officers = async () => {
  assert.notEqual(left.no, '', 'there is a case')
  const [clerk, approver, decider, issuer] = [apiClient(server.url), apiClient(server.url), apiClient(server.url), apiClient(server.url)]
  await clerk.signIn('clerk1', server.password)
  await approver.signIn('approver1', server.password)
  await decider.signIn('decider1', server.password)
  await issuer.signIn('issuer1', server.password)
  return { clerk, approver, decider, issuer }
}

test('U-011, U-047 without script: the 补正 page lists exactly the defects, each with its own control, and is answered', async () => {
  const { clerk } = await officers()
  const guide = await guideNamed(db, '教师资格认定')
  const [material] = guide.materials.filter((one) => !one.shared && !one.fromForm && one.when === undefined)
  const defects = [
    { target: material?.id ?? '', name: material?.name ?? '', problem: '第二页模糊', cure: '重新拍照上传' },
    { target: 'address', name: '现住址', problem: '没有写门牌号', cure: '补写门牌号' },
  ]
  await act(clerk, left.no, { act: 'notifyCorrection', defects })
  await go('/my')
  await page.getByRole('link', { name: /补正/ }).first().click()
  assert.match(await heading(), /2 项/)
  const text = await words(page.locator('main'))
  for (const { name, problem, cure } of defects) for (const said of [name, problem, cure]) assert.ok(text.includes(said), said)
  assert.equal(await page.locator('main input[type=file]').count(), 1)
  assert.equal(await page.locator('main input[type=text]').count(), 1)
  await press(page, '提交补正')
  assert.match(await page.title(), /^错误：/, 'not before everything is there')
  await page.locator('[name=address]').fill('东胜区示例街道 1 号 2 栋 301')
  await press(page, '保存，稍后再提交')
  await follow(page, '去补正')
  assert.equal(await page.locator('[name=address]').inputValue(), '东胜区示例街道 1 号 2 栋 301', 'saved in parts')
  await page.locator('input[type=file]').setInputFiles({ name: '重拍.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') })
  await page.locator('button', { hasText: /^上传/ }).click()
  assert.match(await words(page.locator('.errs')), /重拍\.pdf/, 'a broken file is named')
  await page.locator('input[type=file]').setInputFiles(await pdf('重拍.pdf'))
  await page.locator('button', { hasText: /^上传/ }).click()
  await press(page, '提交补正')
  assert.ok(page.url().endsWith(`/my/cases/${left.no}`))
  assert.equal(await page.getByRole('link', { name: '去补正' }).count(), 0)
})

test('U-015 without script and without signing in: progress by number and code, a licence by its code', async () => {
  const { clerk, ...others } = await officers()
  await act(clerk, left.no, { act: 'accept' })
  await decideAndDeliver(others, left.no)
  const stranger = await browser.newContext({ javaScriptEnabled: false })
  const open = await stranger.newPage()
  await open.goto(`${server.url}/track`)
  await open.locator('[name=no]').fill(left.no)
  await open.locator('[name=code]').fill(left.code.toLowerCase())
  await press(open, '查询')
  const seen = await words(open.locator('main'))
  assert.ok(seen.includes('教师资格认定') && !seen.includes('示例丑') && !seen.includes('150623200002299285'), 'the same page, masked')
  assert.equal(await open.locator('main form').count(), 0, 'and nothing can be done there')

  const [row] = await db.sql<{ code: string; number: string }>`
    select licence.code, licence.number from licences.licence join casework.matter on matter.id = licence.case_id where matter.no = ${left.no}`
  await open.goto(`${server.url}/verify`)
  await open.locator('[name=code]').fill(row?.code.toLowerCase() ?? '')
  await press(open, '查验')
  const verified = await words(open.locator('main'))
  assert.ok(verified.includes('有效') && verified.includes(row?.number ?? '-') && !verified.includes('示例丑'), verified)
  await open.locator('[name=code]').fill('0000000000000000')
  await press(open, '查验')
  assert.match(await words(open.locator('main')), /没有查到/)
  await stranger.close()
})

test('U-018 without script: five grades, none preset; a bad one asks why; once given it stays', async () => {
  assert.notEqual(left.no, '', 'there is a case')
  await go(`/my/cases/${left.no}`)
  await follow(page, '评价本次服务')
  assert.equal(await page.locator('[name=grade]').count(), 5)
  assert.equal(await page.locator('[name=grade]:checked').count(), 0)
  await press(page, '提交评价')
  assert.match(await page.title(), /^错误：/)
  await page.locator('[name=grade]').last().check()
  await press(page, '提交评价')
  assert.match(await page.title(), /^错误：/, 'a bad grade has a reason')
  assert.equal(await page.locator('[name=grade]').last().isChecked(), true)
  await page.locator('[name=reasons]').first().check()
  await page.locator('[name=words]').fill('等了太久')
  await press(page, '提交评价')
  await go(`/my/cases/${left.no}/rate`)
  assert.match(await words(page.locator('main')), /无需重复评价/)
  const code = left.no.slice(0, -12)
  await go(`/guide/${code}/reviews`)
  assert.ok((await words(page.locator('main'))).includes('等了太久'))
})

test('U-016 without script: search as people speak, narrow, turn pages, change the place', async () => {
  await go('/')
  await page.locator('[name=q]').first().fill('教师证')
  await press(page, '搜索')
  await page
    .locator('main')
    .getByRole('link', { name: /教师资格认定/ })
    .first()
    .waitFor()
  await go('/personal')
  const total = Number(await words(page.locator('[role=status] .num')))
  const first = await words(page.locator('.rows li h2').first())
  await page.getByRole('link', { name: '下一页' }).click()
  assert.notEqual(await words(page.locator('.rows li h2').first()), first)
  await follow(page, '回到第一页')
  await page.locator('.facets dd a').first().click()
  const narrowed = Number(await words(page.locator('[role=status] .num')))
  assert.ok(narrowed > 0 && narrowed < total, `${narrowed} of ${total}`)
  assert.match(page.url(), /\?\w+=/, 'the choice is in the address and can be sent')
  await follow(page, '清除全部选择')
  await page.getByRole('link', { name: '切换站点' }).click()
  await page.locator('main').getByRole('link', { name: '东胜区', exact: true }).click()
  assert.match(page.url(), /\/150602\/$/)
  await page.locator('[name=q]').first().fill('不会有这样的事项名称')
  await press(page, '搜索')
  assert.match(await words(page.locator('main')), /12345/)
})

test('U-017 without script: mode, size and language change on any page and come back to it, also where a form was refused', async () => {
  await go('/personal?online=1')
  await press(page, '长辈版')
  assert.ok(page.url().endsWith('/personal?online=1'), page.url())
  assert.equal(await page.locator('html').getAttribute('data-mode'), 'elder')
  await press(page, '字号再大')
  assert.equal(await page.locator('html').getAttribute('data-size'), '30')
  await press(page, '字号还原')
  await press(page, '高对比')
  assert.equal(await page.locator('html').getAttribute('data-mode'), 'contrast')
  await press(page, '蒙古文')
  assert.equal(await page.locator('html').getAttribute('lang'), 'mn-Mong')
  await press(page, 'English')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await press(page, '中文')
  await page.locator('nav.top button[name=mode][value=standard]').click()
  await go('/login/staff')
  const signedIn = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signedIn.goto(`${server.url}/login/person`)
  await signedIn.locator('[name=account]').fill('citizen1')
  await signedIn.locator('[name=password]').fill('falsch')
  await press(signedIn, '登录')
  await press(signedIn, '长辈版')
  assert.match(signedIn.url(), /\/login\/person$/)
  await signedIn.context().close()
})

const faults = (html: string): string[] => [
  ...(html.match(/<form(?![^>]*\smethod="(get|post)")[^>]*>/g) ?? []).map((tag) => `no method: ${tag}`),
  ...(html.match(/<(?:input|select|textarea)(?![^>]*\sname="[^"]+")[^>]*>/g) ?? []).map((tag) => `no name: ${tag}`),
  ...(html.match(/href="#"|href="javascript:|\son[a-z]+="/g) ?? []).map((text) => `script: ${text}`),
  ...(html.match(/<a(?![^>]*\shref=)[^>]*>/g) ?? []).map((tag) => `no address: ${tag}`),
]

test('U-019 on every page reached, every form has a method, every control a name, and no link or handler waits for script', async () => {
  assert.deepEqual(faults('<form><input><a onclick="x" href="#">'), [
    'no method: <form>',
    'no name: <input>',
    'script:  onclick="',
    'script: href="#"',
  ])
  const pages = await Promise.all([...reached].map(async ([address, text]) => ({ address, text: await text })))
  const whole = pages.filter(({ text }) => text.includes('</html>'))
  assert.ok(whole.length >= 30, `${whole.length} pages of ${pages.length}`)
  for (const { address, text } of whole) assert.deepEqual(faults(text), [], address)
})
