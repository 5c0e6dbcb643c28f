import assert from 'node:assert/strict'
import { createConnection } from 'node:net'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { changeState } from '../src/contexts/catalogue/index.ts'
import { localDate } from '../src/kernel/date.ts'
import { launch } from './browser.ts'
import { sampleAnswers, samplePdf } from './main-job-api.ts'
import { startServer } from './server.ts'
import { fill, pdf, press, signIn, words } from './steps.ts'
import { beginDraft, databaseOf, eventually, fillDraft, firstSituation, guideNamed, submissionKey, visitor } from './visitor.ts'

const server = await startServer()
const browser = await launch()
const db = databaseOf(server)
const guide = await guideNamed(db, '教师资格认定')
const citizen = visitor(server.url)
await citizen.signIn('citizen1', server.password)
after(async () => {
  await browser.close()
  await db.end()
  await server.stop()
})

const [first, second] = guide.form?.pages ?? []
const materials = (await citizen.get(await beginDraft(citizen, guide))).text.match(/(?<=href="[^"]*\/materials\/)[^"]*(?=")/g) ?? []

/** A page of a browser that is signed in as citizen1 already. */
const citizensPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext(options)
  const value = citizen.jar.get('__Host-tongban') ?? ''
  await context.addCookies([
    { name: '__Host-tongban', value, url: server.url.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax' },
  ])
  return context.newPage()
}
const casesOf = async (draft: string): Promise<number> => {
  const [row] = await db.sql<{
    count: number
  }>`select count(*)::int as count from casework.matter where id = ${draft.slice('/apply/'.length)}`
  return row?.count ?? 0
}
const valuesOn = (page: Page): Promise<Record<string, string>> =>
  page
    .locator('main form')
    .first()
    .evaluate((form) =>
      Object.fromEntries(
        [...new FormData(form as HTMLFormElement)]
          .filter(([name]) => !name.startsWith('_') && name !== 'password')
          .map(([k, v]) => [k, String(v)]),
      ),
    )

for (const javaScriptEnabled of [true, false]) {
  test(`U-037 ${javaScriptEnabled ? 'with' : 'without'} script: wrong input keeps every value, the title and the summary say so, links land on the fields`, async () => {
    const draft = await beginDraft(citizen, guide)
    const page = await citizensPage({ javaScriptEnabled })
    await page.goto(`${server.url}${draft}/q/${first?.id}`)
    await fill(page, { name: '示例 甲', idNumber: '15060219880315902', ethnicity: '汉族' })
    await page.locator('[name=ethnicity]').fill('')
    const typed = javaScriptEnabled ? await valuesOn(page) : undefined
    const [answer] = await Promise.all([page.waitForResponse((one) => one.request().method() === 'POST'), press(page, '保存并继续')])
    await page.waitForLoadState()
    assert.equal(answer.status(), 422)
    assert.match(await page.title(), /^错误：/)
    assert.equal(await page.locator('[name=name]').inputValue(), '示例 甲')
    assert.equal(await page.locator('[name=idNumber]').inputValue(), '15060219880315902')
    if (typed) assert.deepEqual(await valuesOn(page), typed)
    const links = page.locator('.errs a')
    assert.equal(await links.count(), 2)
    for (const link of await links.all()) {
      const target = (await link.getAttribute('href'))?.split('#')[1] ?? ''
      const field = page.locator(`[id="${target}"]`)
      assert.equal(await field.getAttribute('aria-invalid'), 'true')
      const message = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1) ?? ''
      assert.equal(await words(page.locator(`[id="${message}"]`)), await words(link), 'the same words twice')
    }
    if (javaScriptEnabled) {
      assert.ok(await page.locator('.errs').evaluate((summary) => document.activeElement === summary), 'focus is in the summary')
      await links.first().click()
      assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), 'idNumber')
    }
    await page.context().close()
  })
}

