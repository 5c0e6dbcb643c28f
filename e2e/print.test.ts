import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { launch } from './browser.ts'
import { scan } from './scan.ts'
import { startServer } from './server.ts'
import { tellStory } from './story.ts'

const server = await startServer()
const story = await tellStory(server)
const browser = await launch()
const skip = spawnSync('pdfinfo', ['-v']).error ? 'poppler-utils is not installed' : false
const folder = mkdtempSync(join(tmpdir(), 'tongban-print-'))
const context = await browser.newContext()
const session = '__Host-tongban'
const value = story.citizen.jar.get(session) ?? ''
await context.addCookies([
  { name: session, value, url: server.url.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax' },
])
const page = await context.newPage()
after(async () => {
  await browser.close()
  await story.db.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Printed = { readonly pages: number; readonly text: string; readonly file: string; readonly widths: readonly number[] }

/** The page on A4 as its reader would print it: how many sheets, and what stands on them. */
const printed = async (on: Page, name: string): Promise<Printed> => {
  const file = join(folder, `${name}.pdf`)
  writeFileSync(file, await on.pdf({ preferCSSPageSize: true }))
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  return {
    file,
    pages: Number(/^Pages:\s+(\d+)/m.exec(info)?.[1]),
    widths: (/^Page size:\s+([\d.]+) x ([\d.]+)/m.exec(info) ?? []).slice(1).map(Number),
    text: execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ''),
  }
}

const furniture = [
  '长辈版',
  '高对比',
  '切换站点',
  '小钥匙',
  '跳到正文',
  '退出',
  '保存，稍后再办',
  '打印',
  '修改',
  '重新上传',
  '无障碍与适老化声明',
]
const sheets: [string, string, number, string[]][] = [
  ['guide', `/guide/${story.guide.code}`, 5, ['申请材料', '办理流程', '20个工作日', story.guide.code]],
  ['guide on A4', `/guide/${story.guide.code}/print`, 5, ['申请材料', '办理流程', '20个工作日', story.guide.code]],
  ['核对', `${story.ready}/check`, 3, ['示例内容', '扫描件.pdf', '申请人声明']],
  ['号牌', `/apply/${story.submitted}/done`, 1, ['已提交', '查询码', '接下来', story.submitted.slice(-4)]],
  ['补正', `/my/cases/${story.correcting}/correct`, 1, ['需要您补正', '签名不清', '重新扫描后上传']],
  ['case', `/my/cases/${story.granted}`, 3, ['已办成', '文书', '办理记录']],
]

for (const [name, path, most, holds] of sheets) {
  test(`U-052 ${name} on paper: A4, at most ${most} sheet(s), what matters is there, the furniture of the screen is not`, {
    skip,
  }, async () => {
    await page.goto(`${server.url}${path}`)
    const { pages, text, widths } = await printed(page, name)
    assert.ok(pages >= 1 && pages <= most, `${pages} sheets`)
    assert.ok(Math.abs((widths[0] ?? 0) - 595) < 2 && Math.abs((widths[1] ?? 0) - 842) < 2, `A4: ${widths}`)
    for (const said of holds) assert.ok(text.includes(said), `${said} is on paper`)
    for (const thing of furniture) assert.ok(!text.includes(thing), `${thing} is not for paper`)
  })
}

test('U-052 no row of a list is cut between two sheets', async () => {
  await page.goto(`${server.url}/guide/${story.guide.code}`)
  await page.emulateMedia({ media: 'print' })
  const rules = await page.evaluate(() =>
    [...document.querySelectorAll('main tr, main .dl > div, main .spine > li, main .rows > li')].map(
      (row) => getComputedStyle(row).breakInside,
    ),
  )
  assert.ok(rules.length > 10)
  assert.deepEqual([...new Set(rules)], ['avoid'])
  await page.emulateMedia({ media: 'screen' })
})

/** The first sheet of a PDF as a picture, as a printer makes it. */
const sheetOf = (file: string): Buffer => {
  execFileSync('pdftoppm', ['-r', '100', '-png', '-f', '1', '-l', '1', '-singlefile', file, join(folder, 'sheet')])
  return readFileSync(join(folder, 'sheet.png'))
}

test('U-052 the code on the printed licence is read by a telephone and leads to 有效', { skip }, async () => {
  const file = join(folder, 'licence.pdf')
  writeFileSync(file, (await story.citizen.get(`/licences/${story.licence.id}.pdf`)).bytes)
  const address = (await scan(context, sheetOf(file))) ?? ''
  assert.ok(address.startsWith(`${server.url}/verify?code=`), address)
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(address)
  assert.ok((await stranger.locator('main').textContent())?.includes('有效'))
  await stranger.context().close()
})
