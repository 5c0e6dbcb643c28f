import type { FastifyReply, FastifyRequest } from 'fastify'
import { maskName } from '../../../kernel/text.ts'
import { recordAccess } from '../../../platform/access.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { originOf } from '../../../platform/origin.ts'
import { insertMessage } from '../store/messages.ts'
import { findPersonOfAccount } from '../store/people.ts'
import { findPreference } from '../store/preferences.ts'
import { findActor, insertSignIn, isNewOrigin } from '../store/sign-ins.ts'

/** A request as far as the record of it goes. */
export type Origins = { readonly request: string; readonly network: string }

/** Writes a sign-in, or a try at one, into the record that the auditor reads (S-100). The names of applicants are masked (S-095). */
export const recordEntrance = async (
  sql: Sql,
  accountId: string | undefined,
  entry: Origins & { readonly kind: 'signIn' | 'signInFailed'; readonly what: string; readonly result: string },
): Promise<void> => {
  const actor = await findActor(sql, accountId)
  const actorName = actor && !actor.isOfficer ? maskName(actor.name) : (actor?.name ?? '')
  await recordAccess(sql, { ...entry, actor: accountId, actorName, principal: actor?.unit, division: actor?.division })
}

/** Writes down that somebody came in, and tells him when it was by a kind of device and from a network he never came from (S-034). */
export const recordArrival = async (db: Pick<Db, 'sql'>, accountId: string, request: FastifyRequest): Promise<void> => {
  const origin = originOf(request)
  const isNew = await isNewOrigin(db.sql, accountId, origin)
  await insertSignIn(db.sql, accountId, 'in', origin)
  const what = request.routeOptions.url ?? ''
  await recordEntrance(db.sql, accountId, { kind: 'signIn', what, result: '成功', request: String(request.id), network: request.ip })
  const person = isNew ? await findPersonOfAccount(db.sql, accountId) : undefined
  if (!person) return
  const body = `${origin.device}，网络 ${origin.place}。不是您本人？请马上退出别处的登录并修改密码。`
  await insertMessage(db.sql, person, { title: '您的帐号在新的设备或网络登录', body, link: '/my/security' })
}

/** His password was right and the second factor was not: the owner reads of it, for somebody may have his password (S-034). */
export const recordWrongFactor = async (db: Pick<Db, 'sql'>, accountId: string, request: FastifyRequest): Promise<void> => {
  await insertSignIn(db.sql, accountId, 'wrong', originOf(request))
}

/** The cookie in which a browser keeps mode.size.language, set to what the person chose for all his devices. */
export const displayCookie = (mode: string, language: string, size = ''): string => [mode, size, language, ''].join('.')
const year = 365 * 24 * 3600

/** A device that has no choice of its own shows pages as their owner wants them. */
export const keepPreference = async (
  db: Pick<Db, 'sql'>,
  accountId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const chosen = request.cookies.ui ? undefined : await findPreference(db.sql, accountId)
  if (chosen) setDisplay(request, reply, displayCookie(chosen.mode, chosen.language))
}
export const setDisplay = (request: FastifyRequest, reply: FastifyReply, value: string) =>
  reply.setCookie('ui', value, { path: '/', maxAge: year, sameSite: 'lax', httpOnly: true, secure: request.protocol === 'https' })
