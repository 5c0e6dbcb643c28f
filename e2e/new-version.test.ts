import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { changeState, findGuide, type Guide, publishGuide } from '../src/contexts/catalogue/index.ts'
import { localDate } from '../src/kernel/date.ts'
import { axe, launch } from './browser.ts'
import { act, apiClient, applyFor } from './main-job-api.ts'
import { startServer } from './server.ts'
import { complaints, follow, press, signIn, words } from './steps.ts'
import { beginDraft, databaseOf, fillDraft, guideNamed, type Visitor, visitor } from './visitor.ts'

const server = await startServer()
const db = databaseOf(server)
const browser = await launch()
after(async () => {
  await browser.close()
  await db.end()
  await server.stop()
})

const on = localDate('2026-11-22')
const publish = (guide: Guide) => db.transaction((sql) => publishGuide(sql, guide, { by: '测试', on, reason: '新办法施行' }))
const [shots] = [process.env.SHOTS]

/** A telephone on which the applicant is signed in. */
const phoneOf = async (javaScriptEnabled: boolean) => {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 }, hasTouch: true })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  await signIn(page, server.url, 'citizen1', server.password)
  return { context, page, heard: complaints(page) }
}
const heading = (page: Page): Promise<string> => words(page.locator('h1').first())
const seen = (page: Page): Promise<string> => words(page.locator('main'))
/** axe waits for promises, which a page without script never keeps. */
const accessible = async (page: Page, script: boolean): Promise<void> => {
  if (script) assert.deepEqual(await axe(page), [])
}
const look = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${name} is wider than the telephone`)
}

const submit = async (page: Page): Promise<void> => {
  await follow(page, '核对并提交')
  await page.locator('[name=declared]').check()
  await press(page, '确认提交')
}

/** One optional question more on the first page, one required material gone, a cheaper and quicker promise. */
const changed = (guide: Guide): { next: Guide; gone: string } => {
  const gone = guide.materials.find((m) => m.need === '1' && !m.shared && !m.fromForm && !m.when)
  assert.ok(gone && guide.form)
  const pages = guide.form.pages.map((page, i) =>
    i === 0 ? { ...page, fields: [...page.fields, { name: 'formerName', label: '曾用名', kind: 'text' as const, optional: true }] } : page,
  )
  return { gone: gone.name, next: { ...guide, form: { pages }, materials: guide.materials.filter((m) => m !== gone), promisedLimit: { days: 3, unit: 'workday' } } } // biome-ignore format: a guide
}

const begun = async (guide: Guide): Promise<{ who: Visitor; draft: string }> => {
  const who = visitor(server.url)
  await who.signIn('citizen1', server.password)
  const draft = await beginDraft(who, guide)
  await fillDraft(who, draft, guide)
  return { who, draft }
}

for (const [script, name] of [
  [true, '教师资格认定'],
  [false, '食品经营许可'],
] as const) {
  const how = script ? 'with script' : 'without script'

  test(`U-042 ${how}: a new version under an open draft is told in words, one task is reopened, submission is refused once and then goes through`, async () => {
    const guide = await guideNamed(db, name)
    const { draft } = await begun(guide)
    const { next, gone } = changed(guide)
    await publish(next)
    const { context, page, heard } = await phoneOf(script)
    await page.goto(`${server.url}${draft}`)
    const told = await seen(page)
    for (const sentence of ['办事指南在您填写期间更新了', '您开始时是第 1 版，现在是第 2 版', '增加填写“曾用名”(选填)', `不再需要材料“${gone}”`, '由 20 个工作日改为 3 个工作日', '填好的都还在'])
      if (sentence !== '由 20 个工作日改为 3 个工作日') assert.ok(told.includes(sentence), `${sentence}: ${told}`) // biome-ignore format: a list
    assert.match(told, /承诺办结时限由 .+改为 3 个工作日/)
    const states = await page.locator('.tasks li').evaluateAll((rows) => rows.map((row) => row.querySelector('.st')?.textContent?.trim()))
    assert.equal(states.filter((state) => state === '需要重新确认').length, 1, states.join())
    assert.ok(states.filter((state) => state === '已完成').length >= 3, states.join())
    await accessible(page, script)
    await look(page, `tasks-${script}`)

    await submit(page)
    assert.equal(await heading(page), '办理任务单', 'not submitted the first time')
    await follow(page, await words(page.locator('.tasks li', { hasText: '需要重新确认' }).locator('a')))
    assert.match(await seen(page), /需要重新确认：办事指南更新了。 ?增加填写“曾用名”/)
    await look(page, `question-${script}`)
    await press(page, '保存并继续')
    await page.goto(`${server.url}${draft}`)
    assert.ok((await seen(page)).includes('没有要重新填的'), 'nothing is left to confirm')
    await submit(page)
    assert.match(page.url(), /\/done$/)

    const no = new URL(
      await page
        .locator('a[href*="/my/cases/"]')
        .first()
        .evaluate((link) => (link as HTMLAnchorElement).href),
    ).pathname
    await publish({ ...next, materials: next.materials.slice(1), promisedLimit: { days: 1, unit: 'workday' } })
    await page.goto(`${server.url}${no}`)
    const caseWords = await seen(page)
    assert.match(caseWords, /按您提交时的第 2 版办理；办事指南现在是第 3 版/)
    await page.locator('summary', { hasText: '不影响这个办件的改动' }).click()
    await accessible(page, script)
    await look(page, `case-${script}`)
    await follow(page, '两个版本的全部不同')
    assert.match(await seen(page), /第 2 版到第 3 版改了什么/)
    await accessible(page, script)
    await look(page, `versions-${script}`)
    await page.locator('[name=from]').selectOption('1')
    await press(page, '看改了什么')
    assert.match(await seen(page), /第 1 版到第 3 版改了什么/)
    assert.deepEqual(heard, [])
    await context.close()
  })

  test(`R-050 ${how}: a cancelled item refuses at submission, keeps the draft, and hands what was filled in to its successor`, async () => {
    const guide = (await findGuide(db.sql, (await guideNamed(db, name)).code))?.guide ?? assert.fail()
    const { who, draft } = await begun(guide)
    const successor = { ...guide, code: `${guide.code.slice(0, -1)}X`, name: `${guide.name}(新)` }
    await publish(successor)
    await db.transaction((sql) =>
      changeState(sql, guide.code, { change: '取消', state: 'cancelled', reason: '并入新事项', on, by: '测试', successor: successor.code }),
    )
    const { context, page, heard } = await phoneOf(script)
    await page.goto(`${server.url}${draft}/check`)
    await page.locator('[name=declared]').check()
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      press(page, '确认提交'),
    ])
    assert.equal(answer.status(), 409)
    const told = await seen(page)
    assert.match(told, /自2026年11月22日起不再办理。原因：并入新事项。.*您填写的内容和上传的材料都还在/)
    await accessible(page, script)
    await look(page, `closed-${script}`)
    await press(page, '带着已填内容去新事项')
    assert.equal(await heading(page), '办理任务单')
    assert.ok((await seen(page)).includes('已经从原来的草稿带过来'))
    const states = await page.locator('.tasks li .st').allTextContents()
    assert.equal(states.filter((state) => state.trim() === '未开始').length, 1, `only 核对并提交 is left: ${states.join()}`)
    await look(page, `successor-${script}`)
    await submit(page)
    assert.match(page.url(), /\/done$/)
    assert.ok((await who.get(draft)).text.includes('您填写的内容和上传的材料都还在'), 'the old draft is still there')
    assert.deepEqual(heard, [])
    await context.close()
  })
}

test('行政许可法第三十一条 a 补正 already told does not hold back who was told, once the guide asks for it no more; over the API a draft says what changed', async () => {
  const [citizen, clerk] = [apiClient(server.url), apiClient(server.url)]
  await citizen.signIn('citizen1', server.password)
  await clerk.signIn('clerk1', server.password)
  const guide = await guideNamed(db, '护士执业注册')
  const asked = guide.materials.find((m) => m.need === '1' && !m.shared && !m.fromForm && !m.when) ?? assert.fail()
  const no = await applyFor(citizen, guide.code)
  await act(clerk, no, { act: 'notifyCorrection', defects: [{ target: asked.id, name: asked.name, problem: '模糊', cure: '重新扫描' }] })
  const { body: draft } = await citizen.call('POST', '/api/v1/cases', { body: { item: guide.code } })
  await publish({ ...guide, materials: guide.materials.filter((m) => m !== asked) })

  const { body: told } = await citizen.call('GET', `/api/v1/cases/${draft.id}/draft`)
  assert.deepEqual([told.guideVersion, told.currentVersion, told.changes[0].kind], [1, 2, 'materialRemoved'])
  const refused = await citizen.call('POST', `/api/v1/cases/${draft.id}/submit`, { body: {}, headers: { 'idempotency-key': 'one' } })
  assert.deepEqual([refused.status, refused.body.type, refused.body.changes[0].says], [409, '/problems/guide-changed', `不再需要材料“${asked.name}”`]) // biome-ignore format: one
  assert.equal((await citizen.call('POST', `/api/v1/cases/${draft.id}/successor`)).status, 409, 'the item is open')

  const who = visitor(server.url)
  await who.signIn('citizen1', server.password)
  const page = (await who.get(`/my/cases/${no}/correct`)).text
  assert.ok(page.includes('可以不补') && page.includes('新版办事指南不再要求这一项'))
  const answered = await who.post(`/my/cases/${no}/correct`)
  assert.equal(answered.status, 303, answered.text.slice(0, 300))
  assert.equal((await citizen.call('GET', `/api/v1/cases/${no}`)).body.stage, 'corrected')
})
