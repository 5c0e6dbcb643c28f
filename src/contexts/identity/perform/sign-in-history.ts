import type { FastifyRequest } from 'fastify'
import type { Db } from '../../../platform/db.ts'
import { originOf } from '../../../platform/origin.ts'
import { insertMessage } from '../store/messages.ts'
import { findPersonOfAccount } from '../store/people.ts'
import { insertSignIn, isNewOrigin } from '../store/sign-ins.ts'

/** Writes down that somebody came in, and tells him when it was by a kind of device and from a network he never came from (S-034). */
export const recordArrival = async (db: Pick<Db, 'sql'>, accountId: string, request: FastifyRequest): Promise<void> => {
  const origin = originOf(request)
  const isNew = await isNewOrigin(db.sql, accountId, origin)
  await insertSignIn(db.sql, accountId, 'in', origin)
  const person = isNew ? await findPersonOfAccount(db.sql, accountId) : undefined
  if (!person) return
  const body = `${origin.device},网络 ${origin.place}。不是您本人?请马上退出别处的登录并修改密码。`
  await insertMessage(db.sql, person, { title: '您的帐号在新的设备或网络登录', body, link: '/my/security' })
}
