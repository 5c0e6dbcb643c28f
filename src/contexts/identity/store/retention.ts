import { fragment, type Sql } from '../../../platform/db.ts'
import type { Pieces } from '../../../platform/jobs/pieces.ts'
import { legalHold } from '../rules/legal-hold.ts'
import { phoneStopHours } from '../rules/phone-at-window.ts'

/** How long each class of passing data is kept (S-095), in days after its own end. */
export const retention = {
  /** 网络安全法 §21: six months at least. */
  signIns: 180,
  /** The record of requests (platform.access): a year, for the auditor. */
  requests: legalHold.requests.days,
  copies: 7,
  messages: 365,
} as const

/** What stays of an ended account for a time, by the list of what the law keeps. */
const ofErased = [
  ['formerConsents', fragment`identity.consent`, legalHold.consents.days],
  ['formerProofings', fragment`identity.proofing`, legalHold.proofings.days],
  ['factorEvents', fragment`identity.factor_event`, legalHold.security.days],
] as const

/** Forgets what is past its time, class by class, each as a piece of its own; gives how many rows of each. */
export const sweepIdentity = async (sql: Sql, piece: Pieces['piece']): Promise<Readonly<Record<string, number>>> => {
  const classes: Record<string, () => Promise<readonly unknown[]>> = {
    signIns: () => sql`delete from identity.sign_in where at < now() - make_interval(days => ${retention.signIns}::int) returning id`,
    captchas: () => sql`delete from identity.captcha where expires_at < now() returning id`,
    codes: () => sql`delete from identity.sms_code where expires_at < now() returning id`,
    recoveries: () => sql`delete from identity.recovery where expires_at < now() returning id`,
    challenges: () => sql`delete from identity.challenge where expires_at < now() returning hash`,
    phoneChanges: () => sql`
      delete from identity.phone_change
      where decided_at is null and stopped_at is null and expires_at < now() - interval '1 day'
      returning id`,
    formerPhones: () => sql`
      update identity.phone_change set former_sealed = null
      where former_sealed is not null and stopped_at is null and decided_at < now() - make_interval(hours => ${phoneStopHours}::int)
      returning id`,
    invitations: () => sql`delete from identity.invitation where expires_at < now() returning token_hash`,
    sessions: () => sql`delete from platform.session where expires_at < now() returning sid`,
    messages: () => sql`delete from identity.message where at < now() - make_interval(days => ${retention.messages}::int) returning id`,
    copies: () => sql`
      update identity.data_request set sealed = null
      where sealed is not null and done_at < now() - make_interval(days => ${retention.copies}::int)
      returning id`,
  }
  for (const [name, table, days] of ofErased)
    classes[name] = () => sql`
      delete from ${table} as held
      using identity.account
      where account.id = held.account_id and account.erased_at < now() - make_interval(days => ${days}::int)
      returning held.account_id`
  const gone: Record<string, number> = {}
  for (const [name, sweep] of Object.entries(classes)) gone[name] = (await piece(name, sweep))?.length ?? 0
  return gone
}
