import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { listLicences, listVerifications } from '../store.ts'
import type { Licence } from '../terms.ts'
import { holderHash } from './issue.ts'
import { openLicence } from './print.ts'

/** What the licence library holds of a person, for his own copy (S-093): each licence, what stands in it, and who verified it. */
export const licencesOfPerson = async (
  sql: Sql,
  secrets: Secrets,
  { id, idNumber }: { readonly id: string; readonly idNumber: string },
) => {
  const told = async ({ holderHash: _, holderId: __, ...licence }: Licence) => ({
    ...licence,
    content: (await openLicence(sql, secrets, licence.id))?.content,
    verifications: await listVerifications(sql, licence.id, null),
  })
  const all: Awaited<ReturnType<typeof told>>[] = []
  for (const licence of await listLicences(sql, { id, hash: holderHash(secrets, idNumber) })) all.push(await told(licence))
  return all
}
