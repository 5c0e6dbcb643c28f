import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addDays, type LocalDate } from '../src/kernel/date.ts'
import { launch } from './browser.ts'
import { atReception, codeOnPhone, focusIs, isSound } from './desk-keys.ts'
import { act, apiClient, applyFor, decideAndDeliver, sampleAnswers } from './main-job-api.ts'
import { startServer } from './server.ts'
import { words } from './steps.ts'
import { databaseOf, guideNamed } from './visitor.ts'

const server = await startServer()
const browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

const db = databaseOf(server)
const teacher = await guideNamed(db, '教师资格认定')
const venue = await guideNamed(db, '公共场所卫生许可(新办)')
const nurse = await guideNamed(db, '护士执业注册')
await db.end()
const as = async (account: string) => {
  const client = apiClient(server.url)
  await client.signIn(account, server.password)
  return client
}
const [citizen, clerk] = await Promise.all([as('citizen1'), as('clerk1')])
const idNumber = '150602198803159029'
const looks = process.env.LOOKS
const shot = async (page: Parameters<typeof isSound>[0], name: string): Promise<void> => {
  await isSound(page, name)
  if (looks) await page.screenshot({ path: `${looks}/${name}.png` })
}

test('补正在窗口，只用键盘：扫办件编号、读身份证，逐项清点和改正，F2 提交，收据打印；缺一项就指出是哪一项', async () => {
  const no = await applyFor(citizen, teacher.code)
  const { body } = await citizen.call('GET', `/api/v1/cases/${no}`)
  const material = body.materials[0].material as string
  const named = teacher.materials.find(({ id }) => id === material)?.name ?? ''
  const field = teacher.form?.pages.flatMap((page) => page.fields).find(({ kind }) => kind === 'text')
  assert.ok(field)
  const defects = [
    { target: material, name: named, problem: '扫描件看不清', cure: '交清晰的复印件', basis: '教师资格条例实施办法第十二条' },
    { target: field.name, name: field.label, problem: '写得不全', cure: '写全称' },
  ]
  await act(clerk, no, { act: 'notifyCorrection', defects })
  const { page, heard, keys } = await atReception(browser, server)
  await keys.type(no)
  await keys.press('Enter')
  await page.locator('#proof-e').waitFor()
  assert.match(await words(page.locator('#proof-e')), /教师资格认定.*待补正.*身份证/)
  await shot(page, '扫办件编号')
  await keys.type(idNumber)
  await keys.press('Enter')
  await page.locator('.mend').waitFor()
  await focusIs(page, '.mend input')
  for (const { problem, cure } of defects) assert.match(await words(page.locator('.mend')), new RegExp(`${problem}.*${cure}`))
  await shot(page, '补正')
  await keys.press('F2')
  await focusIs(page, `[id="m-${material}"]`)
  await page.locator('.mend .wrong').waitFor()
  assert.match(await words(page.locator('.mend')), /请上传/)
  await shot(page, '补正缺一项')
  await keys.press('Space')
  await page.locator(`.mend [name="${field.name}"]`).focus()
  await keys.press('Control+a')
  await keys.type('写全的内容')
  await keys.press('F2')
  await page.getByText('已办，办件现在是“补正已交”').waitFor()
  await page.locator('.desk-done .viewer-name', { hasText: '补正' }).waitFor()
  await shot(page, '补正收据')
  const after = (await citizen.call('GET', `/api/v1/cases/${no}`)).body
  assert.deepEqual([after.stage, after.answers[field.name]], ['corrected', '写全的内容'])
  const rows = (await clerk.call('GET', `/api/v1/cases/${no}/journal`)).body.items
  assert.deepEqual([rows.at(-1).act, rows.at(-1).channel, rows.at(-1).onBehalfOf], ['correct', '窗口', body.applicant.name])
  assert.deepEqual(heard, [])
  await page.context().close()
})

