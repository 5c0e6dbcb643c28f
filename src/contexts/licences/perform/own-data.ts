import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { listLicences } from '../store.ts'
import { holderHash } from './issue.ts'

/** What the licence library holds of a person, for his own copy (S-093): each licence as its list shows it. */
export const licencesOfPerson = async (sql: Sql, secrets: Secrets, { id, idNumber }: { readonly id: string; readonly idNumber: string }) =>
  (await listLicences(sql, { id, hash: holderHash(secrets, idNumber) })).map(({ holderHash: _, holderId: __, ...licence }) => licence)
