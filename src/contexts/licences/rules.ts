import { addDays, chineseDate, daysBetween, type LocalDate, localDate, yearOf } from '../../kernel/date.ts'
import { licenceCheckDigit } from '../../kernel/identifiers.ts'
import { type Ending, type Licence, type LicenceState, type MatterKind, matterKinds } from './terms.ts'

/** The root of every 证照标识 (GB/T 36904). */
const identifierRoot = '1.2.156.3005.2'

/** 证照标识 (domain.md B8): root, 证照类型代码 (21), 颁发机构代码 (18), 流水号, 版本号, 校验位. */
export const licenceIdentifier = (typeCode: string, issuerCode: string, serial: string, version: number): string => {
  const parts = [typeCode, issuerCode, serial, String(version).padStart(3, '0')]
  return [identifierRoot, ...parts, licenceCheckDigit(parts)].join('.')
}

/** The 证照标识 of a later edition: the same but for 版本号 and 校验位. */
export const nextIdentifier = (identifier: string, version: number): string => {
  const [typeCode, issuerCode, serial] = identifier.slice(identifierRoot.length + 1).split('.') as [string, string, string]
  return licenceIdentifier(typeCode, issuerCode, serial, version)
}

/** Whether a 证照标识 is well formed and its check character right. */
export const isLicenceIdentifier = (text: string): boolean => {
  const [, ...parts] = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]+)\.(\d{3})\.([0-9A-Z])$/.exec(text) ?? []
  return parts.length === 5 && licenceCheckDigit(parts.slice(0, 4)) === parts[4]
}

/** 证照编号: 区划, year, serial of six digits. One series a type, place and year. */
export const licenceNumber = (division: string, year: number, serial: number): string =>
  `${division.slice(0, 6)}${year}${String(serial).padStart(6, '0')}`

/** Who holds licences: a person or organisation by its id, and the keyed hash of its number. */
export type Holder = { readonly id: string; readonly hash: string }
/** Whether a licence is somebody's: by who he is, not by the number it states; by that alone where nothing else is known of him (S-009, S-041). */
export const isHolder = (licence: Pick<Licence, 'holderId' | 'holderHash'>, { id, hash }: Holder): boolean =>
  licence.holderId === null ? licence.holderHash === hash : licence.holderId === id

/** 流水号 of an issuer: year and seven digits. */
export const issuerSerial = (year: number, serial: number): string => `${year}${String(serial).padStart(7, '0')}`

/** The last day of a licence of so many months: 36 months from 2026-03-02 end on 2029-03-01. */
export const lastDay = (from: LocalDate, months: number): LocalDate => {
  const month = Number(from.slice(5, 7)) - 1 + months
  const year = yearOf(from) + Math.floor(month / 12)
  const first = localDate(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`)
  // The day before the same day of the month, or before the 1st of the next when the month is shorter.
  const sameDay = addDays(first, Number(from.slice(8)) - 1)
  return addDays(sameDay.slice(0, 7) === first.slice(0, 7) ? sameDay : localDate(`${addDays(first, 31).slice(0, 7)}-01`), -1)
}

/** What the state of a licence follows from. */
export type Standing = {
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate | null | undefined
  readonly endedAs?: Ending | null | undefined
}

/** 证照状态 on a day. A licence is valid on its last day. */
export const licenceState = ({ validFrom, validTo, endedAs }: Standing, today: LocalDate): LicenceState => {
  if (endedAs) return endedAs
  if (today < validFrom) return 'notYetValid'
  return validTo && today > validTo ? 'expired' : 'valid'
}

/** The last day of one more term as long as a first one: so many months where it was months, else so many days (行政许可法 §50). */
export const renewedTo = (first: { readonly from: LocalDate; readonly to: LocalDate }, from: LocalDate): LocalDate => {
  const months = (yearOf(first.to) - yearOf(first.from)) * 12 + Number(first.to.slice(5, 7)) - Number(first.from.slice(5, 7))
  const whole = [months, months + 1].find((count) => count > 0 && lastDay(first.from, count) === first.to)
  return whole === undefined ? addDays(from, daysBetween(first.from, first.to)) : lastDay(from, whole)
}

/** From how many days before its end a licence may be renewed [RULE], and until how many (行政许可法 §50). */
export const renewalOpensDays = 90
export const renewalClosesDays = 30

/** The first and the last day on which renewal may be asked for. */
export const renewalWindow = (validTo: LocalDate): { readonly from: LocalDate; readonly to: LocalDate } => ({
  from: addDays(validTo, -renewalOpensDays),
  to: addDays(validTo, -renewalClosesDays),
})

/** Days before the end on which its holder is reminded of it. */
export const reminderDays = [60, 35] as const

/** A licence as the question needs it, whether its item allows the matter, and what is under way. */
export type Wanted = Standing & {
  readonly allowed: readonly MatterKind[]
  readonly isReplaced: boolean
  readonly underWay?: { readonly caseNo: string; readonly kind: MatterKind } | undefined
}

/** Why something cannot be asked for about a licence, and what can be done instead. */
export type Objection = { readonly refused: string; readonly title: string; readonly instead?: string; readonly article?: string }

/** One thing that may be asked for, and why not now. `until`: the last day of a renewal. */
export type Offer = { readonly kind: MatterKind; readonly name: string; readonly until?: LocalDate; readonly objection?: Objection }

const renewalObjection = (validTo: LocalDate | null | undefined, today: LocalDate): Objection | undefined => {
  if (!validTo) return { refused: 'no-end', title: '这个证照长期有效，不需要延续' }
  const { from, to } = renewalWindow(validTo)
  const article = '行政许可法第五十条'
  if (today < from)
    return { refused: 'renewal-early', title: `${chineseDate(from)}起可以申请延续`, instead: `请在${chineseDate(to)}前提出`, article }
  if (today > to)
    return {
      refused: 'renewal-late',
      title: `延续要在有效期届满30日前提出，最晚是${chineseDate(to)}`,
      instead: '请在有效期届满前重新申请这个许可',
      article,
    }
  return undefined
}

/** Why a matter about a licence cannot begin on a day; undefined when it can. A licence that ended is only revoked where a grant was wrong. */
export const objection = (kind: MatterKind, wanted: Wanted, today: LocalDate): Objection | undefined => {
  const { allowed, isReplaced, underWay, validTo } = wanted
  const state = licenceState(wanted, today)
  if (kind !== 'revoke' && !allowed.includes(kind))
    return { refused: 'not-for-item', title: `这个证照不能在本平台申请${matterKinds[kind]}`, instead: '请到发证机关窗口办理' }
  if (underWay)
    return {
      refused: 'under-way',
      title: `正在办理这个证照的${matterKinds[underWay.kind]}，办件编号 ${underWay.caseNo}`,
      instead: '办结后再提出',
    }
  if (state !== 'valid' && !(state === 'notYetValid' && (kind === 'cancel' || kind === 'revoke')))
    return { refused: 'licence-not-valid', title: '这个证照不是有效的证照', instead: '请对有效的证照提出，或者重新申请这个许可' }
  if (isReplaced && kind !== 'cancel' && kind !== 'revoke')
    return { refused: 'licence-replaced', title: '这个证照已经延续，新的有效期开始后才能再提出', instead: '请等新证生效' }
  return kind === 'renew' ? renewalObjection(validTo, today) : undefined
}
