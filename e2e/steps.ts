import type { Locator, Page } from 'playwright-core'
import type { Answers } from '../src/kernel/form.ts'
import { samplePdf } from './main-job-api.ts'

/** What the browser complained of: policy broken, script failed. A journey ends with none. */
export const complaints = (page: Page): string[] => {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /policy|refused|uncaught/i.test(message.text())) heard.push(`${page.url()} ${message.text()}`)
  })
  return heard
}

/** What an element says, white space tidied. */
export const words = async (of: Locator): Promise<string> => ((await of.textContent()) ?? '').replace(/\s+/g, ' ').trim()

/** A button of the page by the words on it. */
export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
export const follow = (page: Page, name: string | RegExp): Promise<void> => page.locator('main').getByRole('link', { name }).first().click()

export const signIn = async (page: Page, base: string, account: string, password: string, door = 'person'): Promise<void> => {
  if (!page.url().includes('/login/')) await page.goto(`${base}/login/${door}`)
  await page.locator('[name=account]').fill(account)
  await page.locator('[name=password]').fill(password)
  await press(page, '登录')
}

const answer = async (control: Locator, value: string): Promise<void> => {
  const type = await control.first().evaluate((element) => (element as HTMLInputElement).type)
  if (type === 'radio' || type === 'checkbox') await control.and(control.page().locator(`[value="${value}"]`)).check()
  else if (type.startsWith('select')) await control.selectOption(value)
  else await control.fill(value)
}

const isAnswered = (page: Page, name: string): Promise<boolean> =>
  page
    .locator('main form')
    .last()
    .evaluate((form, field) => [...new FormData(form as HTMLFormElement)].some(([key, value]) => key === field && value !== ''), name)

/** Answers the questions that this page asks; `answers` may hold those of other pages too. `keep` leaves what is known already. */
export const fill = async (page: Page, answers: Answers, keep = false): Promise<void> => {
  for (const [name, values] of Object.entries(answers)) {
    const year = page.locator(`[name="${name}.y"]`)
    if (await year.count()) {
      const parts = String(values).split('-')
      for (const [i, part] of ['y', 'm', 'd'].entries()) await page.locator(`[name="${name}.${part}"]`).fill(String(Number(parts[i])))
      continue
    }
    const control = page.locator(`main [name="${name}"]`)
    if ((await control.count()) === 0 || (keep && (await isAnswered(page, name)))) continue
    for (const value of [values].flat()) await answer(control, value)
  }
}

export type Upload = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }
export const pdf = async (name: string): Promise<Upload> => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(await samplePdf(name).arrayBuffer()),
})

/** From 任务单: every page of questions, every file that must be handed in, delivery; ends on 任务单 again. */
export const doTasks = async (page: Page, answers: Answers, way: string): Promise<{ questions: number; uploads: number }> => {
  const tasks = page.url()
  const hrefs = async (part: string): Promise<string[]> =>
    page.locator(`.tasks a[href*="${part}"]`).evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
  const questions = await hrefs('/q/')
  await page.goto(questions[0] ?? '')
  for (let n = 0; n < 30 && page.url().includes('/q/'); n += 1) {
    await fill(page, answers, true)
    await press(page, '保存并继续')
    await page.waitForLoadState()
  }
  const materials = await hrefs('/materials/')
  for (const [i, href] of materials.entries()) {
    await page.goto(href)
    await page.locator('input[type=file]').setInputFiles(await pdf(`材料${i + 1}.pdf`))
    await press(page, '上传')
    await page.getByText('已经上传').waitFor()
  }
  await page.goto(tasks)
  await follow(page, '选择结果送达方式')
  await page.locator(`[name=way][value=${way}]`).check()
  if (way === 'post') await page.locator('[name=address]').fill('东胜区示例街道 1 号')
  await press(page, '保存并继续')
  return { questions: questions.length, uploads: materials.length }
}
