import { asStale, type Sql } from '../../../platform/db.ts'
import type { NewCertificate } from './certificates.ts'

/** A certificate that waits for approval, with whose it is to be and who asked. */
export type CertificateRequest = NewCertificate & {
  readonly name: string
  readonly askedBy: string
  readonly askedByName: string | null
}

/** Throws Stale when the same certificate waits already. */
export const insertCertificateRequest = async (sql: Sql, askedBy: string, c: NewCertificate): Promise<void> => {
  await sql`
    insert into identity.certificate_request (id, account_id, fingerprint, serial, issuer, subject, algorithm, not_after, asked_by)
    values (${c.id}, ${c.accountId}, ${c.fingerprint}, ${c.serial}, ${c.issuer}, ${c.subject}, ${c.algorithm}, ${c.notAfter}, ${askedBy})`.catch(
    asStale,
  )
}

/** What waits for approval: of one officer, one of its own, or all, the oldest first. */
export const listCertificateRequests = (
  sql: Sql,
  { id, accountId }: { readonly id?: string; readonly accountId?: string } = {},
): Promise<CertificateRequest[]> => sql<CertificateRequest>`
  select
    request.id, request.account_id as "accountId", officer.name, fingerprint, serial, issuer, subject, algorithm, not_after as "notAfter",
    asked_by as "askedBy", asker.name as "askedByName"
  from identity.certificate_request as request
  join identity.officer on officer.account_id = request.account_id
  left join identity.officer asker on asker.account_id = asked_by
  where settled_at is null
    and (${id ?? null}::uuid is null or request.id = ${id ?? null})
    and (${accountId ?? null}::uuid is null or request.account_id = ${accountId ?? null})
  order by asked_at
  limit 500`

/** Answers one that waits; false when somebody was first. */
export const settleCertificateRequest = async (sql: Sql, id: string, by: string, approved: boolean): Promise<boolean> =>
  (
    await sql`
      update identity.certificate_request
      set approved = ${approved}, settled_by = ${by}, settled_at = now()
      where id = ${id} and settled_at is null
      returning id`
  ).length > 0

/** A way in that an officer has; `label` the name of a passkey, or serial and issuer of a certificate. */
export type OfficerFactor = {
  readonly id: string
  readonly kind: 'totp' | 'passkey' | 'certificate'
  readonly label: string
  readonly since: string
  readonly usedAt: string | null
}
export const listOfficerFactors = (sql: Sql, accountId: string): Promise<OfficerFactor[]> => sql<OfficerFactor>`
  select id, kind, label, made_at as since, used_at as "usedAt"
  from identity.factor
  where account_id = ${accountId}
  union all
  select id, 'certificate', serial || ' ' || issuer, bound_at, null
  from identity.certificate
  where account_id = ${accountId} and ended_at is null
  order by since, id`
