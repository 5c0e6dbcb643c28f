import { randomUUID } from 'node:crypto'
import { randomDigits, type Secrets } from '../../../platform/secrets.ts'
import { lives } from '../rules/limits.ts'
import { hasAccountWithPhone } from '../store/accounts.ts'
import { putSmsCode, trySmsCode } from '../store/codes.ts'
import type { Bound } from './captcha.ts'
import { spendAll } from './limits.ts'
import type { Limited, Means } from './means.ts'
import { phoneHash } from './viewer.ts'

const codeHash = (secrets: Secrets, phone: string, code: string): string => secrets.lookupHash(`${phone} ${code}`, 'sms-code')
const bindingHash = (secrets: Secrets, binding: string): string => secrets.lookupHash(binding, 'sms-binding')

type Ask = Bound & { readonly phone: string; readonly ip: string }

const codeText = (code: string): string => `【通办】注册验证码 ${code}，${lives.smsCodeMinutes} 分钟内有效。请勿告诉他人。`
const knownText = '【通办】您的手机号已注册，请直接登录。如非本人操作，可不理会。'

/**
 * Sends a code for registration (R-027, S-011, S-012). A telephone that has an account gets a message saying so instead, while the
 * page cannot tell: the same rows are written and the same answer given (S-004).
 */
export const sendRegistrationCode = async (
  { db, secrets, limits, sms }: Means,
  { phone, ip, ...bound }: Ask,
): Promise<Limited | undefined> => {
  const hash = phoneHash(secrets, phone)
  const wait = await spendAll(limits, [
    ['smsPause', hash],
    ['smsHour', hash],
    ['smsDay', hash],
    ['smsNetwork', ip],
  ])
  if (wait > 0) return { retryAfter: wait }
  const id = randomUUID()
  const code = randomDigits(6)
  await db.transaction(async (sql) => {
    const known = await hasAccountWithPhone(sql, hash)
    await putSmsCode(sql, {
      id,
      phoneHash: hash,
      purpose: bound.action,
      binding: bindingHash(secrets, bound.binding),
      codeHash: codeHash(secrets, phone, known ? id : code),
      minutes: lives.smsCodeMinutes,
    })
    await sms.send(sql, { to: phone, text: known ? knownText : codeText(code), key: id })
  })
}

/** One try at a code. Five wrong ones void it; a right one is used up. */
export const isRightCode = ({ db, secrets }: Means, { phone, ...bound }: Omit<Ask, 'ip'>, code: string): Promise<boolean> =>
  trySmsCode(db.sql, {
    purpose: bound.action,
    binding: bindingHash(secrets, bound.binding),
    phoneHash: phoneHash(secrets, phone),
    codeHash: codeHash(secrets, phone, code),
    tries: lives.smsCodeTries,
  })
