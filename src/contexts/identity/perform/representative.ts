import { randomUUID } from 'node:crypto'
import { Stale } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import { replacePasswordHash } from '../store/accounts.ts'
import { setCertificatesAside } from '../store/certificates.ts'
import { endSessionsOf, findOrganisationAccountId, findPhoneAccount, replaceRepresentative } from '../store/representatives.ts'
import { forgetFactors } from './factors/removal.ts'
import type { Means } from './means.ts'
import type { RegistryAnswer } from './registry.ts'
import { phoneOfAccount } from './viewer.ts'

type Change = {
  readonly organisationId: string
  readonly name: string
  readonly former: string
  /** The person whom the registry now names, signed in and 实名. */
  readonly next: string
  readonly password: string
  readonly answer: Extract<RegistryAnswer, { matched: true }>
}

/**
 * The registry names another 法定代表人: his standing begins, the former's ends with his next request, the organisation's account gets a
 * new password, loses the factors that the former enrolled (a certificate counts again once it is bound under the new one) and its
 * sessions end; what was granted under the former is frozen by whoever hears `organisation.representativeChanged`,
 * told in the same transaction. Both telephones are told. Throws Stale when somebody was faster.
 */
export const changeRepresentative = async (
  means: Means,
  { organisationId, name, former, next, password, answer }: Change,
): Promise<void> => {
  const passwordHash = await hashPassword(password)
  const { source, evidence } = answer
  await means.db.transaction(async (sql) => {
    const id = randomUUID()
    if (!(await replaceRepresentative(sql, { id, organisationId, former, next, source, evidence }))) throw new Stale()
    const accountId = await findOrganisationAccountId(sql, organisationId)
    if (accountId) {
      await replacePasswordHash(sql, accountId, passwordHash)
      await forgetFactors(sql, accountId, '法定代表人变更')
      await setCertificatesAside(sql, accountId)
      await endSessionsOf(sql, accountId)
    }
    await publish(sql, 'organisation.representativeChanged', { organisation: organisationId, former, next }, id)
    for (const person of [former, next]) await tell(means, sql, person, { name, id })
  })
}

type Tell = (means: Means, sql: Parameters<Means['sms']['send']>[0], personId: string, about: { name: string; id: string }) => Promise<void>
const tell: Tell = async (means, sql, personId, { name, id }) => {
  const account = await findPhoneAccount(sql, personId)
  const phone = account ? await phoneOfAccount(means, account) : ''
  const text = `【通办】${name}登记的法定代表人已变更，原法定代表人的身份和授权随之停止。如有疑问，请拨打 12345。`
  if (phone) await means.sms.send(sql, { to: phone, text, key: `representative ${id} ${personId}` })
}
