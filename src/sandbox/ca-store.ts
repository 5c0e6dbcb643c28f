import type { CertificateAlgorithm } from '../platform/certificates.ts'
import type { Db, Sql } from '../platform/db.ts'
import { type CaKey, type Issuer, issueCertificate, issueList, newCaKey, pem, privatePem, type Subject } from './ca-forms.ts'

const authorityNames: Record<CertificateAlgorithm, string> = {
  rsa: '沙箱数字证书认证中心 RSA',
  p256: '沙箱数字证书认证中心 P-256',
  sm2: '沙箱数字证书认证中心 SM2',
}
const years = (n: number): Date => new Date(Date.now() + n * 365.25 * 24 * 3_600_000)
const aLittleAgo = (): Date => new Date(Date.now() - 5 * 60_000) // a verifier's clock may be a little behind

type AuthorityRow = { algorithm: CertificateAlgorithm; private_key: string; public_key: Buffer; certificate: string }
const findAuthority = async (sql: Sql, algorithm: CertificateAlgorithm): Promise<AuthorityRow | undefined> => {
  const [row] = await sql<AuthorityRow>`select * from sandbox.authority where algorithm = ${algorithm}`
  return row
}

const makeAuthority = async (sql: Sql, algorithm: CertificateAlgorithm): Promise<void> => {
  const key = newCaKey(algorithm)
  const subject = { name: authorityNames[algorithm] }
  const issued = issueCertificate(
    { key, subject },
    { subject, publicKey: key.publicKey, notBefore: aLittleAgo(), notAfter: years(20), authority: true },
  )
  await sql`
    insert into sandbox.authority (algorithm, private_key, public_key, certificate)
    values (${algorithm}, ${key.privateKey}, ${key.publicKey}, ${pem('CERTIFICATE', issued.der)})
    on conflict do nothing`
}

/** The authority of one kind of keys, made at the first call; of two made at once the first stays. */
const authorityOf = async (sql: Sql, algorithm: CertificateAlgorithm): Promise<{ issuer: Issuer; certificate: string }> => {
  const known = await findAuthority(sql, algorithm)
  if (!known) await makeAuthority(sql, algorithm)
  const row = known ?? (await findAuthority(sql, algorithm))
  if (!row) throw new Error(`no authority ${algorithm}`)
  const key: CaKey = { algorithm, privateKey: row.private_key, publicKey: row.public_key }
  return { issuer: { key, subject: { name: authorityNames[algorithm] } }, certificate: row.certificate }
}

const algorithms = Object.keys(authorityNames) as CertificateAlgorithm[]

/** The certificates of all authorities, PEM. */
export const authoritiesPem = async (sql: Sql): Promise<string> => {
  let all = ''
  for (const algorithm of algorithms) all += (await authorityOf(sql, algorithm)).certificate
  return all
}

/** What each authority took back, PEM, good for a day. */
export const listsPem = async (sql: Sql): Promise<string> => {
  let all = ''
  for (const algorithm of algorithms) {
    const { issuer } = await authorityOf(sql, algorithm)
    const revoked = await sql<{ serial: string; at: string }>`
      select serial, revoked_at as at from sandbox.certificate where algorithm = ${algorithm} and revoked_at is not null`
    const entries = revoked.map(({ serial, at }) => ({ serial, at: new Date(at) }))
    all += pem('X509 CRL', issueList(issuer, entries, aLittleAgo(), years(1 / 365)))
  }
  return all
}

/** A certificate that the sandbox issued; `certificate` and `privateKey` are PEM. */
export type Issued = {
  readonly serial: string
  readonly algorithm: CertificateAlgorithm
  readonly number: string
  readonly name: string
  readonly certificate: string
  readonly privateKey: string
  readonly revokedAt: string | null
}

/** Whose number it is in the registries: an organisation's or a person's; undefined for nobody's. */
const subjectOf = async (sql: Sql, number: string): Promise<Subject | undefined> => {
  const [row] = await sql<{ name: string; organisation: boolean }>`
    select name, true as organisation from sandbox.enterprise where uscc = ${number}
    union all
    select name, false from sandbox.person where id_number = ${number}
    limit 1`
  return row && { ...row, number }
}

/** Issues a certificate to somebody of the registries, for two years unless told; undefined when nobody has this number. */
export const issueTo = async (
  { sql }: Pick<Db, 'sql'>,
  number: string,
  algorithm: CertificateAlgorithm,
  notAfter = years(2),
): Promise<Issued | undefined> => {
  const subject = await subjectOf(sql, number)
  if (!subject) return undefined
  const { issuer } = await authorityOf(sql, algorithm)
  const key = newCaKey(algorithm)
  const { der, serial } = issueCertificate(issuer, { subject, publicKey: key.publicKey, notBefore: aLittleAgo(), notAfter })
  const issued = {
    serial,
    algorithm,
    number,
    name: subject.name,
    certificate: pem('CERTIFICATE', der),
    privateKey: privatePem(key),
    revokedAt: null,
  }
  await sql`
    insert into sandbox.certificate (serial, algorithm, number, name, certificate, private_key)
    values (${serial}, ${algorithm}, ${number}, ${subject.name}, ${issued.certificate}, ${issued.privateKey})`
  return issued
}

/** Takes a certificate back; the one whose it was, or undefined when there is none in force. */
export const revoke = async (sql: Sql, serial: string): Promise<Pick<Issued, 'number' | 'algorithm'> | undefined> => {
  const [row] = await sql<Pick<Issued, 'number' | 'algorithm'>>`
    update sandbox.certificate set revoked_at = now() where serial = ${serial} and revoked_at is null returning number, algorithm`
  return row
}

export const listIssued = (sql: Sql): Promise<Issued[]> => sql<Issued>`
  select serial, algorithm, number, name, certificate, private_key as "privateKey", revoked_at as "revokedAt"
  from sandbox.certificate
  order by issued_at desc
  limit 50`
export const findIssued = async (sql: Sql, serial: string): Promise<Issued | undefined> => {
  const [row] = await sql<Issued>`
    select serial, algorithm, number, name, certificate, private_key as "privateKey", revoked_at as "revokedAt"
    from sandbox.certificate
    where serial = ${serial}`
  return row
}
