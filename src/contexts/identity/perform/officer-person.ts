import { randomUUID } from 'node:crypto'
import { recordAudit } from '../../../platform/audit.ts'
import { Stale } from '../../../platform/db.ts'
import { bindOfficer, findPersonByIdNumber, insertProofing } from '../store/people.ts'
import type { Staff } from '../terms.ts'
import { inquire } from './inquiry.ts'
import { isLimited, type Means } from './means.ts'
import { keepPerson, type ProofOutcome } from './real-name.ts'
import { RegistryDown } from './registry.ts'
import { idNumberHash } from './viewer.ts'

type Proving = {
  readonly by: Staff
  readonly claim: Parameters<typeof keepPerson>[2]
  readonly from: { readonly request: string; readonly network: string }
}
/**
 * An officer proves who he is: the registry confirms the number to the name that his account bears. From then on he is recognised where it
 * is his own case, his company's or his child's (S-048). “taken”: this person has another officer's account, or this account a person.
 */
export const proveOfficer = async (means: Means, { by, claim, from }: Proving): Promise<ProofOutcome> => {
  const hash = idNumberHash(means.secrets, claim.idNumber)
  const keys = [
    ['proofAccount', by.accountId],
    ['proofIdNumber', hash],
  ] as const
  try {
    const answer = await inquire(means.limits, keys, () => means.registry.population({ name: claim.name, idNumber: claim.idNumber }))
    if (isLimited(answer)) return answer
    const known = await findPersonByIdNumber(means.db.sql, hash)
    if (!answer.matched || (known && known.name !== claim.name)) return 'differs'
    return await means.db.transaction(async (sql) => {
      const personId = await keepPerson(sql, means.secrets, claim)
      if (!(await bindOfficer(sql, by.accountId, personId))) return 'taken'
      const { source, evidence } = answer
      await insertProofing(sql, { id: randomUUID(), accountId: by.accountId, personId, method: 'idCard', source, evidence })
      const { accountId: actor, name, division } = by
      await recordAudit(sql, { actor, actorName: name, act: 'proveOfficer', target: `officer:${actor}`, told: name, division, ...from })
      return 'confirmed'
    })
  } catch (error) {
    if (error instanceof RegistryDown) return 'down'
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
