import { randomUUID } from 'node:crypto'
import { Stale } from '../../../platform/db.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import type { OrganisationClaim } from '../rules/claims.ts'
import { insertAccount } from '../store/accounts.ts'
import { insertOrganisation } from '../store/people.ts'
import { findRepresentative } from '../store/representatives.ts'
import type { Person } from '../terms.ts'
import type { Limited, Means } from './means.ts'
import { RegistryDown } from './registry.ts'
import { changeRepresentative } from './representative.ts'

type Claim = {
  readonly organisation: OrganisationClaim
  /** Who is signed in: the 法定代表人. */
  readonly person: Pick<Person, 'id' | 'name' | 'idNumber'>
  readonly accountId: string
  readonly password: string
  /** He has said that he is the new 法定代表人 of an organisation that is registered under the former one. */
  readonly takesOver: boolean
}
export type OrganisationOutcome = { readonly organisationId: string } | 'differs' | 'taken' | 'otherRepresentative' | 'down' | Limited

/**
 * Registers a legal person whose 法定代表人 is signed in: asks the enterprise registry, then makes the
 * organisation, his standing in it and an account that signs in by 统一社会信用代码. `password` has passed passwordProblem.
 */
export const registerOrganisation = async (
  means: Means,
  { organisation, person, accountId, password, takesOver }: Claim,
): Promise<OrganisationOutcome> => {
  const wait = await means.limits.spend('proofAccount', `organisation ${accountId}`)
  if (wait > 0) return { retryAfter: wait }
  try {
    const answer = await means.registry.enterprises({
      ...organisation,
      legalRepresentative: { name: person.name, idNumber: person.idNumber },
    })
    if (!answer.matched) return 'differs'
    const registered = await findRepresentative(means.db.sql, organisation.uscc)
    if (registered && registered.person !== person.id) {
      if (!takesOver) return 'otherRepresentative'
      const { organisationId, person: former } = registered
      await changeRepresentative(means, { organisationId, name: organisation.name, former, next: person.id, password, answer })
      return { organisationId }
    }
    const id = randomUUID()
    const { kind, name, uscc } = organisation
    const passwordHash = await hashPassword(password)
    await means.db.transaction(async (sql) => {
      await insertOrganisation(sql, {
        id,
        kind,
        name,
        uscc,
        legalRepresentativeId: person.id,
        source: answer.source,
        evidence: answer.evidence,
      })
      await insertAccount(sql, { id: randomUUID(), kind: 'organisation', organisationId: id, passwordHash })
    })
    return { organisationId: id }
  } catch (error) {
    if (error instanceof RegistryDown) return 'down'
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
