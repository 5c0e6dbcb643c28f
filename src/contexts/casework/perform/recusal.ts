import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { getPerson, listMemberships } from '../../identity/index.ts'
import { conditions } from '../rules/guards.ts'
import { procedure, refuseAct } from '../rules/procedure.ts'
import { isWalkIn } from '../rules/walk-in.ts'
import type { Act, Applicant, Case, Today } from '../terms.ts'
import type { Casework } from './journal.ts'

const article = conditions['own-case'].article

/** Whether an applicant is an organisation that a person may stand for today. */
const standsFor = async (sql: Sql, person: string, { id, idNumber }: Applicant): Promise<boolean> =>
  (await listMemberships(sql, person)).some((one) => one.id === id || one.uscc === idNumber)

/**
 * 回避 where the ids of the case alone do not show it (S-048): the officer is 法定代表人 or 经办人 of the organisation that applies, or it is
 * he himself whose number was typed at the window. The rest is the condition `own-case`.
 */
export const recused = async (
  { secrets }: Pick<Casework, 'secrets'>,
  sql: Sql,
  act: Act,
  c: Case,
  today: Today,
): Promise<Refusal | undefined> => {
  const { person } = act.by
  const applicant = c.applicant ?? act.applicant
  const isAsked = (procedure[act.type].conditions as readonly string[]).includes('own-case') && act.by.role !== 'applicant'
  if (!isAsked || !person || !applicant) return undefined
  if (applicant.kind === 'organisation' && (await standsFor(sql, person, applicant)))
    return refuseAct(act, c, today, 'own-case', '不能办理本人代表的单位的申请', article)
  if (applicant.kind === 'person' && isWalkIn(applicant.id) && (await getPerson(sql, person, secrets)).idNumber === applicant.idNumber)
    return refuseAct(act, c, today, 'own-case', conditions['own-case'].title, article)
  return undefined
}
