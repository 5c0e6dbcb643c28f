import { createHash, verify, X509Certificate } from 'node:crypto'
import { type BaseBlock, fromBER } from 'asn1js'
import { der } from './der.ts'

/** A key that signs, wherever it is kept: ECDSA P-256 over SHA-256, DER. Certificates are PEM; `authority` issued `certificate`. */
export type SigningKey = {
  readonly certificate: string
  readonly authority: string
  readonly sign: (bytes: Uint8Array) => Buffer | Promise<Buffer>
}

/** A CMS or what it covers is not as it was signed; `check` names what does not hold. */
export class SignatureBroken extends Error {
  readonly check: SignatureCheck
  constructor(check: SignatureCheck, message: string) {
    super(message)
    this.check = check
  }
}
export type SignatureCheck = 'structure' | 'digest' | 'signature' | 'chain'

/** Object identifiers as DER, in hex. */
const oid = {
  data: '06092a864886f70d010701',
  signedData: '06092a864886f70d010702',
  contentType: '06092a864886f70d010903',
  messageDigest: '06092a864886f70d010904',
  signingCertificate: '060b2a864886f70d010910022f',
  sha256: '0609608648016503040201',
  ecdsaWithSha256: '06082a8648ce3d040302',
}

const tag = { integer: 0x02, octets: 0x04, sequence: 0x30, set: 0x31, context0: 0xa0 }

const object = (name: keyof typeof oid): Buffer => Buffer.from(oid[name], 'hex')
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const attribute = (name: keyof typeof oid, value: Buffer): Buffer => der(tag.sequence, object(name), der(tag.set, value))

const inside = (block: BaseBlock | undefined): BaseBlock[] =>
  ((block?.valueBlock as { value?: BaseBlock[] } | undefined)?.value ?? []) as BaseBlock[]
const raw = (block: BaseBlock | undefined): Buffer => Buffer.from(block?.valueBeforeDecodeView ?? [])

/** Issuer and serial number of a certificate, as they name a signer. */
const nameOf = (certificate: Buffer): Buffer => {
  const [body] = inside(fromBER(certificate).result)
  const [, serial, , issuer] = inside(body)
  return der(tag.sequence, raw(issuer), raw(serial))
}

/** What is signed: type, digest of the content, and which certificate signs (ESS signing-certificate-v2, asked for by PAdES). DER orders a set by its bytes. */
const attributesOf = (digest: Buffer, certificate: Buffer): Buffer[] =>
  [
    attribute('contentType', object('data')),
    attribute('messageDigest', der(tag.octets, digest)),
    attribute('signingCertificate', der(tag.sequence, der(tag.sequence, der(tag.sequence, der(tag.octets, sha256(certificate)))))),
  ].sort(Buffer.compare)

type Parts = { readonly digest: Buffer; readonly certificate: Buffer; readonly authority: Buffer; readonly signature: Buffer }

const signedBytes = ({ digest, certificate }: Pick<Parts, 'digest' | 'certificate'>): Buffer =>
  der(tag.set, ...attributesOf(digest, certificate))

/** The one way we write a detached SignedData (RFC 5652). Its parts decide every byte, so a reader can rebuild and compare. */
const encode = ({ digest, certificate, authority, signature }: Parts): Buffer => {
  const one = Buffer.from([tag.integer, 1, 1])
  const algorithm = der(tag.sequence, object('sha256'))
  const signer = der(
    tag.sequence,
    one,
    nameOf(certificate),
    algorithm,
    der(tag.context0, ...attributesOf(digest, certificate)),
    der(tag.sequence, object('ecdsaWithSha256')),
    der(tag.octets, signature),
  )
  const content = der(
    tag.sequence,
    one,
    der(tag.set, algorithm),
    der(tag.sequence, object('data')),
    der(tag.context0, certificate, authority),
    der(tag.set, signer),
  )
  return der(tag.sequence, object('signedData'), der(tag.context0, content))
}

/** A detached CMS signature over bytes that stay elsewhere; the certificates travel with it. */
export const signDetached = async (key: SigningKey, bytes: Uint8Array): Promise<Buffer> => {
  const certificate = new X509Certificate(key.certificate).raw
  const authority = new X509Certificate(key.authority).raw
  const digest = sha256(bytes)
  return encode({ digest, certificate, authority, signature: Buffer.from(await key.sign(signedBytes({ digest, certificate }))) })
}

const partsOf = (cms: Uint8Array): Parts => {
  const [, explicit] = inside(fromBER(new Uint8Array(cms)).result)
  const [content] = inside(explicit)
  const [, , , certificates, signers] = inside(content)
  const [certificate, authority] = inside(certificates)
  const [signer] = inside(signers)
  const [, , , attributes, , signature] = inside(signer)
  const digests = inside(attributes).filter((entry) => raw(inside(entry)[0]).toString('hex') === oid.messageDigest)
  const octets = inside(inside(digests[0])[1])[0] as { getValue?: () => ArrayBuffer } | undefined
  const signed = signature as { getValue?: () => ArrayBuffer } | undefined
  return {
    certificate: raw(certificate),
    authority: raw(authority),
    digest: Buffer.from(octets?.getValue?.() ?? new ArrayBuffer(0)),
    signature: Buffer.from(signed?.getValue?.() ?? new ArrayBuffer(0)),
  }
}

const readParts = (cms: Uint8Array): Parts & { leaf: X509Certificate; root: X509Certificate } => {
  try {
    const parts = partsOf(cms)
    const read = { ...parts, leaf: new X509Certificate(parts.certificate), root: new X509Certificate(parts.authority) }
    if (!encode(parts).equals(cms)) throw new Error('other bytes')
    return read
  } catch (error) {
    throw new SignatureBroken('structure', `not a signature as this platform writes it: ${(error as Error).message}`)
  }
}

/** Whether `leaf` was issued by `root`, and `root` by itself. */
export const isIssuedBy = (leaf: X509Certificate, root: X509Certificate): boolean =>
  leaf.checkIssued(root) && leaf.verify(root.publicKey) && root.verify(root.publicKey)

export type Signed = { readonly certificate: X509Certificate; readonly authority: X509Certificate }

/** Checks a detached CMS of ours: every byte of it is accounted for. Throws `SignatureBroken`. Whether the authority is trusted is for the caller. */
export const verifyDetached = (cms: Uint8Array, bytes: Uint8Array): Signed => {
  const { leaf, root, digest, certificate, signature } = readParts(cms)
  if (!sha256(bytes).equals(digest)) throw new SignatureBroken('digest', 'the content is not what was signed')
  if (!verify('sha256', signedBytes({ digest, certificate }), leaf.publicKey, signature))
    throw new SignatureBroken('signature', 'the signature does not fit the certificate')
  if (!isIssuedBy(leaf, root)) throw new SignatureBroken('chain', 'the certificate is not of the authority that comes with it')
  return { certificate: leaf, authority: root }
}
