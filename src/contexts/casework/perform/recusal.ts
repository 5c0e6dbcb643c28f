import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { findOrganisationById, getPerson, listMemberships } from '../../identity/index.ts'
import { conditions } from '../rules/guards.ts'
import { procedure, refuseAct } from '../rules/procedure.ts'
import { isWalkIn } from '../rules/walk-in.ts'
import type { Act, Applicant, Case, Today } from '../terms.ts'
import type { Casework } from './journal.ts'

const article = conditions['own-case'].article

/** Whether an applicant is an organisation that a person may stand for today. */
const standsFor = async (sql: Sql, person: string, { id, idNumber }: Applicant): Promise<boolean> =>
  (await listMemberships(sql, person)).some((one) => one.id === id || one.uscc === idNumber)

/** An officer of whom nobody knows which person he is, and somebody of his name on the other side. */
const isNamesake = async (sql: Sql, name: string, { kind, id, name: applicant, agent }: Applicant): Promise<boolean> => {
  if (name === applicant || name === agent?.name) return true
  return kind === 'organisation' && !isWalkIn(id) && name === (await findOrganisationById(sql, id))?.legalRepresentative
}

/**
 * 回避 where the ids of the case alone do not show it (S-048): the officer is 法定代表人 or 经办人 of the organisation that applies, or it is
 * he himself whose number was typed at the window; who has not proven who he is handles no case of a namesake. The rest is the condition
 * `own-case`.
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
  const isOfficer = act.by.role !== 'applicant' && act.by.role !== 'law'
  const isAsked = isOfficer && (procedure[act.type].conditions as readonly string[]).includes('own-case')
  if (!isAsked || !applicant) return undefined
  if (!person)
    return (await isNamesake(sql, act.by.name, applicant))
      ? refuseAct(act, c, today, 'own-case', '您与申请人或者其代表人同名，请先在“登录设备与密码”核对您是谁', article)
      : undefined
  if (applicant.kind === 'organisation' && (await standsFor(sql, person, applicant)))
    return refuseAct(act, c, today, 'own-case', '不能办理本人代表的单位的申请', article)
  if (applicant.kind === 'person' && isWalkIn(applicant.id) && (await getPerson(sql, person, secrets)).idNumber === applicant.idNumber)
    return refuseAct(act, c, today, 'own-case', conditions['own-case'].title, article)
  return undefined
}
