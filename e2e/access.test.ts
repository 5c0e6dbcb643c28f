import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { axe, launch, ofColour } from './browser.ts'
import { startServer } from './server.ts'
import { complaints, press } from './steps.ts'
import { ownPages, publicPages, tellStory } from './story.ts'

const server = await startServer()
const story = await tellStory(server)
const browser = await launch()
after(async () => {
  await browser.close()
  await story.db.end()
  await server.stop()
})

const modes = ['standard', 'elder', 'contrast'] as const
type Mode = (typeof modes)[number]
const session = '__Host-tongban'
const url = server.url.replace('http:', 'https:')
const cookieOf = (name: string, value: string) => ({ name, value, url, secure: true, httpOnly: true, sameSite: 'Lax' as const })

const visit = async (mode: Mode, signedIn: boolean, options: BrowserContextOptions = {}): Promise<BrowserContext> => {
  const context = await browser.newContext(options)
  await context.addCookies([
    cookieOf('ui', `${mode}..zh-CN.`),
    ...(signedIn ? [cookieOf(session, story.citizen.jar.get(session) ?? '')] : []),
  ])
  return context
}

const isTooWide = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

/** What every page must have beside what axe knows of (U-031). */
const isSound = async (page: Page, what: string): Promise<void> => {
  assert.deepEqual(await axe(page), [], `axe: ${what}`)
  const found = await page.evaluate(() => ({
    h1: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    titled: document.title.includes('政务服务'),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
  }))
  assert.equal(found.h1, 1, `one h1: ${what}`)
  assert.equal(found.lang, 'zh-CN', what)
  assert.ok(found.titled, what)
  assert.equal(new Set(found.ids).size, found.ids.length, `an id twice: ${what}`)
}

/** U-024: at 320 px, and with text of twice the size, nothing scrolls sideways and nothing is cut. */
const isRoomy = async (page: Page, what: string): Promise<void> => {
  await page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await isTooWide(page), false, `320 px: ${what}`)
  await page.setViewportSize({ width: 1280, height: 900 })
  const { grown, cut } = await page.evaluate(() => {
    const size = (element: Element): number => Number.parseFloat(getComputedStyle(element).fontSize)
    const before = size(document.body)
    document.documentElement.style.fontSize = `${size(document.documentElement) * 2}px`
    const apart = '.sr, .sr *, .tw, .stack thead, .stack thead *'
    const hidden = (e: HTMLElement): boolean =>
      getComputedStyle(e).overflow === 'hidden' && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
    return {
      grown: size(document.body) / before,
      cut: [...document.querySelectorAll<HTMLElement>(`main :not(${apart})`)].filter(hidden).map((e) => e.outerHTML.slice(0, 100)),
    }
  })
  assert.equal(grown, 2, `${what}: text grows with the root`)
  assert.equal(await isTooWide(page), false, `twice the text: ${what}`)
  assert.deepEqual(cut, [], `twice the text: ${what}`)
}

const groups = [
  ['signed out', false, publicPages(story)],
  ['signed in', true, ownPages(story)],
] as const

/** Pages of one kind may share a title: three cases of one matter, a guide and its paper. */
const kindOf = (path: string): string => path.replace(/\/(cases|apply)\/[\w-]{30,}/, '/$1/…').replace(/\/print$|\?.*$/g, '')
const titles = new Map<string, string>()
const isToldApart = async (page: Page, path: string): Promise<void> => {
  const title = await page.title()
  const before = titles.get(title) ?? path
  assert.equal(kindOf(before), kindOf(path), `“${title}” is the title of ${before} and of ${path}`)
  titles.set(title, path)
}

/** Shows the page that is loaded in another mode, as the server would: a mode is an attribute of the document (see the next test). */
const turnTo = (page: Page, mode: Mode): Promise<void> =>
  page.evaluate((to) => {
    document.documentElement.style.removeProperty('font-size')
    document.documentElement.toggleAttribute('data-mode', to !== 'standard')
    if (to !== 'standard') document.documentElement.dataset.mode = to
  }, mode)

