import { randomUUID } from 'node:crypto'
import { type Sql, Stale } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { RealNameClaim } from '../rules/claims.ts'
import { bindPerson, findPersonByIdNumber, insertPerson, insertProofing } from '../store/people.ts'
import { inquire } from './inquiry.ts'
import { isLimited, type Limited, type Means } from './means.ts'
import { RegistryDown } from './registry.ts'
import { idNumberHash, sealIdNumber } from './viewer.ts'

/** The person of a 身份证号, written when new and never changed after. */
export const keepPerson = async (sql: Sql, secrets: Secrets, claim: RealNameClaim): Promise<string> => {
  const id = randomUUID()
  await insertPerson(sql, {
    id,
    name: claim.name,
    idNumber: sealIdNumber(secrets, id, claim.idNumber),
    sex: claim.sex,
    ethnicity: claim.ethnicity,
  })
  return (await findPersonByIdNumber(sql, idNumberHash(secrets, claim.idNumber)))?.id ?? id
}

export type ProofOutcome = 'confirmed' | 'differs' | 'taken' | 'down' | Limited

/**
 * 实名认证: asks the population registry, then writes the person and the proofing event that raises the level
 * (S-009). “taken”: this person has another account, or this account another person. While the registry is down nothing changes.
 */
export const proofPerson = async (
  { db, secrets, limits, registry }: Means,
  accountId: string,
  claim: RealNameClaim,
): Promise<ProofOutcome> => {
  try {
    const keys = [
      ['proofAccount', accountId],
      ['proofIdNumber', idNumberHash(secrets, claim.idNumber)],
    ] as const
    const answer = await inquire(limits, keys, () => registry.population({ name: claim.name, idNumber: claim.idNumber }))
    if (isLimited(answer)) return answer
    if (!answer.matched) return 'differs'
    return await db.transaction(async (sql) => {
      const personId = await keepPerson(sql, secrets, claim)
      if (!(await bindPerson(sql, accountId, personId))) return 'taken'
      const { source, evidence } = answer
      await insertProofing(sql, { id: randomUUID(), accountId, personId, method: 'idCard', source, evidence })
      return 'confirmed'
    })
  } catch (error) {
    if (error instanceof RegistryDown) return 'down'
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
