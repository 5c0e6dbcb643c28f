import 'reflect-metadata' // @peculiar/x509 looks for it when it is loaded
import { createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import type { SigningKey } from './cms.ts'
import type { Db, Sql } from './db.ts'
import type { Secrets } from './secrets.ts'

/** A key kept in platform.signing_key. Certificates are PEM; `authority` is the installation's own, and issued `certificate`. */
export type KeptKey = SigningKey & { readonly privateKey: KeyObject }

const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const authorityId = 'authority'
const placeOf = (id: string): string => `platform.signing_key.sealed_key:${id}`
const years = (count: number): Date => new Date(Date.now() + count * 365.25 * 24 * 3_600_000)

type Made = { readonly keys: CryptoKeyPair; readonly certificate: string }
type Issuer = { readonly key: CryptoKey; readonly certificate: string }

const newKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(p256, true, ['sign', 'verify'])
const validity = (count: number) => ({
  notBefore: new Date(Date.now() - 5 * 60_000), // a verifier's clock may be a little behind
  notAfter: years(count),
  serialNumber: `00${randomBytes(16).toString('hex')}`,
  signingAlgorithm: p256,
})

const makeAuthority = async (name: string): Promise<Made> => {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...validity(20),
      name: [{ CN: [name] }],
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    crypto,
  )
  return { keys, certificate: certificate.toString('pem') }
}

const makeSigner = async (name: string, issuer: Issuer): Promise<Made> => {
  const keys = await newKeys()
  const authority = new x509.X509Certificate(issuer.certificate)
  const certificate = await x509.X509CertificateGenerator.create(
    {
      ...validity(10),
      subject: [{ CN: [name] }],
      issuer: authority.subjectName,
      publicKey: keys.publicKey,
      signingKey: issuer.key,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(authority),
      ],
    },
    crypto,
  )
  return { keys, certificate: certificate.toString('pem') }
}

type Row = { readonly sealed_key: Buffer; readonly certificate: string }
const findRow = async (sql: Sql, id: string): Promise<Row | undefined> => {
  const [row] = await sql<Row>`select sealed_key, certificate from platform.signing_key where id = ${id}`
  return row
}

/** The row of a key; made and stored when there is none. */
const keep = async (sql: Sql, secrets: Secrets, id: string, make: () => Promise<Made>): Promise<Row> => {
  const known = await findRow(sql, id)
  if (known) return known
  const { keys, certificate } = await make()
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const sealed = secrets.seal(pkcs8, placeOf(id))
  await sql`
    insert into platform.signing_key (id, algorithm, sealed_key, certificate)
    values (${id}, 'ecdsa-p256-sha256', ${sealed}, ${certificate})`
  return { sealed_key: sealed, certificate }
}

const open = (secrets: Secrets, id: string, row: Row): Buffer => Buffer.from(secrets.unseal(row.sealed_key, placeOf(id)), 'base64')

const issuerOf = async (sql: Sql, secrets: Secrets, organisation: string): Promise<Issuer> => {
  const row = await keep(sql, secrets, authorityId, () => makeAuthority(`${organisation}签名根证书`))
  const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(open(secrets, authorityId, row)), p256, false, ['sign'])
  return { key, certificate: row.certificate }
}

/**
 * The P-256 key called `id`, with its certificate under the installation's own authority. It is made at the first call, by one process
 * alone, and kept sealed (S-091). `names` say whose it is; they go into the certificates once and stay.
 */
export const signingKey = async (
  db: Pick<Db, 'transaction'>,
  secrets: Secrets,
  id: string,
  names: { readonly organisation: string; readonly signer: string } = { organisation: '通办', signer: '通办文书证照签名' },
): Promise<KeptKey> => {
  if (id === authorityId) throw new TypeError('the authority signs nothing but certificates')
  const [row, authority] = await db.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtext('platform.signing_key'))`
    const issuer = await issuerOf(sql, secrets, names.organisation)
    return [await keep(sql, secrets, id, () => makeSigner(names.signer, issuer)), issuer.certificate] as const
  })
  const privateKey = createPrivateKey({ key: open(secrets, id, row), format: 'der', type: 'pkcs8' })
  return { privateKey, certificate: row.certificate, authority, sign: (bytes) => sign('sha256', bytes, privateKey) }
}
