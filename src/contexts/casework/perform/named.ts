import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { listOfficersNamed } from '../../identity/index.ts'
import { findDepartmentNamed } from '../../organisations/index.ts'
import { permitted, refuseAct } from '../rules/procedure.ts'
import type { Act, Case, Today } from '../terms.ts'

const refuseField = (act: Act, c: Case, today: Today, code: string, field: string, message: string): Refusal => ({
  ...refuseAct(act, c, today, code, message),
  fields: [{ field, message }],
})

/** 征求意见: the department that is asked, by its name in the directory, unless the act says its code. */
const withDepartment = async (sql: Sql, act: Act, c: Case, today: Today): Promise<Act | Refusal> => {
  const text = act.toUnit?.trim()
  if (act.type !== 'askOpinion' || !text || act.toDepartment || !c.pinned) return act
  const found = await findDepartmentNamed(sql, c.pinned.division, text)
  return found
    ? { ...act, toDepartment: found.uscc, toUnit: found.shortName }
    : refuseField(act, c, today, 'no-such-department', 'toUnit', `部门目录里没有“${text}”，请填写部门的全称或者简称`)
}

/** The officers an act may name, and where their accounts are kept in it. */
const named = [
  ['secondPerson', 'secondPersonId'],
  ['presider', 'presiderId'],
  ['toOfficer', 'toOfficerId'],
] as const

/**
 * An act with the department it asks and the accounts of the officers it names, by account name or full name, from the roster of the case's department and hall.
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
    const wrong = !found ? `本部门没有“${text}”这名工作人员` : another && `本部门不止一人叫“${text}”，请填写账号`
    if (wrong || !found) {
      return refuseField(act, c, today, 'no-such-officer', name, wrong || '没有这名工作人员')
    }
    whole = { ...whole, [name]: found.name, [id]: found.id }
  }
  return withDepartment(sql, whole, c, today)
}