test('延续在窗口，只用键盘：名下证照里选延续，材料和内容都从原证带来，收件受理；别人的证照看不到也不能办', async () => {
  const no = await applyFor(citizen, nurse.code)
  await act(clerk, no, { act: 'accept' })
  const [approver, decider, issuer] = await Promise.all([as('approver1'), as('decider1'), as('issuer1')])
  const today = (await citizen.call('GET', `/api/v1/cases/${no}`)).body.acceptedOn as LocalDate
  await decideAndDeliver({ approver, decider, issuer }, no, { validFrom: today, validTo: addDays(today, 45) })
  const { page, heard, keys } = await atReception(browser, server)
  await keys.type(idNumber)
  await keys.press('Enter')
  await page.locator('.held').waitFor()
  await shot(page, '名下证照')
  await keys.press('Alt+l')
  await focusIs(page, '.held button')
  for (let i = 0; i < 8 && !(await page.evaluate(() => document.activeElement?.matches('[data-matter=renew]'))); i += 1)
    await keys.press('Tab')
  await keys.press('Enter')
  await page.locator('.desk-matter').waitFor()
  await shot(page, '延续')
  await keys.press('Alt+a')
  await keys.press('F2')
  await page.getByRole('form', { name: '收件并受理' }).waitFor()
  await keys.press('Control+Enter')
  await page.getByText('已办，办件现在是“受理”').waitFor()
  const done = await words(page.locator('.desk-done .facts a').first())
  const { body } = await citizen.call('GET', `/api/v1/cases/${done}`)
  assert.deepEqual([body.stage, body.about.kind], ['accepted', 'renew'])
  assert.deepEqual(heard, [])
  await page.context().close()
  const [{ id }] = (await visitOf(idNumber)).licences
  const other = await visitOf('150621197506209055')
  assert.equal(
    other.licences.some((one) => one.id === id),
    false,
  )
  const matter = await clerk.call('POST', `/api/v1/reception/visits/${other.id}/licences/${id}/matters`, {
    body: { kind: 'change', reason: '改名' },
  })
  assert.equal(matter.status, 404)
})

test('告知承诺在窗口，只用键盘：F6 先要收下签字的承诺书，收下以后当天待决定，出具承诺书和受理通知书', async () => {
  const { body: draft } = await citizen.call('POST', '/api/v1/cases', { body: { item: venue.code } })
  const situation = Object.fromEntries(venue.situations.map(({ id, options }) => [id, options[0]?.value ?? '']))
  const patch = { answers: sampleAnswers(venue.form), situation, delivery: { way: 'window' } }
  assert.equal((await citizen.call('PATCH', `/api/v1/cases/${draft.no}/draft`, { body: patch })).status, 200)
  const { page, heard, keys } = await atReception(browser, server)
  await keys.type(await codeOnPhone(browser, server))
  await keys.press('Enter')
  await focusIs(page, '.offers button')
  await keys.press('Enter')
  await focusIs(page, '#all-there')
  await keys.press('Alt+a')
  await keys.press('F6')
  const panel = page.getByRole('form', { name: '告知承诺受理' })
  await panel.waitFor()
  await keys.press('Control+Enter')
  await panel.getByText('请申请人签告知承诺书，收下后勾选。').waitFor()
  await shot(page, '告知承诺没有签')
  await focusIs(page, 'form.act input[type=checkbox]')
  await keys.press('Space')
  await keys.press('Control+Enter')
  await page.getByText('已办，办件现在是“待决定”').waitFor()
  await shot(page, '告知承诺受理')
  const no = await words(page.locator('.desk-done .facts a').first())
  const { body } = await citizen.call('GET', `/api/v1/cases/${no}`)
  assert.deepEqual([body.stage, body.onPromise], ['toDecide', true])
  const papers = (await citizen.call('GET', `/api/v1/cases/${no}/documents`)).body.items as { type: string }[]
  for (const type of ['promiseLetter', 'acceptance'])
    assert.ok(
      papers.some((paper) => paper.type === type),
      type,
    )
  assert.deepEqual(heard, [])
  await page.context().close()
})

type Held = { readonly id: string }
const visitOf = async (proof: string): Promise<{ id: string; licences: [Held, ...Held[]] }> => {
  const { body } = await clerk.call('POST', '/api/v1/reception/visits', { body: { proof } })
  return { id: body.id, licences: (await clerk.call('GET', `/api/v1/reception/visits/${body.id}/licences`)).body.items }
}
