import { isLocalDate, type LocalDate } from './date.ts'
import { halfWidth } from './text.ts'

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idCheck = '10X98765432'
const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  digits.reduce((sum, digit, i) => sum + digit * (weights[i] ?? 0), 0)

/** As people type it: full-width digits, spaces, hyphens and a lower-case x are accepted (U-038). */
export const tidyIdentifier = (text: string): string => halfWidth(text).replace(/[\s-]/g, '').toUpperCase()

/** 公民身份号码, GB 11643-1999: 18 characters, an existing birth date, the check digit. Takes the tidy form. */
export const isIdNumber = (text: string): boolean =>
  /^[1-8]\d{5}(19|20)\d{9}[\dX]$/.test(text) &&
  isLocalDate(birthText(text)) &&
  idCheck[weighted([...text.slice(0, 17)].map(Number), idWeights) % 11] === text[17]

const birthText = (idNumber: string): string => `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`
/** The date of birth inside a valid 公民身份号码. */
export const birthOf = (idNumber: string): LocalDate => birthText(idNumber) as LocalDate
export const sexOf = (idNumber: string): '男' | '女' => (Number(idNumber[16]) % 2 === 1 ? '男' : '女')

/** The 18th character of a 统一社会信用代码 from the first 17 (GB 32100-2015). */
export const usccCheckDigit = (first17: string): string => {
  const sum = weighted(
    [...first17].map((c) => usccAlphabet.indexOf(c)),
    usccWeights,
  )
  return usccAlphabet[(31 - (sum % 31)) % 31] as string
}

/** 统一社会信用代码, GB 32100-2015: 18 characters of its alphabet and the check digit. Takes the tidy form. */
export const isUscc = (text: string): boolean => /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text) && usccCheckDigit(text.slice(0, 17)) === text[17]

/** A mainland mobile number. Takes the tidy form. */
export const isMobile = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)

/** Check character of a 证照标识 over its four middle parts (GB/T 36904-2018, ISO 7064 MOD 37,36). */
export const licenceCheckDigit = (parts: readonly string[]): string => {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  let p = 36
  for (const c of parts.join('')) {
    const s = (p + alphabet.indexOf(c)) % 36 || 36
    p = (2 * s) % 37
  }
  return alphabet[(37 - p) % 36] as string
}