test('U-037 every other form answers wrong input with 422, its values and a summary that leads to its fields', async () => {
  const draft = await beginDraft(citizen, guide)
  const filled = await beginDraft(citizen, guide)
  await fillDraft(citizen, filled, guide)
  const visitors = visitor(server.url)
  const wrong: [typeof visitors, string, Record<string, string>, string[], string?][] = [
    [visitors, '/login/person', { account: 'nobody@示例', password: 'x' }, ['nobody@示例'], '/login/person'],
    [visitors, '/login/organisation', { account: '91150602MAXX00015Z', password: 'x' }, ['91150602MAXX00015Z'], '/login/organisation'],
    [visitors, '/track', { no: '1115', code: 'abc' }, ['1115'], '/track'],
    [visitors, '/track', { no: '1115', code: '' }, ['1115', '请填写查询码'], '/track'],
    [visitors, '/login/person', { account: '', password: 'x' }, ['请填写手机号、身份证号或用户名'], '/login/person'],
    [visitors, '/login/certificate', { certificate: '', signature: '' }, ['请粘贴证书', '请粘贴签名结果'], '/login/certificate'],
    [visitors, '/login/certificate', { certificate: 'PEM', signature: '' }, ['>PEM<', '请粘贴签名结果'], '/login/certificate'],
    [
      citizen,
      `/apply/start/${guide.code}`,
      { [guide.situations[0]?.id ?? '']: guide.situations[0]?.options[0]?.value ?? '' },
      [' checked'],
    ],
    [
      citizen,
      `${draft}/deliver`,
      { way: 'post', recipient: '示例收件人', phone: '12', address: '' },
      ['示例收件人', 'value="12"', ' checked'],
    ],
    [citizen, `${filled}/submit`, { key: await submissionKey(citizen, filled) }, ['请勾选申请人声明']],
  ]
  for (const [who, path, fields, kept, from] of wrong) {
    const { status, text } = await who.post(path, fields, from ? { from } : {})
    assert.equal(status, 422, path)
    assert.match(text, /<title>错误：/, path)
    for (const value of kept) assert.ok(text.includes(value), `${path} keeps ${value}`)
    const targets = [...text.matchAll(/<div class="errs"[\s\S]*?<\/div>/g)].flatMap(([box]) =>
      [...box.matchAll(/href="[^"]*#([^"]+)"/g)].map(([, id]) => id ?? ''),
    )
    assert.ok(targets.length > 0, `${path} has a summary`)
    for (const id of targets) assert.ok(text.includes(`id="${id}"`), `${path}: ${id} is there`)
  }
})

test('U-040 a double click, two tabs, going back and loading again make one case', async () => {
  const draft = await beginDraft(citizen, guide)
  await fillDraft(citizen, draft, guide)
  const [one, two] = [await submissionKey(citizen, draft), await submissionKey(citizen, draft)]
  assert.notEqual(one, two, 'each tab has a key of its own')
  const answers = await Promise.all([one, one, two].map((key) => citizen.post(`${draft}/submit`, { declared: '1', key })))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303],
  )
  assert.equal(new Set(answers.map(({ location }) => location)).size, 1)
  assert.equal(await casesOf(draft), 1)

  const other = await beginDraft(citizen, guide)
  await fillDraft(citizen, other, guide)
  const page = await citizensPage()
  await page.goto(`${server.url}${other}/check`)
  await page.locator('[name=declared]').check()
  await page.getByRole('button', { name: '确认提交' }).dblclick()
  await page.waitForURL(/\/done$/)
  const number = await words(page.locator('.ticket .fours, .ticket .num').first())
  await page.reload()
  assert.equal(await words(page.locator('.ticket .fours, .ticket .num').first()), number, 'loading again shows the 号牌')
  await page.goBack()
  await page.waitForLoadState()
  assert.equal(await words(page.locator('.ticket .fours, .ticket .num').first()), number, 'going back shows the 号牌')
  assert.equal(await casesOf(other), 1)
  await page.context().close()
})

