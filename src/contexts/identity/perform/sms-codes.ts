import { randomUUID } from 'node:crypto'
import { networkOf } from '../../../platform/origin.ts'
import { randomDigits, type Secrets } from '../../../platform/secrets.ts'
import { lives } from '../rules/limits.ts'
import { hasAccountWithPhone } from '../store/accounts.ts'
import { putSmsCode, takeSmsCode, trySmsCode } from '../store/codes.ts'
import type { Purpose } from '../terms.ts'
import type { Bound } from './captcha.ts'
import { holdAll } from './limits.ts'
import type { Limited, Means } from './means.ts'
import { phoneHash } from './viewer.ts'

const codeHash = (secrets: Secrets, phone: string, code: string): string => secrets.lookupHash(`${phone} ${code}`, 'sms-code')
const bindingHash = (secrets: Secrets, binding: string): string => secrets.lookupHash(binding, 'sms-binding')

type Sending = Pick<Means, 'db' | 'secrets' | 'limits' | 'sms' | 'codeBudget'>
/** `voice`: the code is read out by a call instead. */
type Ask = Bound & { readonly phone: string; readonly ip: string; readonly voice?: boolean }

/** What a code is for, whether the telephone must have an account already, and what its owner is told when it is the other way round. */
const purposes: Record<Purpose, { readonly word: string; readonly ofAccount: boolean; readonly otherwise: string }> = {
  register: { word: '注册', ofAccount: false, otherwise: '您的手机号已注册，请直接登录。' },
  signIn: { word: '登录', ofAccount: true, otherwise: '您的手机号没有可以登录的帐号，请先注册。' },
  recover: { word: '找回密码', ofAccount: true, otherwise: '您的手机号没有可以找回密码的帐号，请先注册。' },
  bindCertificate: { word: '绑定数字证书', ofAccount: true, otherwise: '您的手机号没有帐号。' },
  oldPhone: { word: '更换手机号', ofAccount: true, otherwise: '您的手机号没有帐号。' },
  newPhone: { word: '绑定手机号', ofAccount: false, otherwise: '您的手机号已有帐号，不能再绑定到另一个帐号。' },
}
const codeText = (purpose: Purpose, code: string): string =>
  `【通办】${purposes[purpose].word}验证码 ${code}，${lives.smsCodeMinutes} 分钟内有效。请勿告诉他人。`
const otherText = (purpose: Purpose): string => `【通办】${purposes[purpose].otherwise}如非本人操作，可不理会。`

/** Counts a code on its telephone, its network and the budget of the day; the seconds to wait, with nothing counted, when it is too early. */
const countCode = async ({ db, limits, codeBudget }: Sending, hash: string, ip: string): Promise<number> => {
  const { wait, settle } = await holdAll(limits, [
    ['smsPause', hash],
    ['smsHour', hash],
    ['smsDay', hash],
    ['smsBurst', ip],
    ['smsNetwork', ip],
  ])
  if (wait > 0) return wait
  let isTaken = false
  try {
    await codeBudget(db.sql)
    isTaken = true
  } finally {
    await settle(isTaken)
  }
  return 0
}

/**
 * Sends a code (R-027, S-011, S-012). Throws CodesSpent when the day has no more. A telephone that this purpose does not fit gets a message saying so instead, while the page
 * cannot tell: the same rows are written and the same answer given (S-004).
 */
export const sendCode = async (means: Sending, { phone, ip, voice = false, ...bound }: Ask): Promise<Limited | undefined> => {
  const { db, secrets, sms } = means
  const hash = phoneHash(secrets, phone)
  const wait = await countCode(means, hash, networkOf(ip))
  if (wait > 0) return { retryAfter: wait }
  const id = randomUUID()
  const code = randomDigits(6)
  await db.transaction(async (sql) => {
    const { ofAccount } = purposes[bound.action]
    const fits = (await hasAccountWithPhone(sql, hash, ofAccount)) === ofAccount
    await putSmsCode(sql, {
      id,
      phoneHash: hash,
      purpose: bound.action,
      binding: bindingHash(secrets, bound.binding),
      codeHash: codeHash(secrets, phone, fits ? code : id),
      minutes: lives.smsCodeMinutes,
    })
    await sms.send(sql, { to: phone, text: fits ? codeText(bound.action, code) : otherText(bound.action), key: id, voice })
  })
}

/** One try at a code, the id of the right one: whoever does what it was asked for uses it up in the same transaction. Five wrong ones void it. */
export const findRightCode = (
  { db, secrets }: Pick<Means, 'db' | 'secrets'>,
  { phone, ...bound }: Omit<Ask, 'ip'>,
  code: string,
): Promise<string | undefined> =>
  trySmsCode(db.sql, {
    purpose: bound.action,
    binding: bindingHash(secrets, bound.binding),
    phoneHash: phoneHash(secrets, phone),
    codeHash: codeHash(secrets, phone, code),
    tries: lives.smsCodeTries,
  })

/** One try at a code; a right one is used up. */
export const isRightCode = async (means: Pick<Means, 'db' | 'secrets'>, ask: Omit<Ask, 'ip'>, code: string): Promise<boolean> => {
  const id = await findRightCode(means, ask, code)
  return id !== undefined && takeSmsCode(means.db.sql, id)
}
