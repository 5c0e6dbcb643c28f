import 'reflect-metadata' // @peculiar/x509 looks for it when it is loaded
import { createHash, createPublicKey, verify } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { derElements, derObject, derSequence, NotDer } from './der.ts'
import { isSm2Signature } from './sm2.ts'

/** The keys that certificates may have: RSA of 2048 bits and more, P-256, SM2. */
export type CertificateAlgorithm = 'rsa' | 'p256' | 'sm2'

/** The one signature that goes with each key: a shorter hash, or another scheme, is refused whatever the certificate says. */
export const signatureObjects: Record<CertificateAlgorithm, string> = {
  rsa: '1.2.840.113549.1.1.11',
  p256: '1.2.840.10045.4.3.2',
  sm2: '1.2.156.10197.1.501',
}
const keyObjects = {
  rsa: '1.2.840.113549.1.1.1',
  ec: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  sm2: '1.2.156.10197.1.301',
} as const

/**
 * A certificate as read. `serial` and `fingerprint` are hex; the latter is SHA-256 of the part that is signed: what stands around it can be
 * written in several ways that are all valid, and is the same certificate. `subject.name` is CN, `subject.number` serialNumber (2.5.4.5).
 */
export type Certificate = {
  readonly der: Buffer
  readonly serial: string
  readonly issuer: string
  readonly subject: { readonly whole: string; readonly name: string; readonly number: string }
  readonly fingerprint: string
  readonly algorithm: CertificateAlgorithm
  readonly notBefore: Date
  readonly notAfter: Date
  /** Whether it may sign for its subject, and whether it may issue certificates. */
  readonly signs: boolean
  readonly issues: boolean
  readonly publicKey: Buffer
}

const is = (element: { readonly whole: Buffer } | undefined, dotted: string): boolean => element?.whole.equals(derObject(dotted)) ?? false

const algorithmOf = (publicKey: Buffer): CertificateAlgorithm | undefined => {
  const [kind, curve] = derSequence(derSequence(publicKey)[0]?.whole ?? Buffer.alloc(0))
  if (is(kind, keyObjects.rsa))
    return (createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
      ? 'rsa'
      : undefined
  if (!is(kind, keyObjects.ec)) return undefined
  if (is(curve, keyObjects.p256)) return 'p256'
  return is(curve, keyObjects.sm2) ? 'sm2' : undefined
}

/** Reads a certificate, PEM or DER; undefined when it is none, or has a key that is not allowed. */
export const readCertificate = (bytes: string | Uint8Array): Certificate | undefined => {
  try {
    const read = new x509.X509Certificate(typeof bytes === 'string' ? bytes : new Uint8Array(bytes))
    const publicKey = Buffer.from(read.publicKey.rawData)
    const algorithm = algorithmOf(publicKey)
    if (!algorithm) return undefined
    const usage = read.getExtension(x509.KeyUsagesExtension)?.usages ?? 0
    const der = Buffer.from(read.rawData)
    return {
      der,
      serial: read.serialNumber.toLowerCase(),
      issuer: read.issuer,
      subject: {
        whole: read.subject,
        name: read.subjectName.getField('CN')[0] ?? '',
        number: read.subjectName.getField('2.5.4.5')[0] ?? '',
      },
      fingerprint: createHash('sha256')
        .update(derSequence(der)[0]?.whole ?? der)
        .digest('hex'),
      algorithm,
      notBefore: read.notBefore,
      notAfter: read.notAfter,
      signs: (usage & x509.KeyUsageFlags.digitalSignature) !== 0,
      issues: (read.getExtension(x509.BasicConstraintsExtension)?.ca ?? false) && (usage & x509.KeyUsageFlags.keyCertSign) !== 0,
      publicKey,
    }
  } catch {
    return undefined
  }
}

type Signer = Pick<Certificate, 'algorithm' | 'publicKey'>

/** Whether a signature over some bytes is by the key of a certificate: RSA PKCS#1 v1.5 or ECDSA (DER) over SHA-256, SM2 (DER) over SM3. */
export const isSignedBy = ({ algorithm, publicKey }: Signer, bytes: Uint8Array, signature: Uint8Array): boolean => {
  if (algorithm === 'sm2') return isSm2Signature(publicKey.subarray(-65).toString('hex'), bytes, signature)
  try {
    return verify('sha256', bytes, createPublicKey({ key: publicKey, format: 'der', type: 'spki' }), signature)
  } catch {
    return false
  }
}

/** Whether an issuer signed a certificate or a list: the part to be signed, an algorithm, a string of bits. The algorithm must be that of the issuer's key. */
const isIssuedBy = (issuer: Certificate, whole: Buffer): boolean => {
  try {
    const [signed, algorithm, bits] = derSequence(whole)
    if (!signed || !algorithm || !bits || !is(derElements(algorithm.body)[0], signatureObjects[issuer.algorithm])) return false
    return isSignedBy(issuer, signed.whole, bits.body.subarray(1))
  } catch (error) {
    if (error instanceof NotDer) return false
    throw error
  }
}

/** Whom an installation believes: authorities, and the lists of what they took back, each PEM. */
export type Trust = { readonly roots: readonly Certificate[]; readonly lists: readonly x509.X509Crl[] }

/** Reads authorities and revocation lists from PEM; what is no authority, or signed by none of them, is left out. */
export const readTrust = (rootsPem: string, listsPem: string): Trust => {
  const blocks = (pem: string, kind: string): string[] =>
    pem.match(new RegExp(`-----BEGIN ${kind}-----[\\s\\S]+?-----END ${kind}-----`, 'g')) ?? []
  const roots = blocks(rootsPem, 'CERTIFICATE')
    .flatMap((pem) => readCertificate(pem) ?? [])
    .filter((root) => root.issues && isIssuedBy(root, root.der))
  const lists = blocks(listsPem, 'X509 CRL')
    .map((pem) => new x509.X509Crl(pem))
    .filter((list) => roots.some((root) => root.subject.whole === list.issuer && isIssuedBy(root, Buffer.from(list.rawData))))
  return { roots, lists }
}

/** What is wrong with a certificate at an instant; undefined when it may be relied on. `unknown`: no list of its issuer says whether it was taken back. */
export type CertificateFault = 'untrusted' | 'expired' | 'notYet' | 'wrongUsage' | 'revoked' | 'unknown'

/**
 * Judges a certificate: issued by an authority in force, itself in force, made for signing, not taken back. A list that is overdue
 * counts as none, and without a list nothing is believed.
 */
export const faultOf = (certificate: Certificate, { roots, lists }: Trust, at: Date): CertificateFault | undefined => {
  const inForce = ({ notBefore, notAfter }: Certificate): boolean => notBefore <= at && at <= notAfter
  const issuer = roots.find((root) => root.subject.whole === certificate.issuer && inForce(root) && isIssuedBy(root, certificate.der))
  if (!issuer) return 'untrusted'
  if (at > certificate.notAfter) return 'expired'
  if (at < certificate.notBefore) return 'notYet'
  if (!certificate.signs || certificate.issues) return 'wrongUsage'
  const current = lists.filter((list) => list.issuer === certificate.issuer && list.thisUpdate <= at && (list.nextUpdate ?? at) >= at)
  if (current.length === 0) return 'unknown'
  return current.some((list) => list.findRevoked(certificate.serial)) ? 'revoked' : undefined
}
