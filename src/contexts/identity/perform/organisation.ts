import { randomUUID } from 'node:crypto'
import { type Sql, Stale } from '../../../platform/db.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import type { OrganisationClaim } from '../rules/claims.ts'
import { insertAccount } from '../store/accounts.ts'
import { insertOrganisation } from '../store/people.ts'
import { findOrganisationAccountId, findRepresentative } from '../store/representatives.ts'
import type { Person } from '../terms.ts'
import { inquire } from './inquiry.ts'
import { isLimited, type Limited, type Means } from './means.ts'
import { type RegistryAnswer, RegistryDown } from './registry.ts'
import { changeRepresentative } from './representative.ts'

type Claim = {
  readonly organisation: OrganisationClaim
  /** Who is signed in: the 法定代表人. */
  readonly person: Pick<Person, 'id' | 'name' | 'idNumber'>
  readonly accountId: string
  readonly password: string
  /** He has said that he is the new 法定代表人 of an organisation that is registered under the former one. */
  readonly takesOver: boolean
  /** Binds the certificate by which he came to the account, in the transaction that makes it. */
  readonly bind?: ((sql: Sql, accountId: string) => Promise<unknown>) | undefined
}
export type OrganisationOutcome = { readonly organisationId: string } | 'differs' | 'taken' | 'otherRepresentative' | 'down' | Limited

type Matched = Extract<RegistryAnswer, { matched: true }>
/** The organisation, unless a window has known it already (`known`), and the account that signs in for it. Throws Stale when it has one. */
const open = async (means: Means, { organisation, person, password, bind }: Claim, answer: Matched, known: string | undefined) => {
  const [organisationId, id] = [known ?? randomUUID(), randomUUID()]
  const { source, evidence } = answer
  const passwordHash = await hashPassword(password)
  await means.db.transaction(async (sql) => {
    if (!known) await insertOrganisation(sql, { ...organisation, id: organisationId, legalRepresentativeId: person.id, source, evidence })
    await insertAccount(sql, { id, kind: 'organisation', organisationId, passwordHash })
    await bind?.(sql, id)
  })
  return { organisationId }
}

type Registered = { readonly organisationId: string; readonly person: string }
/** The new 法定代表人 of an organisation that is known here; one that a window has known gets its account now. */
const takeOver = async (means: Means, claim: Claim, answer: Matched, { organisationId, person: former }: Registered) => {
  const { organisation, person, password } = claim
  await changeRepresentative(means, { organisationId, name: organisation.name, former, next: person.id, password, answer })
  return (await findOrganisationAccountId(means.db.sql, organisationId)) ? { organisationId } : open(means, claim, answer, organisationId)
}

/**
 * Registers a legal person whose 法定代表人 is signed in: asks the enterprise registry, then makes the
 * organisation, his standing in it and an account that signs in by 统一社会信用代码. `password` has passed passwordProblem.
 */
export const registerOrganisation = async (means: Means, claim: Claim): Promise<OrganisationOutcome> => {
  const { organisation, person, accountId, takesOver } = claim
  const legalRepresentative = { name: person.name, idNumber: person.idNumber }
  try {
    const answer = await inquire(means.limits, [['proofAccount', `organisation ${accountId}`]], () =>
      means.registry.enterprises({ ...organisation, legalRepresentative }),
    )
    if (isLimited(answer)) return answer
    if (!answer.matched) return 'differs'
    const registered = await findRepresentative(means.db.sql, organisation.uscc)
    if (registered && registered.person !== person.id)
      return takesOver ? await takeOver(means, claim, answer, registered) : 'otherRepresentative'
    return await open(means, claim, answer, registered?.organisationId)
  } catch (error) {
    if (error instanceof RegistryDown) return 'down'
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
