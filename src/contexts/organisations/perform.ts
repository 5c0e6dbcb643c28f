import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../../platform/db.ts'
import { directoryOf, hallsOf, unitsOf } from './rules.ts'
import { upsertDirectory, upsertHalls, upsertUnits } from './store.ts'
import type { OrganisationsFile } from './terms.ts'

/** Loads the demo city's bodies, halls and directories from `folder`/organisations.json; a second time changes nothing. */
export const loadOrganisations = (db: Pick<Db, 'transaction'>, folder: string): Promise<void> => {
  const file: OrganisationsFile = JSON.parse(readFileSync(join(folder, 'organisations.json'), 'utf8'))
  return db.transaction(async (sql) => {
    await upsertUnits(sql, unitsOf(file))
    await upsertHalls(sql, hallsOf(file))
    await upsertDirectory(sql, directoryOf(file))
  })
}
