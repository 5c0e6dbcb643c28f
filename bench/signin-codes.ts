import { randomUUID } from 'node:crypto'
import { identityLimits } from '../src/contexts/identity/perform/limits.ts'
import { sendCode } from '../src/contexts/identity/perform/sms-codes.ts'
import { sealPhone } from '../src/contexts/identity/perform/viewer.ts'
import { insertAccount } from '../src/contexts/identity/store/accounts.ts'
import { codeBudget } from '../src/platform/code-budget.ts'
import { secrets } from '../src/platform/secrets.ts'
import { smsOutbox } from '../src/platform/sms.ts'
import { type City, secret } from './city.ts'
import type { Figure } from './measure.ts'
import { askedEach, beside, interleaved } from './signin-times.ts'
import { nextAddress } from './signin-try.ts'

const vault = secrets(secret)
const phoneOf = (first: string, n: number): string => `${first}${String(n).padStart(8, '0')}`

/** Telephones that have an account each. */
const register = (city: City, first: string): Promise<void> =>
  city.db.transaction(async (sql) => {
    for (let n = 0; n < askedEach; n += 1) {
      const id = randomUUID()
      await insertAccount(sql, { id, kind: 'person', phone: sealPhone(vault, id, phoneOf(first, n)), passwordHash: 'none' })
    }
  })

/** S-004: what sending a code tells by its time of whether a telephone has an account, as 注册 and 找回密码 do it once their captcha is passed. */
export const codeTimes = async (city: City): Promise<Figure[]> => {
  const { db } = city
  const means = {
    db,
    secrets: vault,
    limits: identityLimits(db, vault),
    sms: smsOutbox(vault),
    codeBudget: codeBudget({ aDay: 1_000_000, alarm: () => undefined }),
  }
  const asking = (action: 'register' | 'recover', first: string) => {
    let n = 0
    return async (): Promise<number> => {
      const phone = phoneOf(first, n)
      n += 1
      const begun = performance.now()
      const limited = await sendCode(means, { phone, ip: nextAddress(), action, binding: randomUUID() })
      if (limited) throw new Error(`a code was not sent: come back in ${limited.retryAfter} s`)
      return performance.now() - begun
    }
  }
  const figures: Figure[] = []
  for (const [action, known, unknown] of [
    ['register', '133', '134'],
    ['recover', '135', '136'],
  ] as const) {
    await register(city, known)
    const [mine = [], theirs = []] = await interleaved([asking(action, known), asking(action, unknown)])
    figures.push(beside(`code ${action}`, mine, theirs))
  }
  return figures
}
