import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axe, launch } from './browser.ts'
import { as, city } from './days.ts'
import { act, applyFor, decideAndDeliver } from './main-job-api.ts'
import type { Server } from './server.ts'
import { complaints, follow, press, signIn, words } from './steps.ts'
import { databaseOf, guideNamed } from './visitor.ts'

const days = await city()
const browser = await launch()
const heard: (readonly string[])[] = []
after(async () => {
  await browser.close()
  await days.close()
})

/** The holder on his phone, at his only licence. */
const atLicence = async (server: Server): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  heard.push(complaints(page))
  await signIn(page, server.url, 'citizen1', server.password)
  await page.waitForURL('**/my')
  await page.goto(`${server.url}/my/certs`)
  return page
}
const main = (page: Page): Promise<string> => words(page.locator('main'))
const reads = async (page: Page, said: readonly string[]): Promise<void> => {
  const text = await main(page)
  for (const one of said) assert.ok(text.includes(one), `${one} in: ${text}`)
}

test('T38 许可法§50: a nurse asks for renewal on the last day, nobody decides, on New Year her certificate goes on (R-114)', async () => {
  let [no, code] = ['', '']
  await days.on('2026-01-05', async (server) => {
    const db = databaseOf(server)
    const item = (await guideNamed(db, '护士执业注册').finally(() => db.end())).code
    const [citizen, clerk, approver, decider, issuer] = await Promise.all(
      ['citizen1', 'clerk1', 'approver1', 'decider1', 'issuer1'].map((account) => as(server, account)),
    )
    assert.ok(citizen && clerk && approver && decider && issuer)
    const first = await applyFor(citizen, item)
    await act(clerk, first, { act: 'accept' })
    await decideAndDeliver({ approver, decider, issuer }, first, { validFrom: '2026-01-01', validTo: '2026-12-31' })
    code = (await citizen.call('GET', `/api/v1/cases/${first}`)).body.licences[0].verificationCode
  })
  await days.on('2026-12-01', async (server) => {
    const page = await atLicence(server)
    await follow(page, '护士执业证书')
    await reads(page, ['申请延续', '最晚2026年12月1日提出'])
    await follow(page, '申请延续')
    await reads(page, ['延续到2027年12月31日', '视为准予延续'])
    assert.deepEqual(await axe(page), [])
    await press(page, '开始申请延续')
    await page.waitForURL('**/apply/*')
    await reads(page, ['延续 护士执业证书', '交过的材料不用再交'])
    assert.match(await main(page), /已完成 (\d+) \/ \1 /, 'everything is filled in from the licence')
    await page.goto(`${page.url()}/check`)
    await page.getByRole('checkbox').first().check()
    await page.locator('main form button[type=submit]').last().click()
    await page.waitForURL('**/done')
    const clerk = await as(server, 'clerk1')
    const [row] = (await clerk.call('GET', '/api/v1/worklists/accept')).body.items as { no: string }[]
    no = row?.no ?? ''
    await act(clerk, no, { act: 'accept' })
    await page.context().close()
  })
  await days.on('2026-12-31', async (server) => {
    const page = await atLicence(server)
    assert.equal(await page.getByText('有效', { exact: true }).count(), 1)
    await follow(page, '护士执业证书')
    await reads(page, ['正在办理这个证照的延续'])
    await page.context().close()
  })
  await days.on('2027-01-01', async (server) => {
    const page = await atLicence(server)
    await reads(page, ['2027年1月1日至2027年12月31日', '已过期'])
    await page.goto(`${server.url}/my/cases/${no}`)
    await reads(page, ['视为准予延续', '准予延续决定书'])
    await page.goto(`${server.url}/verify?code=${code}`)
    await reads(page, ['已过期', '延续后的证照', '2027年12月31日'])
    assert.deepEqual(await axe(page), [])
    await page.context().close()
  })
})

test('T38: on 2 December it is too late; the page says until when, and what else', async () => {
  await days.on('2027-12-02', async (server) => {
    const page = await atLicence(server)
    await page.locator('main a', { hasText: '护士执业证书' }).first().click()
    await reads(page, ['延续要在有效期届满30日前提出，最晚是2027年12月1日', '请在有效期届满前重新申请这个许可'])
    await page.context().close()
  })
  assert.deepEqual(heard.flat(), [])
})
