import { randomUUID } from 'node:crypto'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { changeRefusal, type Proposed, stateAfter, stateOn } from '../rules/standing.ts'
import { findStanding } from '../store/items.ts'
import { endPlanned, insertPlanned, isAnythingDue, listWaiting, takeDue, touchItems } from '../store/standing.ts'
import { lockPublishing, tellChange } from '../store/versions.ts'
import type { PlannedChange } from '../terms/directory.ts'
import { changeState } from './publish.ts'

/** Makes what is due of the changes that wait part of the items, in the caller's transaction; how many. */
const applyDue = async (sql: Sql, day: LocalDate): Promise<number> => {
  await lockPublishing(sql)
  const due = await takeDue(sql, day)
  for (const { id, code, change, reason, on, by, successor } of due) {
    await changeState(sql, code, { change, state: stateAfter[change], reason, on, by, ...(successor ? { successor } : {}) })
    await endPlanned(sql, id, 'done')
  }
  return due.length
}

/**
 * Brings every item to its standing of a day: run at the change of day, and before anything is accepted, so that an item
 * stops by its date whenever the night's work ran. Costs one look-up when nothing is due. How many changes came into force.
 */
export const bringStandingUpToDate = async (sql: Sql, day: LocalDate): Promise<number> =>
  (await isAnythingDue(sql, day)) ? applyDue(sql, day) : 0

/** The change of day for the catalogue; may run again. */
export const turnDay = (db: Db, day: LocalDate): Promise<number> => db.transaction((sql) => bringStandingUpToDate(sql, day))

const noItem: Refusal = { refused: 'no-such-item', title: '没有这个事项' }

/** Registers a change of an item; one of today is in force at once. `on` its day, `by` who orders it. */
export const planChange = (
  db: Db,
  code: string,
  proposed: Proposed & { readonly by: string },
  today: LocalDate,
): Promise<PlannedChange | Refusal> =>
  db.transaction(async (sql) => {
    await lockPublishing(sql)
    await bringStandingUpToDate(sql, today)
    const item = await findStanding(sql, code)
    if (!item) return noItem
    const state = stateOn(item.state, await listWaiting(sql, [code]), proposed.on)
    const refused = changeRefusal({ code, state }, proposed, today)
    if (refused) return refused
    const successor = proposed.successor ?? null
    if (successor && !(await findStanding(sql, successor))) return { ...noItem, title: '没有承接的这个事项' }
    const { change, reason, on, by } = proposed
    const planned: PlannedChange = { id: randomUUID(), code, change, reason: reason.trim(), on, by, successor }
    await insertPlanned(sql, planned)
    if ((await bringStandingUpToDate(sql, today)) === 0) {
      await touchItems(sql, [code])
      await tellChange(sql)
    }
    return planned
  })

/** Takes back a change whose day has not come. Undefined when there is none. */
export const withdrawChange = (db: Db, code: string, id: string): Promise<PlannedChange | undefined> =>
  db.transaction(async (sql) => {
    await lockPublishing(sql)
    const [own] = (await listWaiting(sql, [code])).filter((one) => one.id === id)
    const ended = own && (await endPlanned(sql, id, 'withdrawn'))
    if (!ended) return undefined
    await touchItems(sql, [code])
    await tellChange(sql)
    return ended
  })
