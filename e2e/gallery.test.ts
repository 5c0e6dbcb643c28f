import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContext, Page, Route } from 'playwright-core'
import { loadAssets } from '../src/ui/page/assets.ts'
import type { Frame } from '../src/ui/page/frame.ts'
import { gallery } from '../src/ui/page/gallery.ts'
import { sampleFrame } from '../src/ui/page/sample-frame.ts'
import { axe, launch } from './browser.ts'

const browser = await launch()
after(() => browser.close())
const { files } = loadAssets()
const site = 'http://gallery.test'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; require-trusted-types-for 'script'"

const modes: Record<string, Partial<Frame>> = {
  标准: {},
  长辈版: { mode: 'elder', size: 30 },
  高对比: { mode: 'contrast' },
  蒙文: { language: 'mn-Mong' },
}
type Posted = (route: Route) => Promise<void>

/** The gallery as a site of its own, under the policy of the real one; `posted` answers what forms send. */
const visit = async (
  change: Partial<Frame>,
  options: Parameters<typeof browser.newContext>[0] = {},
  posted?: Posted,
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && /policy|Refused/i.test(message.text()) && errors.push(message.text()))
  await page.route('**/*', (route) => {
    const path = new URL(route.request().url()).pathname
    if (route.request().method() === 'POST' && posted) return posted(route)
    const asset = files.find((file) => file.url === path)
    if (asset) return route.fulfill({ body: asset.identity, contentType: asset.type })
    const draw = gallery[path.slice(1)]
    if (!draw) return route.fulfill({ status: 404, body: '-' })
    return route.fulfill({
      body: draw(sampleFrame(change)).text,
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': policy },
    })
  })
  return { page, context, errors }
}

for (const [mode, change] of Object.entries(modes)) {
  test(`U-022 ${mode}: axe finds nothing on any page of the gallery, and the policy of scripts and styles is kept`, async () => {
    const { page, context, errors } = await visit(change)
    for (const name of Object.keys(gallery)) {
      await page.goto(`${site}/${name}`)
      assert.deepEqual(await axe(page), [], name)
    }
    assert.deepEqual(errors, [])
    await context.close()
  })
}

test('U-022 axe sees a fault when there is one', async () => {
  const { page, context } = await visit({})
  await page.goto(`${site}/tasks`)
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('input')))
  assert.deepEqual(
    (await axe(page)).map(({ rule }) => rule),
    ['label'],
  )
  await context.close()
})

for (const [mode, change] of Object.entries({
  标准: {},
  长辈版: { mode: 'elder' },
  长辈版30: { mode: 'elder', size: 30 },
  英文: { language: 'en' },
} satisfies Record<string, Partial<Frame>>)) {
  test(`U-024, U-058 ${mode}: 320 px is wide enough for every page, nothing scrolls sideways`, async () => {
    const { page, context } = await visit(change, { viewport: { width: 320, height: 640 } })
    for (const name of Object.keys(gallery)) {
      await page.goto(`${site}/${name}`)
      const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      assert.ok((needed ?? 999) <= (there ?? 0), `${name} needs ${needed} px`)
    }
    await context.close()
  })
}

test('U-025 the text spacing of WCAG 1.4.12 hides nothing and makes nothing scroll sideways', async () => {
  const { page, context } = await visit({}, { viewport: { width: 320, height: 640 }, bypassCSP: true })
  for (const name of Object.keys(gallery)) {
    await page.goto(`${site}/${name}`)
    await page.addStyleTag({
      content: '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}',
    })
    const lost = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth > innerWidth,
      cut: [...document.querySelectorAll<HTMLElement>('main :not(.sr, .sr *, .tw, .stack thead, .stack thead *)')].filter(
        (element) =>
          getComputedStyle(element).overflow === 'hidden' &&
          (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1),
      ).length,
    }))
    assert.deepEqual(lost, { wide: false, cut: 0 }, name)
  }
  await context.close()
})

/** Links and controls under the least size, by the union with their labels; a link in the midst of a sentence is excepted. */
const smallTargets = (page: Page, least: number): Promise<string[]> =>
  page.evaluate((px) => {
    const inSentence = (link: Element): boolean =>
      link.tagName === 'A' &&
      ['P', 'DD', 'TD', 'LI'].includes(link.parentElement?.tagName ?? '') &&
      getComputedStyle(link).display === 'inline'
    const height = (element: HTMLElement): number => {
      const label = element instanceof HTMLInputElement && ['radio', 'checkbox'].includes(element.type) ? element.labels?.[0] : undefined
      const stretched = getComputedStyle(element, '::after').position === 'absolute' ? element.closest('li') : undefined
      return (label ?? stretched ?? element).getBoundingClientRect().height
    }
    return [...document.querySelectorAll<HTMLElement>('a, button, summary, select, textarea, input:not([type=hidden])')]
      .filter((element) => element.checkVisibility() && !element.matches('.skip') && !inSentence(element) && height(element) < px - 0.5)
      .map((element) => `${element.outerHTML.slice(0, 80)} ${height(element)}`)
  }, least)

for (const [mode, change, least] of [
  ['标准', {}, 44],
  ['长辈版', { mode: 'elder' }, 60],
] as const) {
  for (const width of [390, 1366]) {
    test(`U-026 ${mode} ${width} px: what is touched is at least ${least} px high`, async () => {
      const { page, context } = await visit(change, { viewport: { width, height: 800 } })
      for (const name of Object.keys(gallery)) {
        await page.goto(`${site}/${name}`)
        assert.deepEqual(await smallTargets(page, least), [], name)
      }
      await context.close()
    })
  }
}

