import { after } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { acts } from '../src/contexts/casework/terms.ts'
import { launch } from './browser.ts'
import { type ApiClient, apiClient } from './main-job-api.ts'
import { type Server, startServer } from './server.ts'
import { complaints, signIn } from './steps.ts'

/** An installation and a browser for the tests of one file, stopped after them, and how somebody signs in to its API. */
export const openOffice = async () => {
  const server = await startServer()
  const browser = await launch()
  after(async () => {
    await browser.close()
    await server.stop()
  })
  const signedIn = async (account: string): Promise<ApiClient> => {
    const client = apiClient(server.url)
    await client.signIn(account, server.password)
    return client
  }
  return { server, browser, signedIn }
}

/** The desk of an officer in the console, with what the browser complained of. */
export type Desk = { readonly page: Page; readonly heard: readonly string[] }

/** Signs an officer in at the door that the console leads to. */
export const openDesk = async (browser: Browser, { url, password }: Server, account: string): Promise<Desk> => {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  const heard = complaints(page)
  await page.goto(`${url}/console/`)
  await signIn(page, url, account, password, 'staff')
  await page.locator('main h1').waitFor()
  return { page, heard }
}

/** Finds a case in a worklist of the tree and opens it. */
export const takeUp = async ({ page }: Desk, list: string, no: string): Promise<void> => {
  await page.getByRole('navigation', { name: '工作区' }).getByRole('link', { name: list }).click()
  await page.locator('[data-row]').filter({ hasText: no }).click()
  await page.locator('.acts button').first().waitFor()
}

/** Opens an act; `fillIn` gives what it asks for; then confirms it and waits until it is done. */
export const doAct = async (desk: Desk, act: keyof typeof acts, fillIn?: (page: Page) => Promise<void>): Promise<void> => {
  const { page } = desk
  await page
    .locator('.acts button')
    .filter({ hasText: new RegExp(`^${acts[act]}(\\W|F\\d|\\d|$)`) })
    .click()
  await fillIn?.(page)
  const readAnew = page.waitForResponse(
    (answer) => answer.request().method() === 'GET' && /\/api\/v1\/cases\/[^/]+$/.test(new URL(answer.url()).pathname),
  )
  await page.getByRole('button', { name: `确认${acts[act]}` }).click()
  await page.getByText(`已${acts[act]}，办件现在是`).waitFor()
  await readAnew // the acts that are open now come with it
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(300) // and are drawn
}

/** Writes an opinion by the sentence an officer writes every day. */
export const usualOpinion = (page: Page): Promise<void> => page.locator('.act .phrases button').first().click()

/** Passes every step that is open, then proposes. */
export const review = async (desk: Desk): Promise<void> => {
  const step = desk.page.locator('.acts button').filter({ hasText: acts.passStep })
  while (await step.count()) {
    await doAct(desk, 'passStep', async (page) => {
      await usualOpinion(page)
      const second = page.locator('#act-secondPerson')
      if (await second.count()) await second.fill('示例核查员')
    })
  }
  await doAct(desk, 'proposeGrant', usualOpinion)
}
