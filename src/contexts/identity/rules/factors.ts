import type { Door } from '../terms.ts'

/** The factors beside the password. A certificate is one too: with its PIN it opens an account by itself. */
export const factorNames = { totp: '动态验证码', passkey: '通行密钥', certificate: '数字证书' } as const
export type FactorKind = keyof typeof factorNames

/** What happened to the ways into an account, as its owner reads it. */
export const factorEvents: Readonly<Record<string, string>> = {
  enrolled: '登记第二重验证',
  removed: '移除第二重验证',
  bound: '绑定数字证书',
  unbound: '解绑数字证书',
  certificateLost: '挂失数字证书',
  recovered: '用备用码登录',
  counterWentBack: '通行密钥的计数不对，可能被复制',
  phoneChanged: '自己更换手机号',
  phoneAsked: '窗口申请更换手机号',
  phoneChangedAtWindow: '窗口更换手机号',
  phoneKept: '窗口更换手机号没有批准',
  phoneStopped: '本人停止窗口更换手机号',
  phoneGivenBack: '查实不是本人办理，恢复原手机号',
}
/** What beside it he can read: the last digits of a telephone, the name of a factor; anything else is for whoever looks into it. */
export const eventDetail = (what: string, detail: string): string => {
  if (what.startsWith('phone')) return `尾号 ${detail}`
  return what === 'enrolled' ? (factorNames[detail as FactorKind] ?? '') : ''
}

/** Which factors each class of users may enrol. Officers: what cannot be told to a caller on the telephone (S-005, GB/T 39786 8.4a). */
export const offeredFactors: Record<Door, readonly FactorKind[]> = {
  person: ['passkey', 'totp', 'certificate'],
  organisation: ['passkey', 'totp', 'certificate'],
  staff: ['passkey', 'certificate'],
}

/** STAFF_SECOND_FACTOR: of every officer, or of those who have enrolled one. In production only the first is allowed (S-005). */
export type StaffFactorPolicy = 'required' | 'enrolled'

/** What follows a right password: the session, the second factor, or enrolling one first (S-005). */
export type NextStep = 'open' | 'second' | 'enrol'
export const stepAfterPassword = (door: Door, enrolled: readonly FactorKind[], policy: StaffFactorPolicy): NextStep => {
  if (enrolled.length > 0) return 'second'
  return door === 'staff' && policy === 'required' ? 'enrol' : 'open'
}

/** Lives and counts of S-006 and S-012. */
export const factorLimits = {
  challengeMinutes: 5,
  /** From the right password until the second factor. */
  pendingMinutes: 5,
  codeTries: 5,
  codeTriesMinutes: 15,
  recoveryCodes: 10,
  totpSeconds: 30,
} as const

/** What a passkey or a certificate signs for: a challenge of one purpose opens no other. */
export type ChallengePurpose = 'enrol' | 'signIn' | 'again' | 'certificate' | 'bindCertificate'

/** Whether a passkey counted on; one that counts at all and did not may be a copy (S-006). Those that never count say 0. */
export const countedOn = (before: number, now: number): boolean => (before === 0 && now === 0) || now > before

/** Whether a factor may be taken away by its owner: the last one of an officer never, that of another only after his identity was proofed again (S-006). */
export type RemovalRule = 'free' | 'afterProofing' | 'never'
export const removalRule = (door: Door, enrolledCount: number): RemovalRule => {
  if (enrolledCount > 1) return 'free'
  return door === 'staff' ? 'never' : 'afterProofing'
}

/** A recovery code as it is typed: groups and case do not matter, and letters that look like digits are read as such. */
export const tidyRecoveryCode = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
