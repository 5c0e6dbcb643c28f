import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Db } from '../src/platform/db.ts'
import { signWithPem } from '../src/sandbox/ca-forms.ts'
import type { Issued } from '../src/sandbox/ca-store.ts'
import { launch } from './browser.ts'
import { apiClient } from './main-job-api.ts'
import { startServer } from './server.ts'
import { complaints, press, signIn, words } from './steps.ts'
import { databaseOf, eventually } from './visitor.ts'

const shots = process.env.SHOTS
/** Pictures of the pages on the way, into the folder `SHOTS` when there is one. */
export const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

const patience = 30_000
/** A telephone of the journeys: a narrow screen, no script. */
const openPhone = async (browser: Browser, heard: string[][]): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  heard.push(complaints(page))
  return page
}

/** The work place of an officer: a wide screen, with script. */
const openDesk = async (browser: Browser, heard: string[][]): Promise<Page> => {
  const desk = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  desk.setDefaultTimeout(patience)
  heard.push(complaints(desk))
  return desk
}

/** What the telephones of the sandbox receive, and the time that passes for those who wait. */
const telephones = (db: Db) => {
  /** The code that came last; each is read once. */
  const codeSentTo = (phone: string, channel = 'sms'): Promise<string> =>
    eventually(async () => {
      const [row] = await db.sql<{ text: string }>`
        delete from sandbox.message where phone = ${phone} and text ~ '验证码' and channel = ${channel} returning text`
      return row && /验证码 (\d{6})/.exec(row.text)?.[1]
    }, `a code for ${phone}`)
  /** Fifteen seconds for a captcha that is a wait, an hour for the limits on messages. */
  const timePasses = async (): Promise<void> => {
    await db.sql`update identity.captcha set usable_at = usable_at - interval '15 seconds' where answer_hash is null`
    await db.sql`delete from platform.rate_limit where key like 'sms%'`
  }
  /** Confirms a telephone on the two pages that ask for one; ends on the second with the code typed in. */
  const confirm = async (page: Page, phone: string): Promise<void> => {
    await timePasses()
    await page.locator('[name=phone]').fill(phone)
    await press(page, '不看图：等 15 秒')
    await timePasses()
    await press(page, '获取短信验证码')
    await page.locator('[name=code]').fill(await codeSentTo(phone))
  }
  /** What came to a telephone, newest first. */
  const messagesTo = async (phone: string): Promise<string[]> =>
    (await db.sql<{ text: string }>`select text from sandbox.message where phone = ${phone} order by at desc`).map(({ text }) => text)
  return { codeSentTo, confirm, messagesTo, timePasses }
}

/** Signs what the page asks to be signed, as the software of a certificate does, and hands both in. */
export const signOn = async (page: Page, { certificate, privateKey }: Issued, act: string): Promise<void> => {
  const text = await page.getByLabel('要签名的内容').inputValue()
  const { signature } = signWithPem(`${certificate}${privateKey}`, Buffer.from(text))
  await page.locator('[name=certificate]').fill(certificate)
  await page.locator('[name=signature]').fill(signature.toString('base64'))
  await press(page, act)
}

/** Gives a page a device that keeps passkeys and says yes. */
export const addPasskeyDevice = async (page: Page): Promise<void> => {
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
    },
  }) // biome-ignore format: one device
}

/** What an element of the page says that matters: its main part. */
export const seen = (page: Page): Promise<string> => words(page.locator('main'))

/** Waits until a page is reached; says what is on the one where it stays instead. */
export const until = (page: Page, path: string): Promise<void> =>
  page
    .waitForURL((url) => url.pathname === path)
    .catch(async () => assert.fail(`${page.url()} is not ${path}: ${(await seen(page)).slice(0, 600)}`))

/** The partner asks who holds the telephone, unless it knows him from before. */
export const scanAs = async (page: Page, idNumber: string): Promise<void> => {
  if (!page.url().includes('/sandbox/partner/')) return
  await page.locator('[name=idNumber]').selectOption(idNumber)
  await press(page, '扫码确认')
}

/** Marks an act of a list of grants: opens the one line that says so. */
export const openLine = (page: Page, said: string): Promise<void> =>
  page.locator('.rows li').filter({ hasText: said }).getByRole('link').first().click()

/** An installation of two processes and a browser for the journeys of one file. */
export const openAccounts = async () => {
  const server = await startServer({ WORKERS: '2' })
  const db = databaseOf(server)
  const browser = await launch()
  const heard: string[][] = []
  after(async () => {
    await browser.close()
    await db.end()
    await server.stop()
  })
  const at = (path: string): string => `${server.url}${path}`
  const phone = (): Promise<Page> => openPhone(browser, heard)
  const desk = (): Promise<Page> => openDesk(browser, heard)
  /** The telephone of somebody who has an account. */
  const phoneOf = async (account: string): Promise<Page> => {
    const page = await phone()
    await signIn(page, server.url, account, server.password)
    await until(page, '/my')
    return page
  }
  /** An officer's browser at a screen of his console. */
  const officerAt = async (account: string, screen: string): Promise<Page> => {
    const page = await desk()
    await signIn(page, server.url, account, server.password, 'staff')
    await page.waitForURL('**/console/**')
    await page.goto(at(`/console/${screen}`))
    return page
  }
  /** Somebody unknown comes by a partner and is 实名 at once (关联实名注册). */
  const comeByPartner = async (page: Page, number: string, idNumber: string): Promise<void> => {
    await page.goto(at('/login/partner/alipay'))
    await page.locator('[name=phone]').fill(number)
    await scanAs(page, idNumber)
    await page.locator('[name=agreed]').check()
    await press(page, '同意并注册')
    await until(page, '/my')
  }
  /** The code of a matter by how people call it. */
  const matter = async (name: string): Promise<string> => {
    const client = apiClient(server.url)
    const { body } = await client.call('GET', `/api/v1/items?q=${encodeURIComponent(name)}`)
    return body.items[0].code
  }
  /** The last test of a file. */
  const noComplaints = (): void =>
    void test('S-057 on the whole way the browser found no breach of the policy and no failing script', () => {
      assert.deepEqual(heard.flat(), [])
    })
  return { server, db, phones: telephones(db), at, phone, phoneOf, desk, officerAt, comeByPartner, matter, noComplaints }
}