/** Where everything stands and how large it is. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body, body *')].map((e) => {
      const { x, y, width, height } = e.getBoundingClientRect()
      return [e.tagName, x, y, width, height].join(' ')
    }),
  )

for (const [who, signedIn, paths] of groups) {
  test(`U-007, U-022, U-024, U-031 ${who}: axe finds nothing in any mode, one h1, a title of its own, room at 320 px and at twice the text, 6 requests, the policy kept`, async () => {
    const context = await visit('standard', signedIn, { viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const heard = complaints(page)
    let asked: string[] = []
    page.on('request', (one) => asked.push(one.url()))
    for (const path of paths) {
      asked = []
      await page.goto(`${server.url}${path}`)
      const sent = asked.filter((address) => !address.startsWith('data:'))
      assert.ok(sent.length <= 6 && sent.every((address) => address.startsWith(server.url)), `${path}: ${sent.join(' ')}`)
      await isSound(page, path)
      await isToldApart(page, path)
      const before = await places(page)
      await turnTo(page, 'contrast')
      assert.deepEqual(await places(page), before, `${path}: 高对比 changes colours alone`)
      assert.deepEqual(await axe(page, ofColour), [], `axe: ${path} in contrast`)
      await turnTo(page, 'standard')
      await isRoomy(page, path)
      await turnTo(page, 'elder')
      assert.deepEqual(await axe(page), [], `axe: ${path} for elders`)
      await isRoomy(page, `${path} for elders`)
    }
    assert.deepEqual(heard, [])
    await context.close()
  })
}

/** The bytes of an answer as they go over the wire, and what they mean. */
const onTheWire = (path: string, cookie = ''): Promise<{ bytes: number; text: string; coding: string }> =>
  new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { headers: { 'accept-encoding': 'gzip, br', accept: 'text/html', cookie } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        const coding = response.headers['content-encoding'] ?? ''
        const plain = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body
        resolve({ bytes: body.length, text: plain.toString('utf8'), coding })
      })
    })
      .once('error', reject)
      .end()
  })

/** The lines of a page without what is new on every answer, the tool bar that offers the other modes, and the mode. */
const withoutMode = (text: string): string[] =>
  text
    .replace(/ data-mode="\w+"/, '')
    .replace(/<nav class="top"[\s\S]*?<\/nav>/, '')
    .replace(/(name="(?:_csrf|key|captcha)" value|nonce|class="captcha" src)="[^"]*"/g, '$1')
    .replace(/编号 <span class="num">[0-9a-f]{12}<|<span class="num">[\d:]{8}<\/span> 前有效|<svg class="qr"[^\n]*<\/svg>/g, '')
    .split('\n')

test('U-022 a mode is an attribute of the page and the choices of its tool bar: the rest is the same in all three', async () => {
  for (const [, signedIn, paths] of groups) {
    const own = signedIn ? `; ${session}=${story.citizen.jar.get(session)}` : ''
    for (const path of paths) {
      const shown = await Promise.all(modes.map((mode) => onTheWire(path, `ui=${mode}..zh-CN.${own}`)))
      const [standard = '', elder = '', contrast = ''] = shown.map(({ text }) => text)
      assert.match(elder, /<html lang="zh-CN" data-mode="elder">/, path)
      assert.match(contrast, /<html lang="zh-CN" data-mode="contrast">/, path)
      const lines = withoutMode(standard)
      for (const other of [elder, contrast])
        assert.deepEqual(
          withoutMode(other).filter((line, i) => line !== lines[i]),
          [],
          path,
        )
    }
  }
})

