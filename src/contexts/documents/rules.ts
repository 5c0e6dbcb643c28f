import { halfWidth, maskIdNumber, maskPhone } from '../../kernel/text.ts'
import { type PaperBody, type PaperType, paperTypes } from './terms.ts'

/** The version of the templates in pages/; it grows when a template changes, and a recorded paper keeps the one it was made with. */
export const templateVersion = 2

/** The character that names the type inside a number. No two types share one, so no two papers share a number. */
const numberWords: Record<PaperType, string> = {
  receipt: '收',
  correctionReceipt: '补收',
  acceptance: '受',
  correctionNotice: '补',
  refusal: '不受',
  notNeeded: '告',
  grant: '准',
  denial: '不准',
  delivery: '送',
  withdrawal: '撤',
  deemedWithdrawal: '视撤',
  special: '特',
  extension: '延',
  gaps: '容',
  supplementOverdue: '逾',
  promiseLetter: '诺',
  afterCheck: '后核',
  hearingNotice: '听告',
  hearingAnnouncement: '听公',
  hearingRecord: '听录',
  siteRecord: '核',
  handOver: '转',
  opinionRequest: '征',
  forwarding: '递',
  remind: '催',
  supervision: '督',
  termination: '终',
  voiding: '废',
  renewal: '续',
  change: '变',
  cancellation: '注',
  revocation: '撤销',
  enquiryNotice: '知',
}

/** 鄂政服受字〔2026〕000001号 (domain.md B2): one serial a type and year. */
export const paperNumber = (type: PaperType, year: number, serial: number): string =>
  `鄂政服${numberWords[type]}字〔${year}〕${String(serial).padStart(6, '0')}号`

/** 准予…: what a decision is called for each 事项类型 (domain.md B1). Types without a name of their own take the general one. */
const grants: Record<string, string> = {
  '01': '准予行政许可决定书',
  '05': '准予行政给付决定书',
  '07': '行政确认决定书',
  '08': '行政奖励决定书',
  '09': '行政裁决书',
}
const denials: Record<string, string> = {
  '01': '不予行政许可决定书',
  '05': '不予行政给付决定书',
  '07': '不予行政确认决定书',
  '08': '不予行政奖励决定书',
  '09': '不予行政裁决决定书',
}

/** The title of a paper; that of a decision follows the type of the item. */
export const paperTitle = (type: PaperType, itemType: string): string => {
  if (type === 'grant') return grants[itemType] ?? '准予决定书'
  if (type === 'denial') return denials[itemType] ?? '不予决定书'
  return paperTypes[type]
}

/** What the law wants on a paper of a type, beside its head: a paper without it is not recorded. */
export const required: Record<PaperType, readonly (keyof PaperBody)[]> = {
  receipt: [],
  correctionReceipt: [],
  acceptance: ['acceptedOn'],
  correctionNotice: ['defects'],
  refusal: ['reason', 'basis'],
  notNeeded: ['reason'],
  grant: [],
  denial: ['reason'],
  delivery: [],
  withdrawal: [],
  deemedWithdrawal: ['reason', 'basis'],
  special: ['special'],
  extension: ['newDue'],
  gaps: ['missing'],
  supplementOverdue: [],
  promiseLetter: ['conditions', 'promises'],
  afterCheck: ['passed', 'record'],
  hearingNotice: ['applyBy'],
  hearingAnnouncement: ['hearingOn', 'place', 'presider'],
  hearingRecord: ['record', 'presider'],
  siteRecord: ['checkers', 'record'],
  handOver: ['to', 'reason'],
  opinionRequest: ['to', 'question', 'replyBy'],
  forwarding: ['from', 'to'],
  remind: ['to'],
  supervision: ['to', 'reason', 'replyBy'],
  termination: ['reason', 'basis'],
  voiding: ['reason', 'proposedBy', 'approvedBy'],
  renewal: ['licence', 'validFrom'],
  change: ['licence'],
  cancellation: ['licence', 'reason', 'basis'],
  revocation: ['licence', 'reason', 'basis'],
  enquiryNotice: ['guide'],
}

/** Papers between offices and inside one: not the applicant's (S-041). What he signs or is told of is never among them. */
const inside: ReadonlySet<PaperType> = new Set(['handOver', 'opinionRequest', 'forwarding', 'remind', 'supervision', 'voiding'])

/** Whether a paper stays between offices. */
export const isInside = ({ type }: { readonly type: PaperType }): boolean => inside.has(type)

/** How many a list must hold: 实质核查 is done by two or more (行政许可法 §34). */
const least: Partial<Record<keyof PaperBody, number>> = { checkers: 2 }

/** The required members a body lacks. */
export const lacking = (type: PaperType, body: PaperBody): string[] =>
  required[type].filter((member) => {
    const value = body[member]
    return value === undefined || value === '' || (Array.isArray(value) && value.length < (least[member] ?? 1))
  })

/** Personal numbers as a paper may show them (domain.md F3); a 统一社会信用代码 is public and stays. */
export const masked = (body: PaperBody): PaperBody => ({
  ...body,
  ...(body.applicantId && body.applicantIdKind !== '统一社会信用代码' ? { applicantId: maskIdNumber(body.applicantId) } : {}),
  ...(body.phone ? { phone: maskPhone(body.phone) } : {}),
})

/** Base 32 without the letters that are read as digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 验证码: 10 random bytes as 16 characters. */
export const verificationCode = (random: Uint8Array): string => {
  let bits = 0n
  for (const byte of random.slice(0, 10)) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: 16 }, (_, i) => alphabet[Number((bits >> BigInt(75 - 5 * i)) & 31n)]).join('')
}

/** A code as it is printed: XXXX-XXXX-XXXX-XXXX. */
export const printedCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** A code as people type it: spaces, hyphens, small and full-width letters, O for 0, I and L for 1. Undefined when it cannot be one. */
export const readCode = (text: string): string | undefined => {
  const tidy = halfWidth(text).toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(tidy) ? tidy : undefined
}

const typeNames: Record<string, string> = {
  '01': '行政许可',
  '05': '行政给付',
  '07': '行政确认',
  '08': '行政奖励',
  '09': '行政裁决',
  '10': '其他行政权力',
  '20': '公共服务',
}

/** 事项类型 in words. */
export const itemTypeName = (itemType: string): string => typeNames[itemType] ?? '政务服务事项'
