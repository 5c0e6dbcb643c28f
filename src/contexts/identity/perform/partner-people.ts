import { randomUUID } from 'node:crypto'
import { sexOf } from '../../../kernel/identifiers.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { hashPassword, randomToken } from '../../../platform/secrets.ts'
import { hasAccountWithPhone, insertAccount, insertConsent } from '../store/accounts.ts'
import { findAccountOfPerson, findLinked, insertLink } from '../store/partners.ts'
import { bindPerson, findPersonByIdNumber, insertProofing } from '../store/people.ts'
import { registrationAgreement } from '../terms.ts'
import type { Means } from './means.ts'
import type { Partner } from './partners.ts'
import { keepPerson } from './real-name.ts'
import type { Told } from './relying.ts'
import { idNumberHash, phoneHash, sealPhone } from './viewer.ts'

/** Who a partner's word is here: an account, one that is disabled, nobody yet, or a person who signs in otherwise and must link first. */
export type PartnerMeaning = { readonly accountId: string } | 'disabled' | 'new' | 'elsewhere' | 'unproven'

/** Reads a partner's word without changing anything. */
export const meaningOf = async ({ db, secrets }: Means, partner: Partner, told: Told): Promise<PartnerMeaning> => {
  const linked = await findLinked(db.sql, partner.id, told.subject)
  if (linked) return linked.disabled ? 'disabled' : { accountId: linked.id }
  if (partner.level !== 'realName' || !told.idNumber) return 'unproven'
  return (await findAccountOfPerson(db.sql, idNumberHash(secrets, told.idNumber))) ? 'elsewhere' : 'new'
}

type Linking = { readonly partner: Partner; readonly told: Told; readonly accountId: string }
/** The person, the proofing event with source and evidence, and the link (S-009). Undefined when the partner names another person. */
const proofBy = async (means: Means, sql: Sql, { partner, told, accountId }: Linking): Promise<string | undefined> => {
  const { name, idNumber } = told
  if (!name || !idNumber) return undefined
  const known = await findPersonByIdNumber(sql, idNumberHash(means.secrets, idNumber))
  if (known && known.name !== name) return undefined
  const personId = await keepPerson(sql, means.secrets, { name, idNumber, sex: sexOf(idNumber) })
  const { evidence } = told
  await insertProofing(sql, { id: randomUUID(), accountId, personId, method: 'partner', source: partner.name, evidence })
  return personId
}

/**
 * 关联实名注册: an unknown subject gets a 实名 account with the consent he gave; its password is set through 忘记密码. “taken”:
 * somebody was faster; “differs”: the person is known by another name.
 */
export const registerByPartner = async (
  means: Means,
  { partner, told }: Omit<Linking, 'accountId'>,
): Promise<{ readonly accountId: string } | 'taken' | 'differs'> => {
  const accountId = randomUUID()
  const passwordHash = await hashPassword(randomToken())
  try {
    return await means.db.transaction(async (sql) => {
      const { phone } = told
      const isFree = phone !== undefined && !(await hasAccountWithPhone(sql, phoneHash(means.secrets, phone), false))
      const sealed = isFree ? { phone: sealPhone(means.secrets, accountId, phone) } : {}
      await insertAccount(sql, { id: accountId, kind: 'person', passwordHash, ...sealed })
      await insertConsent(sql, accountId, registrationAgreement, partner.id)
      const personId = await proofBy(means, sql, { partner, told, accountId })
      if (!personId || !(await bindPerson(sql, accountId, personId))) throw new Differs()
      await insertLink(sql, { partner: partner.id, subject: told.subject, accountId })
      return { accountId }
    })
  } catch (error) {
    if (error instanceof Differs) return 'differs'
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
/** Undoes what the transaction wrote. */
class Differs extends Error {}

export type LinkOutcome = 'linked' | 'taken' | 'differs'
/**
 * A signed-in person links a partner: an unverified account becomes 实名 by it when the partner vouches; a verified one only when
 * the partner names the same person.
 */
export const linkPartner = async (means: Means, linking: Linking, personId: string | undefined): Promise<LinkOutcome> => {
  const { partner, told, accountId } = linking
  try {
    return await means.db.transaction(async (sql): Promise<LinkOutcome> => {
      if (partner.level === 'realName' || personId) await proofSame(means, sql, linking, personId)
      await insertLink(sql, { partner: partner.id, subject: told.subject, accountId })
      return 'linked'
    })
  } catch (error) {
    if (error instanceof Differs) return 'differs'
    if (error instanceof Stale) return 'taken'
    throw error
  }
}

/** A partner that vouches for nobody proves nothing; what it tells must still not be another person's. */
const sameAs = async ({ secrets }: Means, sql: Sql, { idNumber }: Told, personId: string | undefined): Promise<void> => {
  const known = idNumber ? await findPersonByIdNumber(sql, idNumberHash(secrets, idNumber)) : undefined
  if (idNumber && known?.id !== personId) throw new Differs()
}

const proofSame = async (means: Means, sql: Sql, linking: Linking, personId: string | undefined): Promise<void> => {
  const { partner, told } = linking
  if (partner.level !== 'realName') return sameAs(means, sql, told, personId)
  const proofed = await proofBy(means, sql, linking)
  if (!proofed || (personId && proofed !== personId)) throw new Differs()
  if (!personId && !(await bindPerson(sql, linking.accountId, proofed))) throw new Differs()
}
