import { randomUUID } from 'node:crypto'
import { halfWidth } from '../../../kernel/text.ts'
import type { Db } from '../../../platform/db.ts'
import { type Secrets, sameText } from '../../../platform/secrets.ts'
import { lives } from '../rules/limits.ts'
import { insertCaptcha, takeCaptcha, waitLeft } from '../store/codes.ts'
import type { Captcha, Purpose } from '../terms.ts'

type Means = { readonly db: Pick<Db, 'sql'>; readonly secrets: Secrets }
/** The session and action that a captcha is for (S-013). `binding` is any text that only this session knows. */
export type Bound = { readonly binding: string; readonly action: Purpose }

const answerHash = (secrets: Secrets, id: string, answer: string): string =>
  secrets.lookupHash(`${id} ${halfWidth(answer).trim().toLowerCase()}`, 'captcha')
const bindingHash = (secrets: Secrets, binding: string): string => secrets.lookupHash(binding, 'captcha-binding')

/** A new picture of four characters, read without regard to case. Characters that look alike are not used. */
export const newPicture = async ({ db, secrets }: Means, { binding, action }: Bound): Promise<Captcha> => {
  const id = randomUUID()
  const { default: svgCaptcha } = await import('svg-captcha') // 16 MB, and most workers never draw one
  const { text, data } = svgCaptcha.create({ size: 4, noise: 2, ignoreChars: '0oO1iIlLcCsSvVwWxXzZuUkKpP', width: 160, height: 56 })
  await insertCaptcha(db.sql, {
    id,
    binding: bindingHash(secrets, binding),
    action,
    answerHash: answerHash(secrets, id, text),
    waitSeconds: 0,
    minutes: lives.captchaMinutes,
  })
  return { id, picture: Buffer.from(data).toString('base64') }
}

/** A wait instead of a picture: usable once, 15 seconds from now (ui.md §1c). */
export const newWait = (means: Means, bound: Bound): Promise<Captcha> => insertWait(means, bound, lives.waitSeconds)

/** For one who passed and comes back for another reason: not asked again (WCAG 3.3.7). */
export const newPass = (means: Means, bound: Bound): Promise<Captcha> => insertWait(means, bound, 0)

const insertWait = async ({ db, secrets }: Means, { binding, action }: Bound, waitSeconds: number): Promise<Captcha> => {
  const id = randomUUID()
  await insertCaptcha(db.sql, { id, binding: bindingHash(secrets, binding), action, waitSeconds, minutes: lives.captchaMinutes })
  return { id, waitSeconds }
}

export type Attempt = { readonly id: string; readonly answer: string }
export type CaptchaOutcome = 'passed' | 'wrong' | { readonly waitSeconds: number }

/** Uses a captcha up. A wait that is not over is kept, with the seconds that are left. */
export const spendCaptcha = async ({ db, secrets }: Means, bound: Bound, { id, answer }: Attempt): Promise<CaptchaOutcome> => {
  if (!/^[\da-f-]{36}$/.test(id)) return 'wrong'
  const binding = bindingHash(secrets, bound.binding)
  const left = await waitLeft(db.sql, id, binding, bound.action)
  if (left > 0) return { waitSeconds: left }
  const taken = await takeCaptcha(db.sql, id, binding, bound.action)
  if (!taken) return 'wrong'
  return taken.answer_hash === null || sameText(taken.answer_hash, answerHash(secrets, id, answer)) ? 'passed' : 'wrong'
}
