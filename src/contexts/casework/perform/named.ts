import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { listOfficersNamed } from '../../identity/index.ts'
import { permitted, refuseAct } from '../rules/procedure.ts'
import type { Act, Case, Today } from '../terms.ts'

/** The officers an act may name, and where their accounts are kept in it. */
const named = [
  ['secondPerson', 'secondPersonId'],
  ['presider', 'presiderId'],
  ['toOfficer', 'toOfficerId'],
] as const

/**
 * An act with the accounts of the officers it names, by account name or full name, from the roster of the case's department and hall.
 * Refuses when nobody or more than one is called so. An act that is not open anyway is left as it is.
 */
export const withOfficers = async (sql: Sql, act: Act, c: Case, today: Today): Promise<Act | Refusal> => {
  const { pinned } = c
  if (!pinned || !permitted(act.type, c, act.by, today)) return act
  let whole = act
  for (const [name, id] of named) {
    const text = act[name]?.trim()
    if (!text) continue
    const [found, another] = await listOfficersNamed(sql, text, { division: pinned.division, departmentCode: pinned.departmentCode })
    const wrong = !found ? `本部门没有“${text}”这名工作人员` : another && `本部门不止一人叫“${text}”,请填写账号`
    if (wrong || !found) {
      const refusal = refuseAct(act, c, today, 'no-such-officer', wrong || '没有这名工作人员')
      return { ...refusal, fields: [{ field: name, message: refusal.title }] }
    }
    whole = { ...whole, [name]: found.name, [id]: found.id }
  }
  return whole
}