test('U-041 a browser that is killed loses at most what was typed on the page after the last autosave', async () => {
  const draft = await beginDraft(citizen, guide)
  const doomed = await chromium.launchServer({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  const killed = await chromium.connect(doomed.wsEndpoint())
  const page = await killed.newPage()
  await page.goto(`${server.url}${draft}/q/${first?.id}`)
  await signIn(page, server.url, 'citizen1', server.password)
  await page.waitForURL(`**${draft}/q/${first?.id}`)
  await fill(page, { name: '示例甲改', ethnicity: '蒙古族' })
  await press(page, '保存并继续')
  await page.waitForURL(`**/q/${second?.id}`)
  await page.locator('[name=address]').fill('东胜区示例街道 1 号')
  await page.getByText('已自动保存').waitFor()
  await page.locator('[name=address]').fill('东胜区示例街道 1 号 2 单元')
  await doomed.kill()
  const before = (await citizen.get(`${draft}/q/${first?.id}`)).text
  assert.ok(before.includes('示例甲改') && before.includes('蒙古族'), 'the page before is whole')
  assert.ok((await citizen.get(`${draft}/q/${second?.id}`)).text.includes('东胜区示例街道 1 号'), 'this page as of the last autosave')
})

test('U-041 without a network what is typed stays on this device and is put back, and goes to the server by itself', async () => {
  const draft = await beginDraft(citizen, guide)
  const page = await citizensPage()
  await page.goto(`${server.url}${draft}/q/${second?.id}`)
  const cut = `**${draft}/q/**`
  await page.route(cut, (route) => (route.request().method() === 'POST' ? route.abort('internetdisconnected') : route.continue()))
  await page.locator('[name=address]').fill('没有网络时写的地址')
  await page.getByText('没有网络，已存在本机').waitFor()
  await page.unroute(cut)
  await page.goto(`${server.url}${draft}/q/${second?.id}`)
  assert.equal(await page.locator('[name=address]').inputValue(), '没有网络时写的地址')
  await eventually(
    async () => (await citizen.get(`${draft}/q/${second?.id}`)).text.includes('没有网络时写的地址') || undefined,
    'the kept text is sent',
  )
  await page.context().close()
})

test('U-042 what was posted after the session had ended is there after the sign-in, without script too', async () => {
  const draft = await beginDraft(citizen, guide)
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto(`${server.url}${draft}/q/${second?.id}`)
  await signIn(page, server.url, 'citizen1', server.password)
  await page.waitForURL(`**/q/${second?.id}`)
  await fill(page, { phone: '13900020002', address: '会话过期时写的地址' })
  await db.sql`update platform.session set seen_at = now() - interval '31 minutes' where subject_kind = 'applicant'`
  await press(page, '保存并继续')
  await page.waitForURL('**/login/person**')
  await signIn(page, server.url, 'citizen1', server.password)
  await page.waitForURL('**/resume')
  await press(page, '继续提交')
  await page.waitForURL(`**/q/${guide.form?.pages[2]?.id}`)
  await page.goto(`${server.url}${draft}/q/${second?.id}`)
  assert.equal(await page.locator('[name=address]').inputValue(), '会话过期时写的地址')
  assert.equal(await page.locator('[name=phone]').inputValue(), '13900020002')
  await citizen.signIn('citizen1', server.password)
  await page.context().close()
})

test('U-043 a draft goes on on another device, with everything that was typed and uploaded', async () => {
  const draft = await beginDraft(citizen, guide)
  await citizen.post(`${draft}/q/${second?.id}`, { phone: '13900030003', address: '第一台设备写的地址' })
  await citizen.upload(`${draft}/materials/${materials[0]}`, [{ name: '第一台设备.pdf', content: samplePdf('one') }])
  const phone = await (await browser.newContext({ viewport: { width: 360, height: 640 }, hasTouch: true })).newPage()
  await phone.goto(`${server.url}/my/drafts`)
  await signIn(phone, server.url, 'citizen1', server.password)
  await phone.locator(`a[href$="${draft}"]`).tap()
  await phone.locator('.tasks a[href*="/materials/"]').first().tap()
  await phone.getByText('第一台设备.pdf').first().waitFor()
  await phone.goto(`${server.url}${draft}/q/${second?.id}`)
  assert.equal(await phone.locator('[name=address]').inputValue(), '第一台设备写的地址')
  await phone.locator('[name=address]').fill('第二台设备改的地址')
  await press(phone, '保存并继续')
  await phone.waitForLoadState()
  assert.ok((await citizen.get(`${draft}/q/${second?.id}`)).text.includes('第二台设备改的地址'))
  await phone.context().close()
})

test('U-046 a file of the wrong kind is named with its cure; the good one beside it and those before are kept', async () => {
  const draft = await beginDraft(citizen, guide)
  const path = `${draft}/materials/${materials[0]}`
  await citizen.upload(path, [{ name: '先前的.pdf', content: samplePdf('before') }])
  const page = await citizensPage({ javaScriptEnabled: false })
  await page.goto(`${server.url}${path}`)
  const program = { name: '伪装.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\u0090\u0000 not a document') }
  await page.locator('input[type=file]').setInputFiles([await pdf('好的.pdf'), program, await pdf('也好.pdf')])
  await press(page, '上传')
  await page.waitForLoadState()
  assert.match(await page.title(), /^错误：/)
  assert.match(await words(page.locator('.errs')), /伪装\.pdf:.*请/s)
  const listed = await words(page.locator('main .rows'))
  for (const name of ['先前的.pdf', '好的.pdf', '也好.pdf']) assert.ok(listed.includes(name), name)
  assert.doesNotMatch(listed, /伪装/)
  await page.context().close()
})

test('U-046 an upload that is cut leaves the draft as it was and the server well', async () => {
  const draft = await beginDraft(citizen, guide)
  const path = `${draft}/materials/${materials[0]}`
  await citizen.upload(path, [{ name: '先前的.pdf', content: samplePdf('before') }])
  const { hostname, port } = new URL(server.url)
  const body = `--x\r\ncontent-disposition: form-data; name="file"; filename="cut.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4 ${'x'.repeat(50_000)}`
  const cookie = [...citizen.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const head = `POST ${path}?_csrf=${encodeURIComponent(await citizen.token())} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${cookie}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 900000\r\n\r\n`
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () => socket.write(head + body, () => setTimeout(() => socket.destroy(), 200)))
    socket.once('error', reject).once('close', () => resolve())
  })
  const { text, status } = await citizen.get(path)
  assert.equal(status, 200)
  assert.ok(text.includes('先前的.pdf'))
  assert.doesNotMatch(text, /cut\.pdf/)
  const again = await citizen.upload(path, [{ name: '再传一次.pdf', content: samplePdf('again') }])
  assert.equal(again.status, 303)
})

