import { randomUUID } from 'node:crypto'
import { Stale } from '../../../platform/db.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import { insertAccount, insertConsent } from '../store/accounts.ts'
import { takeSmsCode } from '../store/codes.ts'
import { registrationAgreement } from '../terms.ts'
import type { Bound } from './captcha.ts'
import type { Means } from './means.ts'
import { findRightCode } from './sms-codes.ts'
import { sealPhone } from './viewer.ts'

type Registration = Bound & { readonly phone: string; readonly code: string; readonly password: string; readonly channel: string }

/**
 * Makes a 未实名 account for a telephone whose code was right, with the consent to the 用户注册协议. `password` has passed
 * passwordProblem. A telephone that has an account never has a right code, so “wrong code” is the only refusal (S-004).
 * A server that is too busy to hash leaves the code as it was.
 */
export const registerPerson = async (
  means: Means,
  { code, password, channel, ...ask }: Registration,
): Promise<{ accountId: string } | 'wrongCode'> => {
  const right = await findRightCode(means, ask, code)
  if (!right) return 'wrongCode'
  const id = randomUUID()
  const passwordHash = await hashPassword(password)
  try {
    await means.db.transaction(async (sql) => {
      if (!(await takeSmsCode(sql, right))) throw new Stale()
      await insertAccount(sql, { id, kind: 'person', phone: sealPhone(means.secrets, id, ask.phone), passwordHash })
      await insertConsent(sql, id, registrationAgreement, channel)
    })
  } catch (error) {
    if (error instanceof Stale) return 'wrongCode'
    throw error
  }
  return { accountId: id }
}
