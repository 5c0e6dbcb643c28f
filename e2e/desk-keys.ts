import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { axe } from './browser.ts'
import { openDesk } from './officers.ts'
import type { Server } from './server.ts'
import { press, signIn, words } from './steps.ts'

/** A keyboard that counts. */
export const counting = (page: Page) => {
  let strokes = 0
  return {
    strokes: () => strokes,
    type: (text: string) => {
      strokes += text.length
      return page.keyboard.type(text)
    },
    press: (key: string) => {
      strokes += 1
      return page.keyboard.press(key)
    },
  }
}

/** Waits until the focus is on what the selector means. */
export const focusIs = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, { timeout: 15_000 })

/** The window of a clerk, ready for the next person. */
export const atReception = async (browser: Browser, server: Server, account = 'clerk1') => {
  const desk = await openDesk(browser, server, account)
  await desk.page.goto(`${server.url}/console/reception`)
  await focusIs(desk.page, '#proof')
  return { ...desk, keys: counting(desk.page) }
}

/** The code that a person without script reads off his phone. */
export const codeOnPhone = async (browser: Browser, server: Server, account = 'citizen1'): Promise<string> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, server.url, account, server.password)
  await page.goto(`${server.url}/my/visit`)
  await press(page, '出示到窗口办理码')
  const digits = (await words(page.locator('.fours'))).replace(/\D/g, '')
  assert.match(digits, /^\d{6}$/)
  await context.close()
  return digits
}

/** Nothing for axe to say, nothing wider than the screen. */
export const isSound = async (page: Page, what: string): Promise<void> => {
  assert.deepEqual(await axe(page), [], `axe: ${what}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  assert.equal(wide, false, `horizontal scroll: ${what}`)
}
