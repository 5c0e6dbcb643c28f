import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { as, city } from './days.ts'
import { act, applyFor } from './main-job-api.ts'
import { doAct, openDesk, takeUp } from './officers.ts'
import type { Server } from './server.ts'
import { complaints, signIn, words } from './steps.ts'
import { databaseOf, guideNamed } from './visitor.ts'

const days = await city()
const browser = await launch()
const heard: (readonly string[])[] = []
after(async () => {
  await browser.close()
  await days.close()
})

const codeOf = async (server: Server, name: string): Promise<string> => {
  const db = databaseOf(server)
  return (await guideNamed(db, name).finally(() => db.end())).code
}

/** The applicant's page of his case, on a phone. */
const casePage = async (server: Server, account: string, no: string): Promise<{ page: Page; text: string; context: BrowserContext }> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  heard.push(complaints(page))
  await signIn(page, server.url, account, server.password)
  await page.waitForURL('**/my')
  await page.goto(`${server.url}/my/cases/${no}`)
  await page.locator('details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true
  })
  return { page, text: await words(page.locator('main')), context }
}
const reads = async (server: Server, no: string, said: readonly (string | RegExp)[]): Promise<void> => {
  const { text, context } = await casePage(server, 'citizen1', no)
  for (const one of said) assert.ok(typeof one === 'string' ? text.includes(one) : one.test(text), `${one} in: ${text}`)
  await context.close()
}

test('第三十二条 silence is acceptance: received on 25 June, nobody answers, on 3 July it counts as accepted since the 25th (T08)', async () => {
  let no = ''
  await days.on('2025-06-25', async (server) => {
    no = await applyFor(await as(server, 'citizen1'), await codeOf(server, '教师资格认定'))
    await reads(server, no, ['2025年7月2日'])
  })
  await days.on('2025-07-03', async (server) => {
    await reads(server, no, ['视为受理', '2025年6月25日'])
    const desk = await openDesk(browser, server, 'clerk1')
    await desk.page.goto(`${server.url}/console/cases/${no}`)
    await desk.page.getByText('视为受理').first().waitFor()
    const notice = desk.page.locator('.acts button').filter({ hasText: '一次性补正告知' })
    assert.equal(await notice.count(), 0, 'after acceptance there is no 补正')
    await desk.page.context().close()
  })
})

test('条例第二十四条 容缺受理 in the console; the missing paper does not come; on the day after its limit the application counts as withdrawn', async () => {
  let no = ''
  await days.on('2026-03-02', async (server) => {
    no = await applyFor(await as(server, 'citizen1'), await codeOf(server, '教师资格认定'))
    const desk = await openDesk(browser, server, 'clerk1')
    await takeUp(desk, '待受理', no)
    await doAct(desk, 'acceptWithGaps', async (console) => {
      await console.getByRole('checkbox', { name: '普通话水平测试等级证书' }).check()
      await console.getByLabel(/补齐期限/).fill('10')
      await console.getByLabel(/承诺书/).check()
    })
    await desk.page.context().close()
    await reads(server, no, ['容缺受理', '2026年3月16日'])
  })
  await days.on('2026-03-16', (server) => reads(server, no, ['容缺受理']))
  await days.on('2026-03-17', async (server) => {
    await reads(server, no, ['已按撤回处理', '容缺逾期'])
    const citizen = await as(server, 'citizen1')
    const { body } = await citizen.call('GET', `/api/v1/cases/${no}/documents`)
    assert.ok(JSON.stringify(body).includes('视为撤回通知书'), 'the applicant has it in writing')
  })
})

test('第四十五条 a special procedure over the spring festival: told beforehand, the clock stands still, Saturday 28 February counts', async () => {
  let no = ''
  await days.on('2026-02-13', async (server) => {
    no = await applyFor(await as(server, 'citizen1'), await codeOf(server, '教师资格认定'))
    await act(await as(server, 'clerk1'), no, { act: 'accept' })
    await act(await as(server, 'approver1'), no, {
      act: 'proposeSpecial',
      special: '专家评审',
      expectedDays: 5,
      basis: '教师资格条例实施办法',
      reason: '要评审教育教学能力',
    })
    const desk = await openDesk(browser, server, 'chief1')
    await desk.page.goto(`${server.url}/console/cases/${no}`)
    await doAct(desk, 'startSpecial')
    await desk.page.context().close()
    await reads(server, no, ['专家评审进行中，时限暂停', '共约5个工作日'])
  })
  await days.on('2026-02-26', async (server) => {
    await act(await as(server, 'approver1'), no, { act: 'endSpecial', special: '专家评审', opinion: '评审通过' })
    // After 13 February: 14 (a Saturday that works), 24, 25 and 26 stand still; 27 February is the first of twenty, 25 March the last.
    await reads(server, no, [
      '其间4个工作日不计入期限(行政许可法第四十五条)',
      '2026年2月28日(周六)为调休工作日，计入',
      '2026年3月25日(周三)',
    ])
  })
})

test('第二十六条 a joint decision: another department is asked, nothing is proposed before it answers, its answer stands in the case', async () => {
  await days.on('2026-03-02', async (server) => {
    const no = await applyFor(await as(server, 'citizen1'), await codeOf(server, '教师资格认定'))
    await act(await as(server, 'clerk1'), no, { act: 'accept' })
    const approver = await as(server, 'approver1')
    for (;;) {
      const { body } = await approver.call('GET', `/api/v1/cases/${no}`)
      if (!body.open.includes('passStep')) break
      await act(approver, no, { act: 'passStep', step: body.openSteps[0], opinion: '材料属实。', secondPerson: 'approver2' })
    }
    await act(approver, no, {
      act: 'askOpinion',
      toDepartment: '11150600MB1950000F',
      toUnit: '鄂尔多斯市消防救援支队',
      question: '请就场所消防安全提出意见',
      days: 5,
      required: true,
    })
    const early = await approver.call('POST', `/api/v1/cases/${no}/acts`, { body: { act: 'proposeGrant', opinion: '拟同意' } })
    assert.equal(early.status, 409)
    assert.ok(!early.body.open.includes('proposeGrant'))
    const fire = await openDesk(browser, server, 'fire1')
    await fire.page.goto(`${server.url}/console/cases/${no}`)
    await doAct(fire, 'giveOpinion', async (console) => {
      await console.getByText('同意', { exact: true }).first().click()
      await console.locator('#act-opinion').fill('现场核查合格')
    })
    await fire.page.context().close()
    await act(approver, no, { act: 'proposeGrant', opinion: '消防救援支队同意，拟准予' })
    await act(await as(server, 'decider1'), no, { act: 'grant', opinion: '同意' })
    await reads(server, no, ['已办成'])
  })
})

test('S-057 on all these days no page broke its policy', () => {
  assert.deepEqual(heard.flat(), [])
})
