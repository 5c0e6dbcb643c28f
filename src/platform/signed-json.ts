import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { canonical, type Json } from '../kernel/canonical.ts'
import { isIssuedBy, SignatureBroken, type Signed, type SigningKey } from './cms.ts'

/** A signature over the canonical bytes of a content. Another algorithm is another entry beside it. `value` is base64, `certificate` PEM. */
export type JsonSignature = { readonly algorithm: string; readonly value: string; readonly certificate: string }

/** A signed content as a file: all that is needed to check it without asking anybody. */
export type SignedJson<Content extends Json = Json> = {
  readonly content: Content
  readonly signatures: readonly JsonSignature[]
  /** The certificate that issued those of the signatures, PEM. */
  readonly authority: string
}

const p256 = 'ecdsa-p256-sha256'
const bytesOf = (content: Json): Buffer => Buffer.from(canonical(content))
const tidy = (pem: string): string => new X509Certificate(pem).toString()

/** Signs a content, detached. */
export const signJson = async (key: SigningKey, content: Json): Promise<JsonSignature[]> => {
  const value = Buffer.from(await key.sign(bytesOf(content))).toString('base64')
  return [{ algorithm: p256, value, certificate: tidy(key.certificate) }]
}

/** The bytes of the file: canonical JSON and a line end, so that no byte of it can change unnoticed. */
export const signedFile = (content: Json, signatures: readonly JsonSignature[], authority: string): Buffer =>
  Buffer.from(`${canonical({ content, signatures, authority: tidy(authority) })}\n`)

const broken = (check: 'structure' | 'signature' | 'chain', message: string): never => {
  throw new SignatureBroken(check, message)
}

const isSignedJson = (value: unknown): value is SignedJson => {
  const { content, signatures, authority } = (value ?? {}) as Record<string, unknown>
  return content !== undefined && Array.isArray(signatures) && signatures.length > 0 && typeof authority === 'string'
}

const read = (bytes: Uint8Array): SignedJson => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (!isSignedJson(value)) return broken('structure', 'members are missing')
    if (`${canonical(value)}\n` !== text) broken('structure', 'not in the form it was written in')
    for (const pem of [value.authority, ...value.signatures.map(({ certificate }) => certificate)])
      if (tidy(pem) !== pem) broken('structure', 'a certificate is not as it was written')
    return value
  } catch (error) {
    return broken('structure', `not a file as this platform writes it: ${(error as Error).message}`)
  }
}

/** Checks one signature of a kind we know; others are for programs that know them. */
const checkOne = (content: Buffer, { value, certificate }: JsonSignature, authority: X509Certificate): X509Certificate => {
  const leaf = new X509Certificate(certificate)
  const signature = Buffer.from(value, 'base64')
  if (signature.toString('base64') !== value) broken('structure', 'the signature is not as it was written')
  if (!verify('sha256', content, createPublicKey(certificate), signature)) broken('signature', 'the content is not what was signed')
  if (!isIssuedBy(leaf, authority)) broken('chain', 'the certificate is not of the authority that comes with it')
  return leaf
}

/** Checks a signed file, without network: any changed byte throws `SignatureBroken`. Whether the authority is trusted is for the caller. */
export const verifyJson = (bytes: Uint8Array): Signed & { readonly content: Json } => {
  const { content, signatures, authority } = read(bytes)
  const root = new X509Certificate(authority)
  const known = signatures.filter(({ algorithm }) => algorithm === p256)
  if (known.length === 0 || known.length !== signatures.length) broken('signature', 'signed by an algorithm that is not known here')
  const [leaf] = known.map((signature) => checkOne(bytesOf(content), signature, root))
  return { content, certificate: leaf ?? root, authority: root }
}
