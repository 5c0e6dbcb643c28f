import { commonPasswords } from './common-passwords.ts'

/** What is known of the person, so that a password does not repeat it (S-001). */
export type Personal = { readonly phone?: string; readonly idNumber?: string; readonly userName?: string; readonly uscc?: string }

export const passwordLength = { min: 8, max: 20 } as const
export const passwordHint = '8—20 个字符；数字、字母、符号至少两种，符号可用 `~!_@#$%*'

const permitted = /^[\dA-Za-z`~!_@#$%*]*$/
const classes = [/\d/, /[A-Za-z]/, /[`~!_@#$%*]/]
const officialWords = ['zhengwu', 'zwfw', 'tongban', 'ordos', 'erdos', 'eerduosi', 'neimenggu']

const repeats = (text: string, { phone, idNumber, userName, uscc }: Personal): boolean => {
  const parts = [phone, phone?.slice(-8), idNumber, idNumber?.slice(6, 14), idNumber?.slice(-6), userName, uscc]
  return parts.some((part) => part !== undefined && part.length >= 4 && text.includes(part.toLowerCase()))
}

/** What is left of a password once an official word and digits are taken away is no secret. */
const isOfficialWord = (text: string): boolean => officialWords.some((word) => text.includes(word) && text.replace(word, '').length < 5)

/**
 * Why a password cannot be used, in words that say how to mend it; undefined when it can (R-025: alphabet and two of three classes,
 * length 8–20; S-001: not among the commonest, nothing of one's own numbers). The text is taken as typed.
 */
export const passwordProblem = (text: string, personal: Personal = {}): string | undefined => {
  if (text === '') return '请输入密码'
  if (!permitted.test(text)) return '密码只能用数字、字母和符号 `~!_@#$%*，请去掉空格和别的符号'
  if (text.length < passwordLength.min) return `密码至少 ${passwordLength.min} 个字符，现在是 ${text.length} 个`
  if (text.length > passwordLength.max) return `密码最多 ${passwordLength.max} 个字符，现在是 ${text.length} 个`
  if (classes.filter((one) => one.test(text)).length < 2) return '密码请至少包含数字、字母、符号中的两种'
  const lower = text.toLowerCase()
  if (commonPasswords.has(lower) || isOfficialWord(lower)) return '这个密码太常见，容易被猜到，请换一个'
  if (repeats(lower, personal)) return '密码里不要出现您的手机号、证件号码或用户名，请换一个'
  return undefined
}
