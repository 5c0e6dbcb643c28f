import { addDays, type LocalDate, localDate, yearOf } from '../../kernel/date.ts'
import { licenceCheckDigit } from '../../kernel/identifiers.ts'
import type { LicenceState } from './terms.ts'

/** The root of every 证照标识 (GB/T 36904). */
const identifierRoot = '1.2.156.3005.2'

/** 证照标识 (domain.md B8): root, 证照类型代码 (21), 颁发机构代码 (18), 流水号, 版本号, 校验位. */
export const licenceIdentifier = (typeCode: string, issuerCode: string, serial: string, version: number): string => {
  const parts = [typeCode, issuerCode, serial, String(version).padStart(3, '0')]
  return [identifierRoot, ...parts, licenceCheckDigit(parts)].join('.')
}

/** Whether a 证照标识 is well formed and its check character right. */
export const isLicenceIdentifier = (text: string): boolean => {
  const [, ...parts] = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]+)\.(\d{3})\.([0-9A-Z])$/.exec(text) ?? []
  return parts.length === 5 && licenceCheckDigit(parts.slice(0, 4)) === parts[4]
}

/** 证照编号: 区划, year, serial of six digits. One series a type, place and year. */
export const licenceNumber = (division: string, year: number, serial: number): string =>
  `${division.slice(0, 6)}${year}${String(serial).padStart(6, '0')}`

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

/** 证照状态 on a day. A licence is valid on its last day. */
export const licenceState = (
  licence: {
    readonly validFrom: LocalDate
    readonly validTo?: LocalDate | null | undefined
    readonly revokedOn?: LocalDate | null | undefined
  },
  today: LocalDate,
): LicenceState => {
  if (licence.revokedOn) return 'revoked'
  if (today < licence.validFrom) return 'notYetValid'
  return licence.validTo && today > licence.validTo ? 'expired' : 'valid'
}
