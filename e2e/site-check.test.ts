import assert from 'node:assert/strict'
import { test } from 'node:test'
import { focusIs, isSound } from './desk-keys.ts'
import { act, applyFor } from './main-job-api.ts'
import { openDesk, openOffice } from './officers.ts'
import { words } from './steps.ts'
import { databaseOf, guideNamed } from './visitor.ts'

const { server, browser, signedIn } = await openOffice()
const db = databaseOf(server)
const felling = await guideNamed(db, '林木采伐许可证核发')
await db.end()
const [citizen, clerk, approver] = await Promise.all(['citizen1', 'clerk1', 'approver1'].map(signedIn))
assert.ok(citizen && clerk && approver)
const looks = process.env.LOOKS
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** A case of 林木采伐 whose 现场核查 is to be passed next. */
const beforeSiteCheck = async (): Promise<string> => {
  const no = await applyFor(citizen, felling.code)
  await act(clerk, no, { act: 'accept' })
  for (;;) {
    const { body } = await approver.call('GET', `/api/v1/cases/${no}`)
    const open = (body.steps as { id: string; twoPersons?: boolean }[]).find(({ id }) => id === body.openSteps[0])
    assert.ok(open, 'a step is open')
    if (open.twoPersons) return no
    await act(approver, no, { act: 'passStep', step: open.id, opinion: '材料属实。' })
  }
}

test('行政许可法第三十四条 现场核查，只用键盘：照片选好就上传，坏的说明原因，通过以后在材料里看得到，核查记录写明摘要', async () => {
  const no = await beforeSiteCheck()
  const { page, heard } = await openDesk(browser, server, 'approver1')
  const { keyboard } = page
  await page.goto(`${server.url}/console/cases/${no}`)
  await page.locator('.acts button').first().waitFor()
  const facts = page.getByRole('region', { name: '申请内容' })
  assert.match(await words(facts), /1\d\d\*{4}\d{4}/)
  assert.doesNotMatch(await words(facts), /1[3-9]\d{9}/)
  await keyboard.press('n')
  await facts.getByRole('group', { name: /为什么要看完整号码/ }).waitFor()
  await keyboard.press('2') // S-092: 核对材料上的号码
  await facts.getByText(/^1[3-9]\d{9}$/).first().waitFor() // biome-ignore format: one wait
  if (looks) await page.screenshot({ path: `${looks}/显示完整号码.png` })
  const chooser = page.waitForEvent('filechooser') // listening long before it opens: to listen takes the browser a moment
  await keyboard.press('F2')
  await focusIs(page, 'form.act textarea')
  await keyboard.type('与申报内容一致。')
  await page.locator('#act-secondPerson').focus()
  await keyboard.type('示例核查员')
  await page.locator('#act-photos').focus()
  await focusIs(page, '#act-photos')
  await keyboard.press('Space')
  const files = [
    { name: '采伐地块北界.png', mimeType: 'image/png', buffer: png },
    { name: '说明.png', mimeType: 'image/png', buffer: Buffer.from('不是照片') },
  ]
  await (await chooser).setFiles(files)
  await page.getByText('已放入1张').waitFor()
  assert.match(await words(page.locator('form.act [role=alert]')), /^说明\.png:/)
  await isSound(page, '现场照片')
  if (looks) await page.locator('form.act').screenshot({ path: `${looks}/现场照片.png` })
  await keyboard.press('Control+Enter')
  await page.getByText('已环节通过，办件现在是').waitFor()
  const row = page.locator('.materials li').filter({ hasText: '现场照片' })
  await row.getByText('采伐地块北界.png').click()
  await page.locator('.looking .viewer-name', { hasText: '采伐地块北界.png' }).waitFor()
  await page.locator('.looking img, .looking canvas').first().waitFor()
  await isSound(page, '看现场照片')
  if (looks) await page.screenshot({ path: `${looks}/看现场照片.png` })
  const papers = (await approver.call('GET', `/api/v1/cases/${no}/documents`)).body.items as { id: string; type: string }[]
  const record = papers.find(({ type }) => type === 'siteRecord')
  assert.ok(record)
  const pdf = await approver.call('GET', `/api/v1/cases/${no}/documents/${record.id}.pdf`)
  assert.equal(pdf.status, 200)
  if (looks) (await import('node:fs')).writeFileSync(`${looks}/record.pdf`, pdf.bytes)
  assert.deepEqual(heard, [])
  await page.context().close()
})
