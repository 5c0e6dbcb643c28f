import { randomUUID } from 'node:crypto'
import { Stale } from '../../../platform/db.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import { insertAccount, insertConsent } from '../store/accounts.ts'
import { registrationAgreement } from '../terms.ts'
import type { Bound } from './captcha.ts'
import type { Means } from './means.ts'
import { isRightCode } from './sms-codes.ts'
import { sealPhone } from './viewer.ts'

type Registration = Bound & { readonly phone: string; readonly code: string; readonly password: string; readonly channel: string }

/**
 * Makes a 未实名 account for a telephone whose code was right, with the consent to the 用户注册协议. `password` has passed
 * passwordProblem. A telephone that has an account never has a right code, so “wrong code” is the only refusal (S-004).
 */
export const registerPerson = async (
  means: Means,
  { code, password, channel, ...ask }: Registration,
): Promise<{ accountId: string } | 'wrongCode'> => {
  if (!(await isRightCode(means, ask, code))) return 'wrongCode'
  const id = randomUUID()
  const passwordHash = await hashPassword(password)
  try {
    await means.db.transaction(async (sql) => {
      await insertAccount(sql, { id, kind: 'person', phone: sealPhone(means.secrets, id, ask.phone), passwordHash })
      await insertConsent(sql, id, registrationAgreement, channel)
    })
  } catch (error) {
    if (error instanceof Stale) return 'wrongCode'
    throw error
  }
  return { accountId: id }
}
