import { X509Certificate } from 'node:crypto'
import type { Json } from '../../../kernel/canonical.ts'
import { type LocalDate, localDateAt } from '../../../kernel/date.ts'
import { SignatureBroken, type SignatureCheck, type Signed } from '../../../platform/cms.ts'
import { verifyJson } from '../../../platform/signed-json.ts'
import { verifyPdf } from '../../../platform/signed-pdf.ts'

/** What is checked, in order; a failure is named by the check that did not hold. */
export const fileChecks = {
  structure: '文件结构与平台出具时一致',
  digest: '文件内容与签名时一致',
  signature: '签名与签名证书相符',
  chain: '签名证书由所附机构证书签发',
  certificate: '证书在有效期内',
  authority: '机构证书可信',
  validity: '证照在有效期内',
} as const
export type FileCheck = keyof typeof fileChecks

export type Checked = { readonly name: FileCheck; readonly ok: boolean; readonly detail: string }
export type Verdict = {
  readonly ok: boolean
  readonly kind?: 'licence' | 'paper' | 'receipt' | undefined
  readonly checks: readonly Checked[]
  readonly failure?: FileCheck
}
type Options = { readonly trust?: string | undefined; readonly today?: LocalDate | undefined }

/** What a file says of itself once its signature holds. */
type Opened = Signed & { readonly kind: Verdict['kind']; readonly validFrom?: string | undefined; readonly validTo?: string | undefined }

const openPdf = (bytes: Buffer): Opened => {
  const signed = verifyPdf(bytes)
  const mark = (name: string): string | undefined => new RegExp(`/Tongban${name} \\(([^()]*)\\)`).exec(bytes.toString('latin1'))?.[1]
  const kind = mark('Kind')
  return { ...signed, kind: kind === 'licence' ? 'licence' : 'paper', validFrom: mark('ValidFrom'), validTo: mark('ValidTo') }
}

const text = (content: Json, name: string): string | undefined => {
  const value = (content as Record<string, Json> | null)?.[name]
  return typeof value === 'string' ? value : undefined
}

const openJson = (bytes: Buffer): Opened => {
  const signed = verifyJson(bytes)
  const kind = text(signed.content, 'format') === 'tongban-licence/1' ? 'licence' : 'receipt'
  return { ...signed, kind, validFrom: text(signed.content, 'validFrom'), validTo: text(signed.content, 'validTo') }
}

const signatureChecks: readonly SignatureCheck[] = ['structure', 'digest', 'signature', 'chain']
const passed = (name: FileCheck, detail: string = fileChecks[name]): Checked => ({ name, ok: true, detail })
const failed = (name: FileCheck, detail: string): Checked => ({ name, ok: false, detail })

const checkDates = ({ certificate, authority }: Signed, today: LocalDate): Checked => {
  const inForce = [certificate, authority].every(
    (one) => localDateAt(Date.parse(one.validFrom)) <= today && today <= localDateAt(Date.parse(one.validTo)),
  )
  return inForce ? passed('certificate') : failed('certificate', `${today} 不在签名证书或机构证书的有效期内`)
}

const checkAuthority = ({ authority }: Signed, trust: string | undefined): Checked => {
  const fingerprint = `机构证书指纹 SHA-256 ${authority.fingerprint256}`
  if (trust === undefined) return passed('authority', `${fingerprint}。未用 --trust 指定信任的机构，请与平台公布的指纹核对`)
  return new X509Certificate(trust).fingerprint256 === authority.fingerprint256
    ? passed('authority', `${fingerprint}，与指定的机构一致`)
    : failed('authority', `${fingerprint}，与指定的机构不一致`)
}

const checkValidity = ({ kind, validFrom, validTo }: Opened, today: LocalDate): Checked[] => {
  if (kind !== 'licence') return []
  if (validFrom && today < validFrom) return [failed('validity', `证照自 ${validFrom} 起生效`)]
  if (validTo && today > validTo) return [failed('validity', `证照已于 ${validTo} 到期`)]
  return [passed('validity', `${validTo ? `有效期至 ${validTo}` : '长期有效'}；是否已变更、注销或撤销，请联网查验`)]
}

const afterSignature = (opened: Opened, { trust, today = localDateAt(Date.now()) }: Options): Checked[] => [
  checkDates(opened, today),
  checkAuthority(opened, trust),
  ...checkValidity(opened, today),
]

const upToFailure = (error: SignatureBroken): Checked[] => {
  const place = signatureChecks.indexOf(error.check)
  return [...signatureChecks.slice(0, place).map((name) => passed(name)), failed(error.check, `不成立：${fileChecks[error.check]}`)]
}

/** Opens by what the bytes are, not by what the file is called. What cannot be read at all is a failure of its structure. */
const open = (bytes: Buffer): Opened => {
  try {
    return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? openPdf(bytes) : openJson(bytes)
  } catch (error) {
    throw error instanceof SignatureBroken ? error : new SignatureBroken('structure', (error as Error).message)
  }
}

/**
 * Checks a licence (.pdf, .json), a paper (.pdf) or a receipt (.json) with no server and no network. `trust` is the certificate (PEM)
 * of the authority that must have issued the signer's. Checks stop at the first that does not hold, which is `failure`.
 */
export const verifyFile = (bytes: Buffer, options: Options = {}): Verdict => {
  try {
    const opened = open(bytes)
    const later = afterSignature(opened, options)
    const place = later.findIndex(({ ok }) => !ok)
    const checks = [...signatureChecks.map((name) => passed(name)), ...(place < 0 ? later : later.slice(0, place + 1))]
    const failure = checks.find(({ ok }) => !ok)?.name
    return { ok: failure === undefined, kind: opened.kind, checks, ...(failure ? { failure } : {}) }
  } catch (error) {
    if (!(error instanceof SignatureBroken)) throw error
    return { ok: false, checks: upToFailure(error), failure: error.check }
  }
}
