import type { Door } from '../terms.ts'
import { breachedPasswords } from './breached-passwords.ts'
import { commonPasswords } from './common-passwords.ts'

/** What is known of the person, so that a password does not repeat it (S-001). */
export type Personal = {
  readonly phone?: string
  readonly idNumber?: string
  readonly userName?: string
  readonly uscc?: string
  readonly name?: string
}

/**
 * PASSWORD_POLICY (S-001): how many classes of characters, after how many days a new one is due (0: never), how many former ones may not
 * come back. dengbao is GB/T 22239 §8.1.4.1 a, for officers unless set otherwise; asvs is OWASP ASVS 6.2.
 */
export const passwordPolicies = {
  asvs: { classes: 2, days: 0, former: 0 },
  dengbao: { classes: 3, days: 90, former: 5 },
} as const
export type PasswordPolicy = keyof typeof passwordPolicies
/** Which policy the accounts of each door are under. */
export type PasswordPolicies = Readonly<Record<Door, PasswordPolicy>>

/** Whether a password that was set at an instant is past the days of its policy at another. Instants in milliseconds. */
export const isPasswordOld = (policy: PasswordPolicy, setAt: number, now: number): boolean => {
  const { days } = passwordPolicies[policy]
  return days > 0 && now - setAt > days * 86_400_000
}

/** In characters as people count them: 𠮷 is one. Nothing is cut off, folded or trimmed. */
export const passwordLength = { min: 8, max: 128 } as const
const symbols = '`~!_@#$%*'
export const passwordHint = `8—128 个字符；数字、字母（汉字、蒙古文也算）、符号至少两种，符号可用 ${symbols}`
/** The same for a policy. */
export const passwordHintFor = (policy: PasswordPolicy): string =>
  policy === 'asvs'
    ? passwordHint
    : `8—128 个字符；数字、大写字母、小写字母、符号至少三种，也可以用汉字、蒙古文，符号可用 ${symbols}。90 天要换一次，不能用最近 5 次用过的`

/** Letters of any script with their marks; in Mongolian the separator of the final vowel (U+180E) belongs to the word. */
const permitted = /^[\p{Nd}\p{L}\p{M}\u180E`~!_@#$%*]*$/u
const classes = {
  asvs: [/\p{Nd}/u, /\p{L}/u, /[`~!_@#$%*]/],
  dengbao: [/\p{Nd}/u, /\p{Lu}/u, /\p{Ll}/u, /[`~!_@#$%*]/],
} as const
const tooFew = { asvs: '密码请至少包含数字、字母、符号中的两种', dengbao: '密码请至少包含数字、大写字母、小写字母、符号中的三种' } as const
const officialWords = [
  'zhengwu',
  'zwfw',
  'tongban',
  'ordos',
  'erdos',
  'eerduosi',
  'neimenggu',
  '政务',
  '服务',
  '通办',
  '鄂尔多斯',
  '内蒙古',
  '密码',
]

const repeats = (text: string, { phone, idNumber, userName, uscc, name = '' }: Personal): boolean => {
  if (name.length > 1 && text.includes(name.toLowerCase())) return true
  const parts = [phone, phone?.slice(-8), idNumber, idNumber?.slice(6, 14), idNumber?.slice(-6), userName, uscc]
  return parts.some((part) => part !== undefined && part.length >= 4 && text.includes(part.toLowerCase()))
}

/** What is left of a password once the official words are taken away is too short to be a secret. */
const isOfficialWord = (text: string): boolean => {
  const rest = officialWords.reduce((left, word) => left.replaceAll(word, ''), text)
  return rest !== text && rest.length < 5
}

/**
 * Why a password cannot be used, in words that say how to mend it; undefined when it can (R-025: two of three classes, no symbol but
 * the nine; letters and digits of every script, 8–128, three of four classes under dengbao; S-001: not among the commonest, nothing of one's
 * own names and numbers). The text is taken as typed. Decision 0022.
 */
export const passwordProblem = (text: string, personal: Personal = {}, policy: PasswordPolicy = 'asvs'): string | undefined => {
  if (text === '') return '请输入密码'
  if (!permitted.test(text)) return `密码只能用数字、字母和符号 ${symbols}，请去掉空格和别的符号`
  const { length } = [...text]
  if (length < passwordLength.min) return `密码至少 ${passwordLength.min} 个字符，现在是 ${length} 个`
  if (length > passwordLength.max) return `密码最多 ${passwordLength.max} 个字符，现在是 ${length} 个`
  if (classes[policy].filter((one) => one.test(text)).length < passwordPolicies[policy].classes) return tooFew[policy]
  const lower = text.normalize('NFKC').toLowerCase() // full-width letters spell the same words
  if (commonPasswords.has(lower) || breachedPasswords.has(lower) || isOfficialWord(lower)) return '这个密码太常见，容易被猜到，请换一个'
  if (repeats(lower, personal)) return '密码里不要出现您的姓名、手机号、证件号码或用户名，请换一个'
  return undefined
}
