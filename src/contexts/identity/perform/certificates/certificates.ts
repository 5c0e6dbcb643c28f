import { randomUUID } from 'node:crypto'
import { type Certificate, faultOf, isSignedBy, readCertificate } from '../../../../platform/certificates.ts'
import { type Sql, Stale } from '../../../../platform/db.ts'
import { type CertificateRefusal, namesOrganisation, textToSign } from '../../rules/certificates.ts'
import {
  endCertificate,
  findCertificateOwner,
  findOrganisationAccount,
  insertCertificate,
  isSetAside,
  wasLost,
} from '../../store/certificates.ts'
import { insertFactorEvent } from '../../store/factors.ts'
import { insertProofing } from '../../store/people.ts'
import type { Applicant } from '../../terms.ts'
import { type Asked, spendChallenge } from '../factors/challenges.ts'
import { type EndSessions, type Removal, wouldBeLast } from '../factors/removal.ts'
import type { Means } from '../means.ts'
import type { SignedIn } from '../sign-in.ts'
import { getPerson } from '../viewer.ts'
import type { TrustSource } from './trust.ts'

export type CertificateMeans = Pick<Means, 'db' | 'secrets'> & { readonly trust: TrustSource; readonly publicUrl: string }

/** What a holder hands in: his certificate (PEM), the challenge he was asked, its signature in base64. The key and its PIN stay with him. */
export type SignedChallenge = { readonly certificate: string; readonly challenge: string; readonly signature: string }

const judged = async ({ trust }: CertificateMeans, certificate: Certificate | undefined): Promise<Certificate | CertificateRefusal> =>
  certificate ? (faultOf(certificate, await trust(), new Date()) ?? certificate) : 'unreadable'

/** A certificate whose holder signed our challenge, or why it is not relied on. The challenge is used up either way. */
export const proveCertificate = async (
  means: CertificateMeans,
  asked: Asked,
  signed: SignedChallenge,
): Promise<Certificate | CertificateRefusal> => {
  if (!(await spendChallenge(means, signed.challenge, asked))) return 'oldChallenge'
  const certificate = readCertificate(signed.certificate)
  const bytes = Buffer.from(textToSign(means.publicUrl, signed.challenge))
  if (certificate && !isSignedBy(certificate, bytes, Buffer.from(signed.signature, 'base64'))) return 'wrongSignature'
  return judged(means, certificate)
}

/** A certificate whose holder proved himself to the TLS that brought the request. */
export const acceptHanded = (means: CertificateMeans, handed: Uint8Array | string): Promise<Certificate | CertificateRefusal> =>
  judged(means, readCertificate(handed))

type Owner = { readonly accountId: string; readonly personId: string }

/** Binds a certificate in the caller's transaction; gives the id of the binding. Throws Stale when it is bound already. */
export const writeBinding = async (sql: Sql, { accountId, personId }: Owner, certificate: Certificate): Promise<string> => {
  const { fingerprint, serial, issuer, algorithm, notAfter } = certificate
  const id = randomUUID()
  await insertCertificate(sql, { id, accountId, fingerprint, serial, issuer, subject: certificate.subject.whole, algorithm, notAfter })
  await insertProofing(sql, {
    id: randomUUID(),
    accountId,
    personId,
    method: 'certificate',
    source: issuer,
    evidence: `${serial} ${issuer}`,
  })
  await insertFactorEvent(sql, accountId, 'bound', serial)
  return id
}

/** Binds a certificate: the row, the proofing that raises the level to 高级 with serial and issuer as evidence (R-041, R-045, S-009). */
const bind = async (
  { db }: CertificateMeans,
  owner: Owner,
  certificate: Certificate,
): Promise<{ readonly id: string } | 'taken' | 'revoked'> => {
  if (await wasLost(db.sql, certificate.fingerprint)) return 'revoked'
  try {
    return { id: await db.transaction((sql) => writeBinding(sql, owner, certificate)) }
  } catch (error) {
    if (error instanceof Stale) return 'taken'
    throw error
  }
}

/** Whether a certificate names the one who is signed in: the organisation of his account, or himself. */
const namesViewer = async (
  { db, secrets }: CertificateMeans,
  viewer: Applicant,
  actsByGrant: boolean,
  { subject }: Certificate,
): Promise<boolean> => {
  if (viewer.organisation && !actsByGrant) return namesOrganisation(subject, viewer.organisation)
  if (!viewer.personId) return false
  const person = await getPerson(db.sql, viewer.personId, secrets)
  return subject.name === person.name && subject.number === person.idNumber
}

/** Binds a certificate to the account of whom it names. `actsByGrant`: the account is a person's who acts for an organisation now. */
export const bindCertificate = async (
  means: CertificateMeans,
  viewer: Applicant,
  actsByGrant: boolean,
  certificate: Certificate,
): Promise<{ readonly id: string } | CertificateRefusal> => {
  if (!viewer.personId || !(await namesViewer(means, viewer, actsByGrant, certificate))) return 'otherSubject'
  return bind(means, { accountId: viewer.accountId, personId: viewer.personId }, certificate)
}

export type CertificateSignIn = SignedIn & { readonly certificate: string }

/**
 * Whose account a certificate opens: the one it is bound to, or that of the organisation it names, which needs no binding of its own
 * first: the first sign-in binds it, unless the organisation reported this very certificate lost, or used it under a former
 * 法定代表人: then whoever signs in by the new password binds it.
 */
export const accountOf = async (means: CertificateMeans, certificate: Certificate): Promise<CertificateSignIn | CertificateRefusal> => {
  const known = await findCertificateOwner(means.db.sql, certificate.fingerprint)
  if (known) return { accountId: known.accountId, kind: known.kind, certificate: known.id }
  const organisation = await findOrganisationAccount(means.db.sql, certificate.subject.number)
  if (!organisation || !namesOrganisation(certificate.subject, organisation)) return 'notBound'
  if (await isSetAside(means.db.sql, organisation.accountId, certificate.fingerprint)) return 'setAside'
  const bound = await bind(means, organisation, certificate)
  return typeof bound === 'string' ? bound : { accountId: organisation.accountId, kind: 'organisation', certificate: bound.id }
}

/**
 * Unbinds a certificate. One that was lost goes at once, for a key in other hands is worse than none; one that is no longer wanted
 * as any other factor: the last only after a proofing (S-006).
 */
export const unbindCertificate = (
  { db }: Pick<Means, 'db'>,
  { why, endSessions, ...removal }: Removal & EndSessions & { readonly why: 'lost' | 'unwanted' },
): Promise<'done' | 'last' | 'absent'> =>
  db.transaction(async (sql) => {
    if (why === 'unwanted' && (await wouldBeLast(sql, removal))) return 'last'
    const { accountId, id } = removal
    if (!(await endCertificate(sql, accountId, id, why))) return 'absent'
    await insertFactorEvent(sql, accountId, why === 'lost' ? 'certificateLost' : 'unbound', id)
    await endSessions(sql)
    return 'done'
  })
