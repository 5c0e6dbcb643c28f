import type { Limit } from '../../../kernel/limit.ts'
import type { Door } from '../terms.ts'

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
  /** S-007 */
  recoveryMinutes: 10,
  /** S-007: how long a proof without the telephone lets it be replaced */
  lostPhoneMinutes: 15,
  /** from a proven certificate until its organisation is registered by it */
  broughtMinutes: 30,
  /** S-008 */
  invitationHours: 24,
} as const

/** S-035: how long a proof of who one is counts as fresh. */
export const freshMinutes = 5

export const doorNames: Record<Door, string> = { person: '个人登录', organisation: '法人登录', staff: '工作人员登录' }

/**
 * A path inside this site that a person may be sent to after signing in (S-062): never another host, never an act; of the doors only that
 * of an organisation, whose 法定代表人 signs in first.
 */
export const isLocalPath = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= 500 &&
  /^\/(?![/\\])[\x21-\x7e]*$/.test(text) &&
  !text.includes('\\') &&
  (text === '/register/organisation' || !/^\/(login|logout|register|recover|invite|my\/again)\b/.test(text))

const [hour, day] = [3600, 24 * 3600]

/**
 * Every guessable step is throttled (security.md S-010, S-011, S-014). An account's limits count together with the network it is tried from,
 * so that nobody locks the owner out from elsewhere. Keys are hashed before they are stored.
 */
export const limits = {
  signInAccount: { points: 5, seconds: 60, blockSeconds: 60, remembered: true },
  signInAccountLong: {
    points: 50,
    seconds: 12 * hour,
    blockSeconds: 12 * hour,
    grows: { by: 1.1, mostSeconds: 30 * day },
    remembered: true,
  },
  signInNetwork: { points: 20, seconds: 60, remembered: true },
  smsPause: { points: 1, seconds: lives.smsResendSeconds },
  smsHour: { points: 5, seconds: 3600 },
  smsDay: { points: 10, seconds: 24 * 3600 },
  smsBurst: { points: 2, seconds: 10 },
  smsNetwork: { points: 20, seconds: 3600 },
  captchaNetwork: { points: 120, seconds: 600 },
  challengeNetwork: { points: 120, seconds: 600 },
  proofAccount: { points: 5, seconds: 6 * 3600 },
  proofAtWindow: { points: 120, seconds: 3600 },
  /** An account's telephone at windows, all of them together. */
  phoneAtWindow: { points: 5, seconds: 24 * 3600 },
  proofIdNumber: { points: 10, seconds: 3600 },
  invitationNetwork: { points: 20, seconds: 60 },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof limits

/** “请 3 分钟后再试” */
export const waitText = (seconds: number): string => {
  if (seconds < 90) return `请 ${Math.max(1, seconds)} 秒后再试`
  return seconds < 5400 ? `请 ${Math.ceil(seconds / 60)} 分钟后再试` : `请 ${Math.ceil(seconds / 3600)} 小时后再试`
}