test('U-027, U-070 no text is under 15 px, for elders none under 18 px', async () => {
  for (const [change, least] of [
    [{}, 15],
    [{ mode: 'elder' }, 18],
  ] as const) {
    const { page, context } = await visit(change, { viewport: { width: 390, height: 800 } })
    for (const name of Object.keys(gallery)) {
      await page.goto(`${site}/${name}`)
      const small = await page.evaluate(
        (px) =>
          [...document.querySelectorAll('body *')]
            .filter((element) => element.childNodes.length > 0 && Number.parseFloat(getComputedStyle(element).fontSize) < px)
            .map((element) => element.outerHTML.slice(0, 80)),
        least,
      )
      assert.deepEqual(small, [], name)
    }
    await context.close()
  }
})

test('U-060 Mongolian pages are set in vertical lines from left to right, with the font loaded and a form that can be filled', async () => {
  const { page, context } = await visit({ language: 'mn-Mong' })
  await page.goto(`${site}/question`)
  const found = await page.evaluate(async () => {
    await document.fonts.ready
    const box = document.querySelector('input[name=tel]')?.getBoundingClientRect()
    return {
      mode: getComputedStyle(document.documentElement).writingMode,
      font: [...document.fonts].some((font) => font.family.includes('Mongolian') && font.status === 'loaded'),
      upright: (box?.height ?? 0) > (box?.width ?? 0),
    }
  })
  assert.deepEqual(found, { mode: 'vertical-lr', font: true, upright: true })
  await page.fill('input[name=tel]', '13847701234')
  await context.close()
})

test('U-023, U-037 the keyboard reaches every control in order and always shows where it is; focus begins in the error summary', async () => {
  const { page, context } = await visit({})
  await page.goto(`${site}/question`)
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'errs')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-tel')
  const unseen: string[] = []
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press('Tab')
    const shown = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement as Element)
      return style.boxShadow !== 'none' || style.outlineStyle === 'solid' ? '' : (document.activeElement?.outerHTML ?? 'none')
    })
    if (shown) unseen.push(shown)
  }
  assert.deepEqual(unseen, [])
  await context.close()
})

test('U-041 typing is saved by itself; without a network it waits on the device, and comes back into its boxes', async () => {
  const bodies: string[] = []
  let online = true
  const { page, context } = await visit({ path: '/question' }, {}, (route) => {
    if (!online) return route.abort()
    bodies.push(route.request().postData() ?? '')
    assert.equal(route.request().headers()['x-autosave'], '1')
    return route.fulfill({ status: 204 })
  })
  await page.goto(`${site}/question`)
  await page.fill('input[name=address]', '康巴什区')
  await page.getByText('已自动保存').waitFor()
  assert.match(bodies.join(), /address=%E5%BA%B7/)
  assert.match(bodies.join(), /_csrf=a-token/)
  online = false
  await page.fill('input[name=address]', '东胜区')
  await page.getByText('没有网络，已存在本机').waitFor()
  online = true
  await page.reload()
  await page.getByText('已自动保存').waitFor()
  assert.equal(await page.inputValue('input[name=address]'), '东胜区')
  assert.equal(await page.evaluate(() => localStorage.length), 0)
  await context.close()
})

test('U-040 a form pressed twice is sent once, with what was typed', async () => {
  let sent = 0
  const { page, context } = await visit({}, {}, async (route) => {
    sent += 1
    await route.fulfill({ status: 204 })
  })
  await page.goto(`${site}/check`)
  await page.check('input[name=declared]')
  await page.dblclick('button:text("确认提交")')
  await page.click('button:text("确认提交")')
  assert.equal(sent, 1)
  await context.close()
})

test('U-046 an upload says how far it is, tries again when the network is cut, and says what is wrong with a file', async () => {
  let tries = 0
  const { page, context } = await visit({}, {}, (route) => {
    tries += 1
    if (tries === 1) return route.abort()
    return route.fulfill({ status: 422, contentType: 'text/html; charset=utf-8', body: '<p class="msg">文件打不开，请重新拍一张</p>' })
  })
  await page.goto(`${site}/correction`)
  await page.setInputFiles('input[type=file]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(1000) })
  await page.click('button:text("提交补正")')
  await page.getByText('网络中断，正在重试').waitFor()
  await page.getByText('文件打不开，请重新拍一张').waitFor()
  assert.equal(tries, 2)
  assert.equal(await page.evaluate(() => document.querySelector<HTMLInputElement>('input[type=file]')?.files?.length), 1)
  await context.close()
})

test('U-021 without script nothing that needs one is shown, and every form is there', async () => {
  const { page, context } = await visit({ mode: 'elder' }, { javaScriptEnabled: false })
  await page.goto(`${site}/done`)
  assert.equal(await page.locator('[data-print]:visible, [data-copy]:visible, [data-read]:visible').count(), 0)
  await page.goto(`${site}/question`)
  assert.ok(await page.getByRole('button', { name: '保存并继续' }).isVisible())
  await context.close()
})

test('U-052 on paper: no bars, no buttons, no sideways cut; a guide takes two sheets at most', async () => {
  const { page, context } = await visit({})
  await page.goto(`${site}/guide`)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.top:visible, .nav:visible, .acts:visible, .ft:visible').count(), 0)
  const paper = (await page.pdf({ format: 'A4' })).toString('latin1')
  assert.ok((paper.match(/\/Type\s*\/Page\b/g) ?? []).length <= 2)
  await context.close()
})