/** Each sends a form wrongly, or leads to a page that says no. */
const refusals: [string, (page: Page) => Promise<void>][] = [
  [`${story.draft}/q/${story.guide.form?.pages[1]?.id}`, (page) => press(page, '保存并继续')],
  [`${story.draft}/deliver`, (page) => press(page, '保存并继续')],
  [`${story.ready}/check`, (page) => press(page, '确认提交')],
  [`/apply/start/${story.guide.code}`, (page) => press(page, '符合条件，开始办理')],
  [`/my/cases/${story.correcting}/correct`, (page) => press(page, '提交补正')],
  [`/my/cases/${story.granted}/rate`, (page) => press(page, '提交评价')],
  [
    '/my/security',
    (page) =>
      page
        .locator('main form')
        .last()
        .evaluate((form) => (form as HTMLFormElement).submit()),
  ],
  ['/track', (page) => press(page, '查询')],
]
for (const mode of modes) {
  test(`U-022, U-024 ${mode}: pages that come back with errors are as sound, and say so first in their title`, async () => {
    const context = await visit(mode, true, { viewport: { width: 320, height: 640 } })
    const page = await context.newPage()
    for (const [path, send] of refusals) {
      await page.goto(`${server.url}${path}`)
      await send(page)
      await page.locator('.errs').waitFor()
      assert.match(await page.title(), /^错误：/, path)
      await isSound(page, `${path} with errors`)
      assert.equal(await isTooWide(page), false, `320 px: ${path} with errors`)
    }
    const visitors = await (await visit(mode, false, { viewport: { width: 320, height: 640 } })).newPage()
    await visitors.goto(`${server.url}/login/person`)
    await visitors.locator('[name=account]').fill('nobody')
    await press(visitors, '登录')
    await visitors.locator('.errs').waitFor()
    await isSound(visitors, 'login with errors')
    await visitors.context().close()
    await context.close()
  })
}

/** The assets a page names; every page names one script and one stylesheet. */
const assetsOf = (text: string, path: string): string[] => {
  const scripts = [...text.matchAll(/<script type="module" src="([^"]+)"/g)].map(([, src]) => src ?? '')
  const styles = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, src]) => src ?? '')
  const ofPasskeys = scripts.filter((src) => src.includes('/passkeys.')).length
  assert.deepEqual([scripts.length - ofPasskeys, styles.length, text.match(/<script/g)?.length], [1, 1, scripts.length], path)
  assert.ok(ofPasskeys <= 1, path)
  return [...scripts, ...styles]
}

test('U-004, U-005, U-006 scripts of at most 8 KB, one stylesheet of at most 10 KB, pages of at most 14 KB (95 %) and never 40 KB in all', async () => {
  const own = `${session}=${story.citizen.jar.get(session)}`
  const pages: { path: string; bytes: number; assets: string[] }[] = []
  for (const [, signedIn, paths] of groups) {
    for (const path of paths) {
      const { bytes, text } = await onTheWire(path, signedIn ? own : '')
      pages.push({ path, bytes, assets: assetsOf(text, path) })
    }
  }
  const assets = new Map<string, number>()
  for (const asset of new Set(pages.flatMap((page) => page.assets))) assets.set(asset, (await onTheWire(asset)).bytes)
  assert.ok(assets.size <= 3, 'one stylesheet, one script, and that of passkeys where they are offered')
  const weighing = (names: readonly string[], ending: string): number =>
    names.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + (assets.get(name) ?? 0), 0)
  for (const { path, bytes, assets: used } of pages) {
    const [scripts, styles] = [weighing(used, '.js'), weighing(used, '.css')]
    assert.ok(scripts <= 8 * 1024 && styles <= 10 * 1024, `${path}: scripts ${scripts}, styles ${styles} bytes`)
    assert.ok(bytes + scripts + styles <= 40 * 1024, `${path} weighs ${bytes + scripts + styles} bytes in all`)
  }
  const heavy = pages.filter(({ bytes }) => bytes > 14 * 1024)
  assert.ok(heavy.length <= pages.length * 0.05, `over 14 KB: ${heavy.map(({ bytes, path }) => `${path} ${bytes}`).join(', ')}`)
})
