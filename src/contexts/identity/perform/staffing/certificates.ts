import { randomUUID } from 'node:crypto'
import type { Refusal } from '../../../../kernel/refusal.ts'
import { type Certificate, faultOf, readCertificate } from '../../../../platform/certificates.ts'
import { type Sql, Stale } from '../../../../platform/db.ts'
import { type CertificateRefusal, certificateFaults } from '../../rules/certificates.ts'
import { refuseStaffing } from '../../rules/staffing.ts'
import {
  type CertificateRequest,
  insertCertificateRequest,
  listCertificateRequests,
  listOfficerFactors,
  settleCertificateRequest,
} from '../../store/certificate-requests.ts'
import { endCertificate, findCertificateOwner, insertCertificate, wasLost } from '../../store/certificates.ts'
import { insertFactorEvent } from '../../store/factors.ts'
import { findPersonOfAccount } from '../../store/people.ts'
import type { TrustSource } from '../certificates/trust.ts'
import { removeFactorIn } from '../factors/removal.ts'
import { getPerson } from '../viewer.ts'
import { concernsOf, type Doing, type OfficerFile, openFile, refuseAll, tell } from './concern.ts'

const refused = (fault: CertificateRefusal): Refusal => ({ refused: `certificate-${fault}`, title: certificateFaults[fault] })
const closed: Refusal = { refused: 'closed', title: '这个帐号已停用，请先恢复' }
const moved: Refusal = { refused: 'changed-meanwhile', title: '这张证书刚被别人处理过，请刷新后再看' }

/** Whether a certificate names the officer; where the person behind him is known, by his number too. */
const namesOfficer = async ({ db, secrets }: Doing, { officer }: OfficerFile, { subject }: Certificate): Promise<boolean> => {
  if (subject.name !== officer.name) return false
  const personId = await findPersonOfAccount(db.sql, officer.accountId)
  return !personId || (await getPerson(db.sql, personId, secrets)).idNumber === subject.number
}

const faultFor = async (doing: Doing, trust: TrustSource, file: OfficerFile, certificate: Certificate): Promise<Refusal | undefined> => {
  const fault = faultOf(certificate, await trust(), new Date())
  if (fault) return refused(fault)
  if (!(await namesOfficer(doing, file, certificate))) return refused('otherSubject')
  if (await wasLost(doing.db.sql, certificate.fingerprint)) return refused('revoked')
  return (await findCertificateOwner(doing.db.sql, certificate.fingerprint)) ? refused('taken') : undefined
}

const told = ({ serial, issuer, subject }: Pick<CertificateRequest, 'serial' | 'issuer' | 'subject'>) => ({ serial, issuer, subject })

/**
 * Registers a certificate (PEM) for the officer it names: it opens his account once another person approved it (S-005, S-047).
 * Undefined: no such officer within sight.
 */
export const registerCertificate = async (
  doing: Doing,
  trust: TrustSource,
  accountId: string,
  text: string,
): Promise<Refusal | { id: string } | undefined> => {
  const file = await openFile(doing.db.sql, doing.by, accountId)
  if (!file) return undefined
  const notHis = refuseAll(doing.by, 'certificate', concernsOf(file))
  if (notHis) return notHis
  if (file.officer.disabled) return closed
  const certificate = readCertificate(text.trim())
  if (!certificate) return refused('unreadable')
  const fault = await faultFor(doing, trust, file, certificate)
  if (fault) return fault
  return write(doing, file, certificate)
}

const write = async (doing: Doing, file: OfficerFile, certificate: Certificate): Promise<Refusal | { id: string }> => {
  const { fingerprint, serial, issuer, algorithm, notAfter } = certificate
  const { accountId, name } = file.officer
  const wanted = { id: randomUUID(), accountId, fingerprint, serial, issuer, subject: certificate.subject.whole, algorithm, notAfter }
  try {
    await doing.db.transaction(async (sql) => {
      await insertCertificateRequest(sql, doing.by.accountId, wanted)
      await tell(sql, doing, { act: 'certificate', target: `officer:${accountId}`, told: name, after: told(wanted) })
    })
    return { id: wanted.id }
  } catch (error) {
    if (error instanceof Stale) return { refused: 'already-asked', title: '这张证书已登记，正在等批准' }
    throw error
  }
}

