import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { type CertificateAlgorithm, readCertificate, signatureObjects } from '../platform/certificates.ts'
import { der, derBits, derInteger, derObject, derSequence, derTags } from '../platform/der.ts'
import { newSm2Keys, sm2Sign } from '../platform/sm2.ts'

const { boolean, nothing, octets, sequence, set, time, utf8 } = derTags

/** A key of the sandbox's authority or of one of its subjects. `privateKey`: PKCS#8 in base64, or the SM2 number in hex. `publicKey`: SPKI. */
export type CaKey = { readonly algorithm: CertificateAlgorithm; readonly privateKey: string; readonly publicKey: Buffer }

const sm2Curve = '1.2.156.10197.1.301'
const sm2PublicKey = (point: string): Buffer =>
  der(sequence, der(sequence, derObject('1.2.840.10045.2.1'), derObject(sm2Curve)), derBits(Buffer.from(point, 'hex')))

const plainKeys = (algorithm: 'rsa' | 'p256'): { privateKey: KeyObject; publicKey: KeyObject } =>
  algorithm === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })

export const newCaKey = (algorithm: CertificateAlgorithm): CaKey => {
  if (algorithm === 'sm2') {
    const { privateKey, publicKey } = newSm2Keys()
    return { algorithm, privateKey, publicKey: sm2PublicKey(publicKey) }
  }
  const { privateKey, publicKey } = plainKeys(algorithm)
  return {
    algorithm,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
  }
}

/** Signs as the holder of a key would: over SHA-256, or SM2 over SM3. */
export const signWith = ({ algorithm, privateKey }: Pick<CaKey, 'algorithm' | 'privateKey'>, bytes: Uint8Array): Buffer => {
  if (algorithm === 'sm2') return sm2Sign(privateKey, bytes)
  return sign('sha256', bytes, createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }))
}

/** A private key as PEM that OpenSSL reads: PKCS#8, and for SM2 the form of RFC 5915 inside it. */
export const privatePem = ({ algorithm, privateKey, publicKey }: CaKey): string => {
  const sm2 = () =>
    der(
      sequence,
      derInteger(Buffer.of(0)),
      der(sequence, derObject('1.2.840.10045.2.1'), derObject(sm2Curve)),
      der(
        octets,
        der(sequence, derInteger(Buffer.of(1)), der(octets, Buffer.from(privateKey, 'hex')), der(0xa1, derBits(publicKey.subarray(-65)))),
      ),
    )
  return pem('PRIVATE KEY', algorithm === 'sm2' ? sm2() : Buffer.from(privateKey, 'base64'))
}

/** Bytes as PEM under a title. */
export const pem = (title: string, bytes: Buffer): string =>
  `-----BEGIN ${title}-----\n${bytes.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${title}-----\n`

const name = (fields: readonly (readonly [type: string, value: string])[]): Buffer =>
  der(sequence, ...fields.map(([type, value]) => der(set, der(sequence, derObject(type), der(utf8, Buffer.from(value))))))

/** Whose a certificate is: O for an organisation, CN its full name, serialNumber the 统一社会信用代码 or 公民身份号码. */
export type Subject = { readonly name: string; readonly number?: string; readonly organisation?: boolean }
const subjectName = ({ name: full, number, organisation }: Subject): Buffer =>
  name([
    ['2.5.4.6', 'CN'],
    ...(organisation ? ([['2.5.4.10', full]] as const) : []),
    ['2.5.4.3', full],
    ...(number ? ([['2.5.4.5', number]] as const) : []),
  ])

/** Until 2049 with two digits of the year (RFC 5280 4.1.2.5). */
const instant = (at: Date): Buffer => {
  const digits = at.toISOString().slice(0, 19).replace(/[-:T]/g, '')
  return at.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(`${digits.slice(2)}Z`)) : der(time, Buffer.from(`${digits}Z`))
}
const extension = (object: string, critical: boolean, value: Buffer): Buffer =>
  der(sequence, derObject(object), ...(critical ? [der(boolean, Buffer.of(0xff))] : []), der(octets, value))
