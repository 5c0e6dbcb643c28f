import { type Casework, findCase, type Moment } from '../casework/index.ts'
import { findGuide } from '../catalogue/index.ts'
import { reminderText, tellHolder } from './perform/tell.ts'
import { reminderDays } from './rules.ts'
import { keepReminder, listExpiring } from './store.ts'
import type { Licence } from './terms.ts'

const batch = 200

const remindOne = (casework: Casework, licence: Licence, days: number, { today }: Moment): Promise<boolean> =>
  casework.db.transaction(async (sql) => {
    const { validTo } = licence
    if (!validTo || !(await keepReminder(sql, licence.id, days, today.date))) return false
    const phone = (await findCase(casework, sql, licence.caseNo))?.state.applicant?.phone
    return tellHolder(sql, casework.secrets, phone, reminderText(licence, validTo), `licence-ends ${licence.id} ${days}`)
  })

const isRenewable = async ({ db }: Casework, { itemCode }: Licence): Promise<boolean> =>
  (await findGuide(db.sql, itemCode))?.guide.licenceMatters?.includes('renew') ?? false

const remindAll = async (casework: Casework, days: number, moment: Moment): Promise<number> => {
  let told = 0
  for (let after: string | undefined; ; ) {
    const expiring = await listExpiring(casework.db.sql, moment.today.date, days, after, batch)
    for (const licence of expiring) {
      if ((await isRenewable(casework, licence)) && (await remindOne(casework, licence, days, moment))) told += 1
    }
    after = expiring.at(-1)?.id
    if (expiring.length < batch) return told
  }
}

/**
 * Reminds holders 60 and 35 days before a licence ends, once each, where its item lets it be renewed; returns how many were told. A day that
 * was missed is made up for, and of two reminders due at once only the nearer goes out.
 */
export const remindHolders = async (casework: Casework, moment: Moment): Promise<number> => {
  let told = 0
  for (const days of reminderDays.toReversed()) told += await remindAll(casework, days, moment)
  return told
}
