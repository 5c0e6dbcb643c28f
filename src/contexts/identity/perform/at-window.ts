import { randomUUID } from 'node:crypto'
import { sexOf } from '../../../kernel/identifiers.ts'
import { type Db, Stale } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { OrganisationClaim } from '../rules/claims.ts'
import { tidyName, tidyOrganisationName } from '../rules/claims.ts'
import { findOrganisationByUscc, findPersonByIdNumber, insertOrganisation, insertProofing, listMemberships } from '../store/people.ts'
import type { Membership, Organisation } from '../terms.ts'
import { inquire } from './inquiry.ts'
import { byOfficers, identityLimits, type Limits } from './limits.ts'
import { isLimited, type Limited } from './means.ts'
import { keepPerson } from './real-name.ts'
import { httpRegistry, type PersonClaim, type Registry, RegistryDown } from './registry.ts'
import { idNumberHash } from './viewer.ts'

/** A person of the platform as the window needs him. */
export type KnownPerson = { readonly id: string; readonly name: string }
export type Proofed = KnownPerson | 'differs' | 'down' | Limited
export type OrganisationProofed = { readonly id: string; readonly name: string } | 'differs' | 'down' | Limited

/** Recognising and registering people who stand at a window, or for whom another applies. Numbers are tidy (kernel/identifiers). */
export type Recognition = {
  readonly findPerson: (idNumber: string) => Promise<KnownPerson | undefined>
  readonly findOrganisation: (uscc: string) => Promise<Organisation | undefined>
  /** How a person stands to an organisation today; undefined when he has no standing in it. */
  readonly standingIn: (organisationId: string, personId: string) => Promise<Membership['as'] | undefined>
  /** 实名 by the population registry; `by` is the account of who asks. A person who is known must bear the same name. */
  readonly proofPerson: (claim: PersonClaim, by: string) => Promise<Proofed>
  /** The same for an organisation that is not known yet, with its 法定代表人. */
  readonly proofOrganisation: (organisation: OrganisationClaim, representative: PersonClaim, by: string) => Promise<OrganisationProofed>
}

type Means = {
  readonly db: Pick<Db, 'sql' | 'transaction'>
  readonly secrets: Secrets
  readonly limits: Limits
  readonly registry: Registry
  readonly limit: 'proofAtWindow' | 'proofAccount'
}

const proofPerson = async ({ db, secrets, limits, registry, limit }: Means, typed: PersonClaim, by: string): Promise<Proofed> => {
  const claim = { name: tidyName(typed.name), idNumber: typed.idNumber }
  const hash = idNumberHash(secrets, claim.idNumber)
  const known = await findPersonByIdNumber(db.sql, hash)
  const ofNumber = limit === 'proofAtWindow' ? byOfficers(hash) : (['proofIdNumber', hash] as const)
  const answer = await inquire(limits, [[limit, by], ofNumber], async () => (known ? undefined : registry.population(claim)))
  if (answer && isLimited(answer)) return answer
  if (known) return known.name === claim.name ? known : 'differs'
  if (!answer?.matched) return 'differs'
  return db.transaction(async (sql) => {
    const personId = await keepPerson(sql, secrets, { ...claim, sex: sexOf(claim.idNumber) })
    const { source, evidence } = answer
    await insertProofing(sql, { id: randomUUID(), officer: by, personId, method: 'window', source, evidence })
    return { id: personId, name: claim.name }
  })
}

const proofOrganisation = async (
  means: Means,
  typed: OrganisationClaim,
  representative: PersonClaim,
  by: string,
): Promise<OrganisationProofed> => {
  const { db, secrets, limits, registry, limit } = means
  const organisation = { ...typed, name: tidyOrganisationName(typed.name) }
  const legalRepresentative = { name: tidyName(representative.name), idNumber: representative.idNumber }
  const answer = await inquire(limits, [[limit, by]], () => registry.enterprises({ ...organisation, legalRepresentative }))
  if (isLimited(answer)) return answer
  if (!answer.matched) return 'differs'
  const id = randomUUID()
  const { source, evidence } = answer
  try {
    await db.transaction(async (sql) => {
      const { idNumber } = legalRepresentative
      const legalRepresentativeId = await keepPerson(sql, secrets, { ...legalRepresentative, sex: sexOf(idNumber) })
      await insertOrganisation(sql, { id, ...organisation, legalRepresentativeId, source, evidence })
    })
    return { id, name: organisation.name }
  } catch (error) {
    const found = error instanceof Stale ? await findOrganisationByUscc(db.sql, organisation.uscc) : undefined
    if (!found) throw error
    return { id: found.id, name: found.name }
  }
}

const unlessDown = <T>(work: Promise<T>): Promise<T | 'down'> =>
  work.catch((error: unknown) => {
    if (error instanceof RegistryDown) return 'down' as const
    throw error
  })

/** The means of recognising people at a window (R-028, S-009, S-014): what is known, and the registries for what is not. */
export const recognition = (deps: {
  readonly db: Db
  readonly secrets: Secrets
  readonly registryUrl: string
  /** How often one account may ask: an officer many times an hour, a citizen as for his own 实名 (S-014). */
  readonly limit: Means['limit']
}): Recognition => {
  const { db, secrets } = deps
  const means: Means = { db, secrets, limits: identityLimits(db, secrets), registry: httpRegistry(deps.registryUrl), limit: deps.limit }
  return {
    findPerson: (idNumber) => findPersonByIdNumber(db.sql, idNumberHash(secrets, idNumber)),
    findOrganisation: (uscc) => findOrganisationByUscc(db.sql, uscc),
    standingIn: async (organisationId, personId) =>
      (await listMemberships(db.sql, personId)).find((membership) => membership.id === organisationId)?.as,
    proofPerson: (claim, by) => unlessDown(proofPerson(means, claim, by)),
    proofOrganisation: (organisation, representative, by) => unlessDown(proofOrganisation(means, organisation, representative, by)),
  }
}