/** keyUsage: digitalSignature and nonRepudiation for a subject, keyCertSign and cRLSign for an authority. */
const usage = (authority: boolean): Buffer =>
  extension('2.5.29.15', true, der(derTags.bits, authority ? Buffer.of(1, 0x06) : Buffer.of(6, 0xc0)))
const constraints = (authority: boolean): Buffer =>
  extension('2.5.29.19', true, der(sequence, ...(authority ? [der(boolean, Buffer.of(0xff))] : [])))
const clientUse = extension('2.5.29.37', false, der(sequence, derObject('1.3.6.1.5.5.7.3.2')))

const algorithmOf = (algorithm: CertificateAlgorithm): Buffer =>
  der(sequence, derObject(signatureObjects[algorithm]), ...(algorithm === 'rsa' ? [der(nothing)] : []))
const signed = (key: CaKey, body: Buffer): Buffer => der(sequence, body, algorithmOf(key.algorithm), derBits(signWith(key, body)))

export type Issuer = { readonly key: CaKey; readonly subject: Subject }
export type Issuing = {
  readonly subject: Subject
  readonly publicKey: Buffer
  readonly notBefore: Date
  readonly notAfter: Date
  readonly authority?: boolean
}

/** A certificate as DER, with its serial number in hex (RFC 5280 4.1; GB/T 20518 for SM2). */
export const issueCertificate = (issuer: Issuer, { subject, publicKey, notBefore, notAfter, authority = false }: Issuing) => {
  const serial = Buffer.concat([Buffer.of(0x01), randomBytes(15)])
  const extensions = der(0xa3, der(sequence, constraints(authority), usage(authority), ...(authority ? [] : [clientUse])))
  const body = der(
    sequence,
    der(0xa0, derInteger(Buffer.of(2))),
    derInteger(serial),
    algorithmOf(issuer.key.algorithm),
    subjectName(issuer.subject),
    der(sequence, instant(notBefore), instant(notAfter)),
    subjectName(subject),
    publicKey,
    extensions,
  )
  return { der: signed(issuer.key, body), serial: serial.toString('hex') }
}

/** The list of what an authority took back, as DER (RFC 5280 5.1), good until `nextUpdate`. */
export const issueList = (
  issuer: Issuer,
  revoked: readonly { readonly serial: string; readonly at: Date }[],
  now: Date,
  nextUpdate: Date,
): Buffer => {
  const entries = revoked.map(({ serial, at }) => der(sequence, derInteger(Buffer.from(serial, 'hex')), instant(at)))
  const list = entries.length > 0 ? [der(sequence, ...entries)] : []
  const body = der(
    sequence,
    derInteger(Buffer.of(1)),
    algorithmOf(issuer.key.algorithm),
    subjectName(issuer.subject),
    instant(now),
    instant(nextUpdate),
    ...list,
  )
  return signed(issuer.key, body)
}

/** Signs as the client software of a certificate does: `pemText` holds the certificate and the private key that the sandbox gave out. */
export const signWithPem = (pemText: string, bytes: Uint8Array): { readonly certificate: string; readonly signature: Buffer } => {
  const [certificate = '', key = ''] = ['CERTIFICATE', 'PRIVATE KEY'].map(
    (title) => new RegExp(`-----BEGIN ${title}-----[\\s\\S]+?-----END ${title}-----\\n?`).exec(pemText)?.[0] ?? '',
  )
  const algorithm = readCertificate(certificate)?.algorithm
  if (!algorithm || !key) throw new Error('文件里要有证书和私钥(PEM)')
  const pkcs8 = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const number = algorithm === 'sm2' ? derSequence(derSequence(pkcs8)[2]?.body ?? Buffer.alloc(0))[1]?.body.toString('hex') : undefined
  return { certificate, signature: signWith({ algorithm, privateKey: number ?? pkcs8.toString('base64') }, bytes) }
}
