import type { Browser, Page } from 'playwright-core'
import type { Db } from '../src/platform/db.ts'
import { signWithPem } from '../src/sandbox/ca-forms.ts'
import type { Issued } from '../src/sandbox/ca-store.ts'
import { complaints, press } from './steps.ts'
import { eventually } from './visitor.ts'

const shots = process.env.SHOTS
/** Pictures of the pages on the way, into the folder `SHOTS` when there is one. */
export const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** A telephone of the journeys: a narrow screen, no script. */
export const openPhone = async (browser: Browser, heard: string[][]): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  heard.push(complaints(page))
  return page
}

/** What the telephones of the sandbox receive, and the time that passes for those who wait. */
export const telephones = (db: Db) => {
  /** The code that came last; each is read once. */
  const codeSentTo = (phone: string): Promise<string> =>
    eventually(async () => {
      const [row] = await db.sql<{ text: string }>`delete from sandbox.message where phone = ${phone} and text ~ '验证码' returning text`
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
  return { codeSentTo, confirm, messagesTo }
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
