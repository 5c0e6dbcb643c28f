import { randomUUID } from 'node:crypto'
import type { Refusal } from '../../../../kernel/refusal.ts'
import type { Sql } from '../../../../platform/db.ts'
import { type HandOver, refuseHandOver } from '../../rules/posts.ts'
import { civilDay } from '../../store/staff.ts'
import { endSubstitutions, insertSubstitution, listSubstitutions } from '../../store/substitutions.ts'
import { concernsOf, type Doing, type OfficerFile, openFile, refuseAll, tell } from './concern.ts'

type Asked = HandOver & { readonly substituteId: string; readonly reason: string }

/** One side of a 交接: what he holds and when he is away. */
const sideOf = async (sql: Sql, { officer: { accountId }, live }: OfficerFile) => {
  const held = live.filter(({ approved }) => approved)
  const { division = '', departmentCode = '' } = held[0] ?? {}
  const away = (await listSubstitutions(sql, accountId)).filter(({ absentId }) => absentId === accountId)
  return { accountId, roles: held.flatMap(({ roles }) => roles), division, departmentCode, away }
}

/**
 * Gives the work of an officer who will be away to another of the same place and role (交接). The substitute sees his cases and acts in
 * his own name with his own roles: no role passes, and 受理≠审批 counts persons as before. Undefined: no such officer within sight.
 */
export const handOver = (doing: Doing, accountId: string, asked: Asked): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const absent = await openFile(sql, doing.by, accountId, true)
    const substitute = await openFile(sql, doing.by, asked.substituteId)
    if (!absent || !substitute) return undefined
    if (asked.fromOn < (await civilDay(sql))) return { refused: 'in-the-past', title: '日期不能早于今天' }
    const concerns = [...concernsOf(absent), ...concernsOf(substitute).map(({ accountId: _, ...place }) => place)]
    const refused =
      refuseAll(doing.by, 'handOver', concerns) ?? refuseHandOver(await sideOf(sql, absent), await sideOf(sql, substitute), asked)
    if (refused) return refused
    await insertSubstitution(sql, { id: randomUUID(), absentId: accountId, askedBy: doing.by.accountId, ...asked })
    const after = { ...asked, substitute: substitute.officer.name }
    await tell(sql, doing, { act: 'handOver', target: `officer:${accountId}`, told: absent.officer.name, after })
    return 'done'
  })

/** Ends a 交接 before its day: the officer is back. Undefined: none such within sight. */
export const endHandOver = (doing: Doing, accountId: string, id: string): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    const found = file && (await listSubstitutions(sql, accountId)).find((one) => one.id === id && one.absentId === accountId)
    if (!file || !found) return undefined
    const refused = refuseAll(doing.by, 'handOver', concernsOf(file))
    if (refused) return refused
    await endSubstitutions(sql, { id })
    await tell(sql, doing, { act: 'endHandOver', target: `officer:${accountId}`, told: file.officer.name, before: found })
    return 'done'
  })
