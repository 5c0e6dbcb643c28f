import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../platform/db.ts'
import {
  insertEnterprises,
  insertGuardianships,
  insertPersons,
  type SandboxEnterprise,
  type SandboxGuardianship,
  type SandboxPerson,
} from './store.ts'

/** Fills the registries with the synthetic people and organisations of `{dataFolder}/demo-people.json`; again changes nothing. */
export const loadSandbox = async (db: Pick<Db, 'transaction'>, dataFolder: string): Promise<void> => {
  const text = await readFile(join(dataFolder, 'demo-people.json'), 'utf8')
  const { persons, organisations, guardianships } = JSON.parse(text) as {
    persons: SandboxPerson[]
    organisations: SandboxEnterprise[]
    guardianships: SandboxGuardianship[]
  }
  await db.transaction(async (sql) => {
    await insertPersons(sql, persons)
    await insertGuardianships(sql, guardianships)
    await insertEnterprises(sql, organisations)
  })
}
