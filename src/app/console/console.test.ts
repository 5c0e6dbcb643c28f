import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { axe } from '../../../e2e/browser.ts'
import { act, applyFor } from '../../../e2e/main-job-api.ts'
import { openOffice } from '../../../e2e/officers.ts'
import { acts } from '../../contexts/casework/terms.ts'

const { server, browser, signedIn } = await openOffice()
const citizen = await signedIn('citizen1')
const clerkApi = await signedIn('clerk1')
const approverApi = await signedIn('approver1')

const findItem = async (words: string, name: RegExp): Promise<string> => {
  const { body } = await citizen.call('GET', `/api/v1/items?q=${encodeURIComponent(words)}`)
  const hit = (body.items as { code: string; name: string }[]).find((item) => name.test(item.name))
  assert.ok(hit, words)
  return hit.code
}
const item = await findItem('教师证', /教师资格认定/)
const apply = (): Promise<string> => applyFor(citizen, item)

/** A window of the size an officer's screen has; fails the test on any script error. */
const desk = async (): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  page.on('pageerror', (error) => assert.fail(`script error: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) assert.fail(message.text())
  })
  return page
}

/** Opens an address of the console, signs in at the door it leads to, and comes back to it: by keyboard alone. */
const open = async (account: string, path: string): Promise<Page> => {
  const page = await desk()
  await page.goto(`${server.url}${path}`)
  await page.locator('[name=account]').focus()
  await page.keyboard.type(account)
  await page.keyboard.press('Tab')
  await page.locator('[name=password]').focus()
  await page.keyboard.type(server.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${path}`)
  await page.locator('main h1').waitFor()
  return page
}

const isSound = async (page: Page, what: string): Promise<void> => {
  assert.deepEqual(await axe(page), [], `axe: ${what}`)
  const wide = await page.evaluate(
    () =>
      document.documentElement.scrollWidth > innerWidth ||
      (document.querySelector('main')?.scrollWidth ?? 0) > (document.querySelector('main')?.clientWidth ?? 0),
  )
  assert.equal(wide, false, `horizontal scroll: ${what}`)
}

/** Focus is on something that shows it: an outline, or the row that carries it (U-023). */
const focusShows = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return false
    const { outlineStyle, boxShadow } = getComputedStyle(focused)
    return outlineStyle !== 'none' || boxShadow !== 'none' || getComputedStyle(focused, '::after').outlineStyle !== 'none'
  })

const openRow = async (page: Page, no: string): Promise<void> => {
  await page.locator('[data-row]').first().waitFor()
  for (let i = 0; i < 100 && !(await page.evaluate((n) => document.activeElement?.textContent === n, no)); i += 1)
    await page.keyboard.press('j')
  assert.ok(await focusShows(page))
  await page.keyboard.press('Enter')
  await page.locator('.acts button').first().waitFor()
}

test('U-023 只用键盘：登录、在待受理中找到办件、打开、受理；U-061 U-063 列表和办件页', async () => {
  const no = await apply()
  const page = await open('clerk1', '/console/work/accept')
  await page.locator('[data-row]', { hasText: no }).waitFor()
  await isSound(page, '待受理')
  await openRow(page, no)
  await page.getByText('身份证号').first().waitFor()
  await isSound(page, '办件页')
  await page.keyboard.press('F2')
  assert.ok(await focusShows(page))
  await isSound(page, '受理')
  await page.keyboard.press('Control+Enter')
  await page.getByText('办件现在是“受理”').waitFor()
  const { body } = await clerkApi.call('GET', `/api/v1/cases/${no}`)
  assert.equal(body.stage, 'accepted')
  await page.context().close()
})

test('U-065 按钮正是接口说可以办的动作，不能办的动作不出现', async () => {
  const no = await apply()
  for (const [account, api] of [
    ['clerk1', clerkApi],
    ['approver1', approverApi],
  ] as const) {
    const { body } = await api.call('GET', `/api/v1/cases/${no}`)
    const page = await open(account, `/console/cases/${no}`)
    const expected = (body.open as (keyof typeof acts)[]).map((name) => acts[name]).toSorted()
    assert.ok(expected.length > 0)
    await page.locator('.acts button').first().waitFor()
    const shown = (
      await page
        .locator('.acts button')
        .evaluateAll((all) =>
          all.map((b) =>
            [...b.querySelectorAll('kbd')].reduce((text, key) => text.replace(key.textContent ?? '', ''), b.textContent ?? '').trim(),
          ),
        )
    ).toSorted()
    assert.deepEqual(shown, expected, account)
    assert.equal(await page.locator('.acts button[disabled]').count(), 0)
    await page.context().close()
  }
})

