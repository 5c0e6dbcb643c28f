import { asStale, type Sql } from '../../../platform/db.ts'
import type { Door } from '../terms.ts'

/** A certificate bound to an account. */
export type BoundCertificate = {
  readonly id: string
  readonly serial: string
  readonly issuer: string
  readonly algorithm: 'rsa' | 'p256' | 'sm2'
  readonly notAfter: string
  readonly boundAt: string
}

export const listCertificates = (sql: Sql, accountId: string): Promise<BoundCertificate[]> => sql<BoundCertificate>`
  select id, serial, issuer, algorithm, not_after as "notAfter", bound_at as "boundAt"
  from identity.certificate
  where account_id = ${accountId} and ended_at is null
  order by bound_at`

export type CertificateOwner = { readonly id: string; readonly accountId: string; readonly kind: Door }
/** Whose a bound certificate is, by its fingerprint; an account that is disabled has none. */
export const findCertificateOwner = async (sql: Sql, fingerprint: string): Promise<CertificateOwner | undefined> => {
  const [row] = await sql<CertificateOwner>`
    select certificate.id, account_id as "accountId", account.kind
    from identity.certificate
    join identity.account on account.id = account_id and disabled_at is null
    where fingerprint = ${fingerprint} and ended_at is null`
  return row
}

/** The account of an organisation by its 统一社会信用代码, with the 法定代表人 who stands behind it. */
export const findOrganisationAccount = async (
  sql: Sql,
  uscc: string,
): Promise<{ accountId: string; name: string; uscc: string; personId: string } | undefined> => {
  const [row] = await sql<{ accountId: string; name: string; uscc: string; personId: string }>`
    select account.id as "accountId", organisation.name, uscc, legal_representative_id as "personId"
    from identity.account
    join identity.organisation on organisation.id = account.organisation_id
    where uscc = ${uscc} and account.kind = 'organisation' and disabled_at is null`
  return row
}

export type NewCertificate = {
  readonly id: string
  readonly accountId: string
  readonly fingerprint: string
  readonly serial: string
  readonly issuer: string
  readonly subject: string
  readonly algorithm: string
  readonly notAfter: Date
}
/** Throws Stale when the certificate is bound already. */
export const insertCertificate = async (sql: Sql, c: NewCertificate): Promise<void> => {
  await sql`
    insert into identity.certificate (id, account_id, fingerprint, serial, issuer, subject, algorithm, not_after)
    values (${c.id}, ${c.accountId}, ${c.fingerprint}, ${c.serial}, ${c.issuer}, ${c.subject}, ${c.algorithm}, ${c.notAfter})`.catch(
    asStale,
  )
}

/** Unbinds a certificate of an account; false when it is not bound. */
export const endCertificate = async (sql: Sql, accountId: string, id: string, why: string): Promise<boolean> =>
  (
    await sql`
      update identity.certificate
      set ended_at = now(), ended_why = ${why}
      where id = ${id} and account_id = ${accountId} and ended_at is null
      returning id`
  ).length > 0

/** Whether a certificate was reported lost by whoever it was bound to: it opens and binds nothing again. */
export const wasLost = async (sql: Sql, fingerprint: string): Promise<boolean> =>
  (await sql`select 1 from identity.certificate where fingerprint = ${fingerprint} and ended_why = 'lost'`).length > 0

const aside = 'representativeChanged'
/** What was bound under the former 法定代表人 is in hands nobody here knows: it opens nothing until it is bound again from within. */
export const setCertificatesAside = (sql: Sql, accountId: string) => sql`
  update identity.certificate set ended_at = now(), ended_why = ${aside} where account_id = ${accountId} and ended_at is null`

/** Whether a certificate was set aside the last time it was bound to an account. */
export const isSetAside = async (sql: Sql, accountId: string, fingerprint: string): Promise<boolean> => {
  const [row] = await sql<{ why: string | null }>`
    select ended_why as why from identity.certificate
    where account_id = ${accountId} and fingerprint = ${fingerprint}
    order by bound_at desc limit 1`
  return row?.why === aside
}
