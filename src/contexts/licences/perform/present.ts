import { createHash, randomBytes } from 'node:crypto'
import type { Secrets } from '../../../platform/secrets.ts'
import { sameText } from '../../../platform/secrets.ts'

/** How long a code of 亮证 can be scanned (S-087), and how far clocks may differ. */
export const presentationSeconds = 60
const skewSeconds = 5

const hexId = (id: string): string => id.replaceAll('-', '')
const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The code in the QR of 亮证: licence, end, a random part, and our mark on them. Nothing is stored until it is scanned. `now` in milliseconds. */
export const presentationToken = (secrets: Secrets, licenceId: string, now: number): string => {
  const end = Buffer.alloc(4)
  end.writeUInt32BE(Math.floor(now / 1000) + presentationSeconds)
  const body = Buffer.concat([Buffer.from(hexId(licenceId), 'hex'), end, randomBytes(6)])
  return Buffer.concat([body, markOf(secrets, body)]).toString('base64url')
}

const markOf = (secrets: Secrets, body: Buffer): Buffer =>
  Buffer.from(secrets.sign(body.toString('hex'), 'licences.presentation'), 'hex').subarray(0, 16)

/** What a code of 亮证 says, if it is one of ours: the licence, whether its time is over, and the hash that marks it as used. */
export type Presentation = { readonly licenceId: string; readonly late: boolean; readonly tokenHash: string }

export const readPresentation = (secrets: Secrets, token: string, now: number): Presentation | undefined => {
  if (!/^[\w-]{56}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const [body, mark] = [bytes.subarray(0, 26), bytes.subarray(26)]
  if (!sameText(mark.toString('hex'), markOf(secrets, body).toString('hex'))) return undefined
  const late = Math.floor(now / 1000) > body.readUInt32BE(16) + skewSeconds
  return { licenceId: uuid(body.subarray(0, 16).toString('hex')), late, tokenHash: createHash('sha256').update(body).digest('hex') }
}