test('判为不合格的材料自动列入一次性补正告知；告知书列出全部问题(行政许可法第三十二条)', async () => {
  const no = await apply()
  const page = await open('clerk1', `/console/cases/${no}?list=accept`)
  await page.getByText('不合格', { exact: true }).first().click()
  await page.getByPlaceholder('哪里不合格').fill('缺页')
  await page.locator('h1').click()
  await page.keyboard.press('F3')
  await page.getByRole('group', { name: '需要补正的全部内容' }).waitFor()
  await page.getByRole('combobox', { name: '添加要补正的材料或者填写项' }).click()
  await page.keyboard.type('姓名')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await page.getByText('每一项都要写明问题和怎样补正').waitFor()
  await isSound(page, '补正告知有错')
  await page.getByLabel('第 2 项的问题').fill('与身份证不一致')
  await page.getByLabel('第 2 项的补正要求').fill('请按身份证填写')
  await page.keyboard.press('Control+Enter')
  await page.getByText('办件现在是“待补正”').waitFor()
  const { body } = await clerkApi.call('GET', `/api/v1/cases/${no}`)
  assert.deepEqual(
    body.correction.defects.map((defect: { problem: string; cure: string }) => [defect.problem, defect.cure]),
    [
      ['缺页', '请补齐全部页面，按顺序上传'],
      ['与身份证不一致', '请按身份证填写'],
    ],
  )
  await page.context().close()
})

test('办件已被别人办过：说明是谁办了什么、现在可以办什么，并显示最新情况', async () => {
  const no = await apply()
  const page = await open('clerk1', `/console/cases/${no}`)
  await page.locator('.acts button').first().waitFor()
  await page.keyboard.press('F2')
  await act(approverApi, no, { act: 'notifyCorrection', defects: [{ target: 'x', name: '身份证', problem: '不清晰', cure: '重新上传' }] })
  await page.keyboard.press('Control+Enter')
  const note = page.getByRole('alert').first()
  await note.waitFor()
  assert.match((await note.textContent()) ?? '', /示例审批员.*一次性补正告知/s)
  assert.match((await note.textContent()) ?? '', /现在可以做的/)
  await page.locator('.stage', { hasText: '待补正' }).waitFor()
  await page.context().close()
})

test('新到的办件不用刷新就出现在列表里', async () => {
  const page = await open('clerk1', '/console/work/accept')
  const no = await apply()
  await page.mouse.move(300, 300)
  await page.locator('[data-row]', { hasText: no }).waitFor({ timeout: 30_000 })
  await page.context().close()
})

test('U-064 把列表和办件的地址发给另一位有权限的人，看到的是同样的内容', async () => {
  const no = await apply()
  const path = `/console/work/accept?q=${no}&lamp=`.replace('&lamp=', '')
  const seen: string[] = []
  for (const account of ['clerk1', 'chief1']) {
    const page = await open(account, path)
    await page.locator('[data-row]', { hasText: no }).waitFor()
    seen.push((await page.locator('table.list tbody').textContent()) ?? '')
    assert.equal(await page.getByLabel('在本列表中查找').inputValue(), no)
    await page.context().close()
  }
  assert.equal(seen[0], seen[1])
})

test('U-023 只用键盘：审批人作出准予决定；出件员送达', async () => {
  const no = await apply()
  await act(clerkApi, no, { act: 'accept' })
  for (;;) {
    const { body } = await approverApi.call('GET', `/api/v1/cases/${no}`)
    if (!body.open.includes('passStep')) break
    await act(approverApi, no, { act: 'passStep', step: body.openSteps[0], opinion: '材料属实。', secondPerson: '示例核查员' })
  }
  await act(approverApi, no, { act: 'proposeGrant', opinion: '拟准予。' })

  const decider = await open('decider1', '/console/work/decide')
  await openRow(decider, no)
  await decider.keyboard.press('F2')
  await decider.keyboard.type('同意。')
  await decider.keyboard.press('Control+Enter')
  await decider.getByText('办件现在是“准予”').waitFor()
  await isSound(decider, '已决定')
  await decider.context().close()

  const issuer = await open('issuer1', '/console/work/deliver')
  await openRow(issuer, no)
  await issuer.locator('.papers a').first().waitFor()
  const paper = await issuer.locator('.papers a', { hasText: '准予' }).getAttribute('href')
  const pdf = await issuer.request.get(`${server.url}${paper}`)
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
  await issuer.keyboard.press('F2')
  await issuer.keyboard.press('Control+Enter')
  await issuer.getByText('办件现在是“办结”').waitFor()
  await issuer.context().close()
})

test('登录过期：已写的意见还在，重新登录后接着提交', async () => {
  const no = await apply()
  const page = await open('clerk1', `/console/cases/${no}`)
  await page.locator('.acts button', { hasText: '不予受理' }).click()
  await page.getByLabel('不予受理的理由').fill('不属于本机关职权范围')
  await page.getByLabel('依据(法律名称和条款)').fill('《行政许可法》第三十二条')
  await page.context().clearCookies()
  await page.keyboard.press('Control+Enter')
  const again = page.getByRole('link', { name: /重新登录/ })
  await again.waitFor()
  const popup = page.waitForEvent('popup')
  await again.click()
  const door = await popup
  await door.locator('[name=account]').fill('clerk1')
  await door.locator('[name=password]').fill(server.password)
  await door.keyboard.press('Enter')
  await again.waitFor({ state: 'detached' })
  assert.equal(await page.getByLabel('不予受理的理由').inputValue(), '不属于本机关职权范围')
  await page.keyboard.press('Control+Enter')
  await page.getByText('办件现在是“不予受理”').waitFor()
  await page.context().close()
})
