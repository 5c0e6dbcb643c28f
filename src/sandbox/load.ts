import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../platform/db.ts'
import { insertEnterprises, insertPersons, type SandboxEnterprise, type SandboxPerson } from './store.ts'

/** Fills the registries with the synthetic people and organisations of `{dataFolder}/demo-people.json`; again changes nothing. */
export const loadSandbox = async (db: Pick<Db, 'transaction'>, dataFolder: string): Promise<void> => {
  const text = await readFile(join(dataFolder, 'demo-people.json'), 'utf8')
  const { persons, organisations } = JSON.parse(text) as { persons: SandboxPerson[]; organisations: SandboxEnterprise[] }
  await db.transaction(async (sql) => {
    await insertPersons(sql, persons)
    await insertEnterprises(sql, organisations)
  })
}
