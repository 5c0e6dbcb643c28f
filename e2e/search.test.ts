import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { axe, launch } from './browser.ts'
import { openDesk } from './officers.ts'
import { startServer } from './server.ts'

const server = await startServer()
const browser: Browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

const searchFor = (q: string): string => `${server.url}/search?q=${encodeURIComponent(q)}`

test('搜索：输入时有建议；一件事按先后列出事项，没有脚本也一样', async () => {
  const page = await browser.newPage()
  const heard: string[] = []
  page.on('console', (message) => message.type() === 'error' && heard.push(message.text()))
  await page.goto(server.url)
  await page.locator('#q').pressSequentially('开小')
  await page.locator('#suggestions option[value=开小吃店]').waitFor({ state: 'attached' })
  assert.deepEqual(heard, [])
  await page.close()

  const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage()
  await plain.goto(`${server.url}/search`)
  await plain.getByRole('link', { name: '开小吃店' }).click()
  assert.deepEqual(
    await plain
      .locator('main .rows h2 a')
      .allTextContents()
      .then((names) => names.slice(0, 2)),
    ['食品经营许可(新办)', '个体工商户设立登记'],
  )
  await plain.goto(`${server.url}/services`)
  await plain.getByRole('link', { name: '医疗卫生' }).click()
  await plain.getByRole('heading', { name: '预防接种' }).waitFor()
  await plain.close()
})

test('搜索用词：市民没有查到的，编辑用键盘加说法，先试后存，马上查得到', async () => {
  const visitor = await browser.newPage()
  await visitor.goto(searchFor('玩蹦极跳伞'))
  await visitor.getByText('没有找到“玩蹦极跳伞”').waitFor()
  const { page, heard } = await openDesk(browser, server, 'catalogue1')
  await page.goto(`${server.url}/console/catalogue/words`)
  await page.getByText('玩蹦极跳伞').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: /加说法.*玩蹦极跳伞/ }).focus()
  await page.keyboard.press('Enter')
  await page.locator('#word-saying').and(page.locator(':focus')).waitFor()
  await page.locator('#word-targets').fill('经营高危险性体育项目许可')
  await page.keyboard.press('Alt+t')
  await page.getByRole('heading', { name: '保存以后' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Control+Enter')
  await page.getByText('“玩蹦极跳伞”已保存').waitFor()
  await visitor.goto(searchFor('玩蹦极跳伞'))
  await visitor.getByRole('link', { name: '经营高危险性体育项目许可' }).first().waitFor()
  assert.deepEqual(heard, [])
})

for (const path of ['/services', '/150602/services/02', '/open-data', '/intermediaries', '/advisers', '/search'])
  test(`U-022 ${path}: axe finds nothing`, async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.goto(server.url + path)
    assert.deepEqual(await axe(page), [])
    await page.close()
  })
