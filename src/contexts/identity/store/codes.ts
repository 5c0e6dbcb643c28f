import type { Sql } from '../../../platform/db.ts'
import type { Purpose } from '../terms.ts'

/** An open captcha. Without `answerHash` it is a wait. */
export type NewCaptcha = {
  readonly id: string
  readonly binding: string
  readonly action: Purpose
  readonly answerHash?: string
  readonly waitSeconds: number
  readonly minutes: number
}
export const insertCaptcha = async (sql: Sql, c: NewCaptcha): Promise<void> => {
  await sql`delete from identity.captcha where expires_at < now()`
  await sql`
    insert into identity.captcha (id, binding, action, answer_hash, usable_at, expires_at)
    values (
      ${c.id}, ${c.binding}, ${c.action}, ${c.answerHash ?? null},
      now() + make_interval(secs => ${c.waitSeconds}::int), now() + make_interval(mins => ${c.minutes}::int)
    )`
}

/** Seconds until a wait may be used; 0 when it may, and for a picture or an unknown one. */
export const waitLeft = async (sql: Sql, id: string, binding: string, action: Purpose): Promise<number> => {
  const [row] = await sql<{ left: number }>`
    select ceil(extract(epoch from usable_at - now()))::int as left
    from identity.captcha
    where id = ${id} and binding = ${binding} and action = ${action} and usable_at > now()`
  return row?.left ?? 0
}

export type CaptchaRow = { readonly answer_hash: string | null }
/** Takes a captcha away, right or wrong: one of two uses at the same time gets it (S-013). */
export const takeCaptcha = async (sql: Sql, id: string, binding: string, action: Purpose): Promise<CaptchaRow | undefined> => {
  const [row] = await sql<CaptchaRow>`
    delete from identity.captcha
    where id = ${id} and binding = ${binding} and action = ${action} and usable_at <= now() and expires_at > now()
    returning answer_hash`
  return row
}

export type NewSmsCode = {
  readonly id: string
  readonly phoneHash: string
  readonly purpose: Purpose
  readonly binding: string
  readonly codeHash: string
  readonly minutes: number
}
/** The newest code replaces the one before it. */
export const putSmsCode = (sql: Sql, c: NewSmsCode) => sql`
  insert into identity.sms_code (id, phone_hash, purpose, binding, code_hash, expires_at)
  values (${c.id}, ${c.phoneHash}, ${c.purpose}, ${c.binding}, ${c.codeHash}, now() + make_interval(mins => ${c.minutes}::int))
  on conflict (binding, purpose) do update
  set id = excluded.id, phone_hash = excluded.phone_hash, code_hash = excluded.code_hash, tries = 0, sent_at = now(), expires_at = excluded.expires_at`

/**
 * One try at the open code of a session and purpose; the id of the code when it was right. Counts before it looks, so that tries at the same
 * time cannot pass the limit; a code whose tries are used up is taken away.
 */
export const trySmsCode = async (
  sql: Sql,
  { purpose, binding, phoneHash, codeHash, tries }: Pick<NewSmsCode, 'purpose' | 'binding' | 'phoneHash' | 'codeHash'> & { tries: number },
): Promise<string | undefined> => {
  const [row] = await sql<{ id: string; tries: number; right: boolean }>`
    update identity.sms_code
    set tries = tries + 1
    where binding = ${binding} and purpose = ${purpose} and expires_at > now() and tries < ${tries}
    returning id, tries, code_hash = ${codeHash} and phone_hash = ${phoneHash} as "right"`
  if (row?.right) return row.id
  if (row && row.tries >= tries) await takeSmsCode(sql, row.id)
  return undefined
}

/** Takes a code away. False when somebody was faster: one code serves once, however many come with it (S-012). */
export const takeSmsCode = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql`delete from identity.sms_code where id = ${id} returning id`).length > 0
