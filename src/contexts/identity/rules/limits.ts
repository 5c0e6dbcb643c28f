import type { Door, Purpose } from '../terms.ts'

/** Life of codes, captchas and links. */
export const lives = {
  /** */
  smsCodeMinutes: 5,
  smsCodeTries: 5,
  smsResendSeconds: 60,
  /** S-013 */
  captchaMinutes: 5,
  /** ui.md §1c: the way that needs no picture */
  waitSeconds: 15,
  /** S-008 */
  invitationHours: 24,
} as const

export const doorNames: Record<Door, string> = { person: '个人登录', organisation: '法人登录', staff: '工作人员登录' }
export const purposeNames: Record<Purpose, string> = { register: '注册' }

/** A path inside this site that a person may be sent to after signing in (S-062): never another host, never an act. */
export const isLocalPath = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= 500 &&
  /^\/(?![/\\])[\x21-\x7e]*$/.test(text) &&
  !text.includes('\\') &&
  !/^\/(login|logout|register|invite)\b/.test(text)
