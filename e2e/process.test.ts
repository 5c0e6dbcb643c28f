import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axe, launch } from './browser.ts'
import { act, apiClient, applyFor } from './main-job-api.ts'
import { openDesk } from './officers.ts'
import { startServer } from './server.ts'

const server = await startServer()
const browser: Browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

const found = await apiClient(server.url).call('GET', `/api/v1/items?q=${encodeURIComponent('排污许可证核发')}`)
const code: string = found.body.items[0].code
/** Submitted by who wrote it, reviewed and published by somebody else. */
const publishDraft = async (): Promise<void> => {
  for (const [account, acts] of [['catalogue1', ['submit']], ['catalogue2', ['accept', 'publish']]] as const) {
    const client = apiClient(server.url)
    await client.signIn(account, server.password)
    for (const act of acts) {
      const { status, body } = await client.call('POST', `/api/v1/catalogue/drafts/${code}/acts`, { body: { act, seen: 1 } })
      assert.equal(status, 200, JSON.stringify(body))
    }
  }
} // biome-ignore format: a table of acts
const boxes = (page: Page): Promise<number> => page.locator('svg.flow rect, .flow svg rect').count()

test('办理流程：键盘并列加环节、填写、存入指南稿；别人审核发布以后，指南画出新流程，没有脚本也能看', async () => {
  const { page, heard } = await openDesk(browser, server, 'catalogue1')
  await page.goto(`${server.url}/console/process`)
  assert.deepEqual(await axe(page), [])
  await page.getByLabel('事项名称').fill('排污许可证核发')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '排污许可证核发' }).click()
  await page.locator('[data-step=review] input').first().focus()
  assert.equal(await boxes(page), 5)
  await page.keyboard.press('Alt+p')
  const name = page.locator('[data-step=s6] input').first()
  await name.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('流程还有没改好的地方').waitFor()
  await page.keyboard.type('专家论证')
  await page.locator('#standard-s6').fill('论证意见一致')
  await page.locator('#result-s6').fill('论证意见')
  await page.getByLabel('发布理由').fill('增加专家论证')
  assert.equal(await boxes(page), 6)
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Control+Enter')
  await page.getByText('已存入第 1 稿').waitFor()
  await publishDraft()
  assert.deepEqual(heard, [])

  const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage()
  await plain.goto(`${server.url}/guide/${code}`)
  assert.equal(await boxes(plain), 6)
  await plain.getByText('与“专家论证”“现场核查”同时进行').waitFor()
  await plain.close()
})

test('办理流程：BPMN 导出再导入是同一个流程；读不了的文件说出是哪个元素', async () => {
  const { page } = await openDesk(browser, server, 'catalogue1')
  await page.goto(`${server.url}/console/process/${code}`)
  const xml = await (await page.request.get(`${server.url}/api/v1/items/${code}/process.bpmn`)).text()
  const bring = (text: string) =>
    page.locator('.process-file input').setInputFiles({ name: 'a.bpmn', mimeType: 'application/xml', buffer: Buffer.from(text) })
  await page.locator('[data-step=review]').waitFor()
  await bring(xml)
  await page.getByText('已读入“a.bpmn”，共 6 个环节').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('内容没有变化').waitFor()
  await bring(xml.replaceAll('userTask', 'serviceTask'))
  await page.getByText('serviceTask“受理”(Step_accept)：不支持这种元素').first().waitFor()
})

test('情形决定环节：采用告知承诺的消防安全检查不先做现场检查，材料审查通过就可以拟准予', async () => {
  const [citizen, clerk, approver] = await Promise.all(
    ['citizen1', 'clerk1', 'approver1'].map(async (account) => {
      const client = apiClient(server.url)
      await client.signIn(account, server.password)
      return client
    }),
  )
  assert.ok(citizen && clerk && approver)
  const hits = await citizen.call('GET', `/api/v1/items?q=${encodeURIComponent('公众聚集场所消防安全检查')}`)
  const item = (hits.body.items as { code: string; name: string }[]).find(({ name }) => name.startsWith('公众聚集场所'))?.code ?? ''
  const no = await applyFor(citizen, item)
  const accepted = (await act(clerk, no, { act: 'accept' })) as { steps: readonly { name: string }[]; openSteps: readonly string[] }
  assert.deepEqual([accepted.steps.map(({ name }) => name), accepted.openSteps], [['材料审查', '现场检查'], ['s2']])
  const reviewed = (await act(approver, no, { act: 'passStep', opinion: '承诺内容符合规定。' })) as {
    open: readonly string[]
    openSteps: readonly string[]
  }
  assert.deepEqual(reviewed.openSteps, [])
  assert.ok(reviewed.open.includes('proposeGrant') && !reviewed.open.includes('passStep'))
})
