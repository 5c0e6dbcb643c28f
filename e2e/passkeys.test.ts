import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axe, launch } from './browser.ts'
import { startServer } from './server.ts'
import { complaints, press, signIn } from './steps.ts'

const server = await startServer()
const browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
})

const shots = process.env.SHOTS

test('S-006 U-022 a person enrols a passkey, signs in by it alone, and needs it after the password; no complaint of the policy', async () => {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  const heard = complaints(page)
  const shoot = async (name: string) => shots && (await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true }))
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
    },
  }) // biome-ignore format: one device
  await signIn(page, server.url, 'citizen1', server.password)
  await page.goto(`${server.url}/my/security/factors`)
  assert.deepEqual(await axe(page), [])
  await page.locator('[name=label]').fill('我的手机')
  await press(page, '登记通行密钥')
  await page.getByText('已登记。下次登录时会用到它').waitFor()
  await shoot('factors')
  await press(page, '生成备用码')
  await page.getByRole('heading', { name: '备用码' }).waitFor()
  await shoot('recovery')
  await press(page, '退出')

  await page.goto(`${server.url}/login/person?next=/my/profile`)
  await shoot('sign-in')
  assert.deepEqual(await axe(page), [])
  await press(page, '用通行密钥登录')
  await page.waitForURL('**/my/profile')
  await press(page, '退出')

  await signIn(page, server.url, 'citizen1', server.password)
  await page.getByRole('heading', { name: '第二重验证' }).waitFor()
  await shoot('second')
  assert.deepEqual(await axe(page), [])
  await press(page, '用通行密钥验证')
  await page.waitForURL('**/my')
  await page.goto(`${server.url}/login/certificate`)
  await page.goto(`${server.url}/my/level/certificate`)
  await shoot('certificates')
  await page.goto(`${server.url}/my/level/certificate/bind`)
  await press(page, '获取短信验证码')
  await page.getByLabel('签名结果').waitFor()
  await shoot('bind')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(heard, [])
})