const bind = async (sql: Sql, asked: CertificateRequest): Promise<void> => {
  await insertCertificate(sql, { ...asked, id: randomUUID(), notAfter: new Date(asked.notAfter) })
  await insertFactorEvent(sql, asked.accountId, 'bound', asked.serial)
}

const refuseSettling = (doing: Doing, asked: CertificateRequest, file: OfficerFile, approved: boolean): Refusal | undefined => {
  if (approved && file.officer.disabled) return closed
  const concerns = concernsOf(file).map((one) => ({ ...one, askedBy: asked.askedBy }))
  return refuseAll(doing.by, approved ? 'approve' : 'reject', concerns)
}

const carryOut = async (sql: Sql, doing: Doing, asked: CertificateRequest, approved: boolean): Promise<Refusal | 'done'> => {
  const { id, accountId, name } = asked
  if (!(await settleCertificateRequest(sql, id, doing.by.accountId, approved))) return moved
  if (approved) await bind(sql, asked)
  const act = approved ? 'certificateApproved' : 'certificateRejected'
  await tell(sql, doing, { act, target: `officer:${accountId}`, told: name, after: told(asked), approval: id })
  return 'done'
}

/** Approves a registered certificate, or does not: from then on it opens the officer's account (S-005). Undefined: none within sight. */
export const settleCertificate = (doing: Doing, id: string, approved: boolean): Promise<Refusal | 'done' | undefined> =>
  doing.db
    .transaction(async (sql) => {
      const [asked] = await listCertificateRequests(sql, { id })
      const file = asked && (await openFile(sql, doing.by, asked.accountId, true))
      if (!asked || !file) return undefined
      return refuseSettling(doing, asked, file, approved) ?? carryOut(sql, doing, asked, approved)
    })
    .catch((error: unknown) => {
      if (error instanceof Stale) return refused('taken')
      throw error
    })

/** Takes one way in from an officer, at once and with all his sessions (S-033); he enrols another where one is required (S-005). */
export const takeFactor = (doing: Doing, accountId: string, factorId: string): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    const factor = file && (await listOfficerFactors(sql, accountId)).find(({ id }) => id === factorId)
    if (!file || !factor) return undefined
    const notHis = refuseAll(doing.by, 'takeFactor', concernsOf(file))
    if (notHis) return notHis
    if (factor.kind !== 'certificate') await removeFactorIn(sql, accountId, factorId)
    else if (await endCertificate(sql, accountId, factorId, 'lost')) await insertFactorEvent(sql, accountId, 'certificateLost', factorId)
    await doing.sessions.endAll(sql, accountId)
    const before = { kind: factor.kind, label: factor.label }
    await tell(sql, doing, { act: 'takeFactor', target: `officer:${accountId}`, told: file.officer.name, before })
    return 'done'
  })

/** What waits for approval within an administrator's sight, each with the reason why he may not approve it himself, or null. */
export const certificatesAsked = async (doing: Pick<Doing, 'db' | 'by'>) => {
  const asked = []
  for (const one of await listCertificateRequests(doing.db.sql)) {
    const file = await openFile(doing.db.sql, doing.by, one.accountId)
    if (!file) continue
    const [concern] = concernsOf(file)
    const why = concern && refuseStaffing(doing.by, 'approve', { ...concern, askedBy: one.askedBy })
    const { id, accountId, name, serial, issuer, subject, notAfter, askedByName } = one
    asked.push({ id, accountId, name, serial, issuer, subject, notAfter, askedByName, refused: why?.title ?? null })
  }
  return asked
}
