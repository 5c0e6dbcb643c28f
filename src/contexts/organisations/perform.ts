import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db, Sql } from '../../platform/db.ts'
import { directoryOf, hallsOf, levelOf, officesOf, unitsOf } from './rules.ts'
import { listTree, upsertDirectory, upsertHalls, upsertOffices, upsertUnits } from './store.ts'
import type { OrganisationsFile, TreeNode } from './terms.ts'

/** Loads the demo city's bodies, halls and directories from `folder`/organisations.json; a second time changes nothing. */
export const loadOrganisations = (db: Pick<Db, 'transaction'>, folder: string): Promise<void> => {
  const file: OrganisationsFile = JSON.parse(readFileSync(join(folder, 'organisations.json'), 'utf8'))
  return db.transaction(async (sql) => {
    const [units, halls] = [unitsOf(file), hallsOf(file)]
    await upsertUnits(sql, units)
    await upsertHalls(sql, halls)
    await upsertOffices(sql, officesOf(units, halls))
    await upsertDirectory(sql, directoryOf(file))
  })
}

/** The places of work of a division as a tree: each node names its parent (domain.md D1). */
export const officeTree = async (sql: Sql, division: string): Promise<TreeNode[]> =>
  (await listTree(sql, division)).map((node) => ({ ...node, level: levelOf(node.division) }))
