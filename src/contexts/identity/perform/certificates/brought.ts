import { isUscc } from '../../../../kernel/identifiers.ts'
import { type Certificate, readCertificate } from '../../../../platform/certificates.ts'
import type { Session } from '../../../../platform/session.ts'
import { tidyOrganisationName } from '../../rules/claims.ts'
import { lives } from '../../rules/limits.ts'
import { findCertificateOwner, wasLost } from '../../store/certificates.ts'
import { acceptHanded, type CertificateMeans } from './certificates.ts'

const place = 'platform.session.data:brought'
type Kept = { readonly sealed: string; readonly at: string }

/** Whether a certificate names an organisation: those are worth keeping until it is registered. */
export const isOfOrganisation = ({ subject }: Certificate): boolean => isUscc(subject.number)

/** A certificate whose holder has just proven its key, as his session keeps it until its organisation is registered. */
export const keepBrought = ({ secrets }: Pick<CertificateMeans, 'secrets'>, { der }: Certificate): Kept => ({
  sealed: secrets.seal(der.toString('base64'), place).toString('base64'),
  at: new Date().toISOString(),
})

/** What a session brought: the certificate and the organisation it names; undefined when there is none, or too long ago. */
export type Brought = { readonly certificate: Certificate; readonly name: string; readonly uscc: string }
export const broughtBy = ({ secrets }: Pick<CertificateMeans, 'secrets'>, session: Session | undefined): Brought | undefined => {
  const kept = session?.data.brought as Kept | undefined
  if (!kept || Date.now() - Date.parse(kept.at) > lives.broughtMinutes * 60_000) return undefined
  const certificate = readCertificate(Buffer.from(secrets.unseal(Buffer.from(kept.sealed, 'base64'), place), 'base64'))
  if (!certificate) return undefined
  return { certificate, name: tidyOrganisationName(certificate.subject.name), uscc: certificate.subject.number }
}

/** Why it can be bound no more: it ran out or was revoked meanwhile, was reported lost here, is bound already. */
export const refuseBrought = async (means: CertificateMeans, { certificate }: Brought) => {
  const judged = await acceptHanded(means, certificate.der)
  if (typeof judged === 'string') return judged
  if (await wasLost(means.db.sql, certificate.fingerprint)) return 'revoked'
  return (await findCertificateOwner(means.db.sql, certificate.fingerprint)) ? 'taken' : undefined
}