test('an upload that the network cuts is tried again by the script and arrives', async () => {
  const draft = await beginDraft(citizen, guide)
  const page = await citizensPage()
  await page.goto(`${server.url}${draft}/materials/${materials[0]}`)
  let cuts = 0
  await page.route('**/materials/**', (route) => {
    if (route.request().method() !== 'POST' || cuts > 0) return route.continue()
    cuts += 1
    return route.abort('connectionreset')
  })
  await page.locator('input[type=file]').setInputFiles(await pdf('断网.pdf'))
  await press(page, '上传')
  await page.getByText('已经上传').waitFor()
  assert.equal(cuts, 1)
  await page.context().close()
})

test('a matter that is suspended while a draft is open: the draft is kept and the applicant told why', async () => {
  const closing = await guideNamed(db, '食品经营许可')
  const company = visitor(server.url)
  await company.signIn('company1', server.password, 'organisation')
  const draft = await beginDraft(company, closing)
  await fillDraft(company, draft, closing)
  const key = await submissionKey(company, draft)
  const change = {
    change: '暂停',
    state: 'suspended',
    reason: '系统切换期间暂停受理',
    on: localDate('2026-11-20'),
    by: '示例目录管理员',
  } as const
  await db.transaction((sql) => changeState(sql, closing.code, change))
  const refused = await company.post(`${draft}/submit`, { declared: '1', key })
  assert.equal(refused.status, 409)
  assert.match(refused.text, /暂停/)
  assert.match(refused.text, /系统切换期间暂停受理/, 'and why')
  const tasks = await company.get(draft)
  assert.equal(tasks.status, 200, 'the draft is still there')
  assert.match(tasks.text, /系统切换期间暂停受理/, 'and says why it cannot go on')
  const start = await company.post(`/apply/start/${closing.code}`, firstSituation(closing))
  assert.equal(start.status, 410, 'no new draft')
  assert.match(start.text, /系统切换期间暂停受理/)
  await db.transaction((sql) => changeState(sql, closing.code, { ...change, change: '恢复', state: 'published', reason: '系统切换完成' }))
  assert.equal((await company.post(`${draft}/submit`, { declared: '1', key })).status, 303, 'it goes on where it stopped')
})

test('U-041 without script a page that was saved for later is there in the same state', async () => {
  const draft = await beginDraft(citizen, guide)
  const { address } = sampleAnswers(guide.form)
  await citizen.post(`${draft}/q/${second?.id}`, { phone: '不是电话', address: String(address), later: '1' })
  const { text } = await citizen.get(`${draft}/q/${second?.id}`)
  assert.ok(text.includes('不是电话') && text.includes(String(address)), 'right or wrong, typed is kept')
  assert.match((await citizen.get(draft)).text, /填写中/)
})
