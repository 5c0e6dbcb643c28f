import { randomUUID } from 'node:crypto'
import type { Refusal } from '../../../kernel/refusal.ts'
import { Stale } from '../../../platform/db.ts'
import { sameText } from '../../../platform/secrets.ts'
import { holding } from '../../../platform/wall.ts'
import type { Viewer } from '../../identity/index.ts'
import { type CodeRow, findCode, insertCode, takeCode } from '../store/visits.ts'
import type { Applicant } from '../terms.ts'
import type { Casework } from './journal.ts'
import { applicantOf } from './standing.ts'

/** Minutes a 到窗口办理码 is good for. */
export const codeMinutes = 10

/** What the person shows at the window: six digits to say, a text to be scanned, and until when both are good. */
export type ShownCode = { readonly digits: string; readonly text: string; readonly expiresAt: string }

const place = (id: string): string => `casework.visit_code.sealed:${id}`
const digitsOf = ({ secrets }: Casework, id: string): string =>
  String(Number.parseInt(secrets.sign(id, 'visit-digits').slice(0, 12), 16) % 1_000_000).padStart(6, '0')
const codeHash = ({ secrets }: Casework, digits: string): string => secrets.lookupHash(digits, 'visit-code')
const signatureOf = ({ secrets }: Casework, id: string): string => secrets.sign(id, 'visit-text').slice(0, 32)
/** Hexadecimal only, so that a scanner types it right whatever the keyboard is set to. */
const textOf = (casework: Casework, id: string): string => `TBV${id.replaceAll('-', '')}${signatureOf(casework, id)}`.toUpperCase()
const shown = (casework: Casework, { id, expiresAt }: { id: string; expiresAt: string }): ShownCode => ({
  digits: digitsOf(casework, id),
  text: textOf(casework, id),
  expiresAt,
})

const needsRealName: Refusal = { refused: 'needs-real-name', title: '先实名认证，窗口才能打开您的申请', article: '行政许可法第二十九条' }
const tries = 5

/** A new code for the signed-in applicant; the one before is void (S-041: his consent, ten minutes, one use). */
export const showCode = async (casework: Casework, viewer: Extract<Viewer, { kind: 'applicant' }>): Promise<ShownCode | Refusal> => {
  const own = await applicantOf(casework.db.sql, casework.secrets, viewer)
  if (!own) return needsRealName
  for (let attempt = 1; ; attempt += 1) {
    const id = randomUUID()
    const sealed = casework.secrets.seal(JSON.stringify(own.applicant), place(id))
    const row = { id, applicant: own.applicant.id, sealed, codeHash: codeHash(casework, digitsOf(casework, id)), minutes: codeMinutes }
    try {
      return shown(casework, { id, expiresAt: await casework.db.transaction((sql) => insertCode(sql, row)) })
    } catch (error) {
      // The same six digits are open for somebody else: others are drawn.
      if (!(error instanceof Stale) || attempt === tries) throw error
    }
  }
}

/** The code that is open for an applicant, to be shown again. */
export const openCode = async (casework: Casework, applicantId: string): Promise<ShownCode | undefined> => {
  const code = await findCode(casework.db.sql, applicantId)
  return code && shown(casework, code)
}

const scanned = /^TBV([\dA-F]{32})([\dA-F]{32})$/
const uuidOf = (hex: string): string => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The text of a code as a scanner types it, or the six digits; undefined for anything else. */
export const readCode = (casework: Casework, tidy: string): { readonly id: string } | { readonly codeHash: string } | undefined => {
  if (/^\d{6}$/.test(tidy)) return { codeHash: codeHash(casework, tidy) }
  const [, hex = '', signature = ''] = scanned.exec(tidy) ?? []
  const id = uuidOf(hex)
  return hex && sameText(signature.toLowerCase(), signatureOf(casework, id)) ? { id } : undefined
}

/** Uses a code up and says whose it is; undefined for one that is wrong, used or over. */
export const spendCode = async (casework: Casework, code: { id: string } | { codeHash: string }): Promise<Applicant | undefined> => {
  const row: CodeRow | undefined = await holding(Object.values(code), () => takeCode(casework.db.sql, code))
  return row && (JSON.parse(casework.secrets.unseal(row.sealed, place(row.id))) as Applicant)
}
