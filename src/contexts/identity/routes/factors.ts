import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { notFound, Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { civilTime } from '../pages/civil-time.ts'
import { factorsPage, recoveryPage, removePage, totpPage } from '../pages/factors-page.ts'
import { enrolTotp, newRecoveryCodes, newTotp, openOffer, sealOffer, totpAddress } from '../perform/factors/codes.ts'
import { removalRuleOf, removeFactor } from '../perform/factors/removal.ts'
import { needFresh } from '../perform/fresh.ts'
import { offeredFactors } from '../rules/factors.ts'
import { countRecoveryCodes, listFactors } from '../store/factors.ts'
import { asksProofing, doorOf, lastFactor, proofProblem } from './last-factor.ts'
import { type IdentityWeb, needAnyone, textOf } from './web.ts'

const place = '/my/security/factors'
const done: Readonly<Record<string, string>> = {
  enrolled: '已登记。下次登录时会用到它；请生成备用码，以备设备丢失。',
  removed: '已移除，别处的登录已退出。',
}

const showFactors = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const viewer = needAnyone(web, request)
  const door = doorOf(viewer, request)
  const [rows, recoveryCodes, rule] = await Promise.all([
    listFactors(web.db.sql, viewer.accountId),
    countRecoveryCodes(web.db.sql, viewer.accountId),
    removalRuleOf(web.db.sql, door, viewer.accountId),
  ])
  const factors = rows.map(({ id, kind, label, madeAt, usedAt }) => {
    return { id, kind, label, made: civilTime(madeAt), used: usedAt ? civilTime(usedAt) : '' }
  })
  const words = done[textOf(request.query, 'done')] ?? ''
  const model = {
    factors,
    offered: offeredFactors[door],
    recoveryCodes,
    done: words,
    keepsLast: rule === 'never',
    isStaff: door === 'staff',
  }
  return sendPage(reply, factorsPage(web.frame(request), model))
}

/** The secret that the page offers stays the same until it is enrolled, so that going back and forth does no harm. */
const offeredSecret = async (web: IdentityWeb, request: FastifyRequest, accountId: string): Promise<string> => {
  const offer = request.session?.data.totpOffer
  if (typeof offer === 'string') return openOffer(web.secrets, accountId, offer)
  const { secret } = newTotp('')
  await web.sessions.setData(request, { totpOffer: sealOffer(web.secrets, accountId, secret) })
  return secret
}

const enroller = (web: IdentityWeb, request: FastifyRequest) => {
  const viewer = needAnyone(web, request)
  needFresh(request)
  if (!offeredFactors[doorOf(viewer, request)].includes('totp'))
    throw new Problem(403, 'factor-not-offered', '工作人员请登记通行密钥或数字证书')
  return viewer
}

const showTotp = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = [], status = 200) => {
  const { accountId, name } = enroller(web, request)
  const secret = await offeredSecret(web, request, accountId)
  return sendPage(reply, totpPage(web.frame(request), { secret, address: totpAddress(secret, name || '未实名用户'), errors }), status)
}

const answerTotp = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId } = enroller(web, request)
  const secret = await offeredSecret(web, request, accountId)
  const wrong = (message: string) => showTotp(web, request, reply, [{ field: 'code', message }], 422)
  try {
    const outcome = await enrolTotp(web, accountId, secret, textOf(request.body, 'code'))
    if (outcome === 'wrong') return wrong('数字不正确。请核对手机的时间是否准确，再输入现在显示的数字')
  } catch (error) {
    if (error instanceof Stale) return wrong('这个帐号已经登记了动态验证码')
    throw error
  }
  await web.sessions.setData(request, { totpOffer: null })
  await web.sessions.endAll(web.db.sql, accountId, request)
  return reply.redirect(href(web.frame(request), `${place}?done=enrolled`), 303)
}

type WithId = FastifyRequest<{ Params: { id: string } }>
const getFactor = async (web: IdentityWeb, request: WithId, accountId: string) => {
  const factor = (await listFactors(web.db.sql, accountId)).find(({ id }) => id === request.params.id)
  if (!factor) throw notFound('没有这个第二重验证，可能已经移除')
  return factor
}

const removal = async (web: IdentityWeb, request: WithId) => {
  const viewer = needAnyone(web, request)
  needFresh(request)
  const factor = await getFactor(web, request, viewer.accountId)
  return { viewer, factor, proofing: await asksProofing(web, request, viewer, factor.id) }
}

const removalPage = (
  web: IdentityWeb,
  request: WithId,
  { viewer, factor, proofing }: Awaited<ReturnType<typeof removal>>,
  errors: readonly FieldError[] = [],
) => {
  const ofOrganisation = doorOf(viewer, request) === 'organisation'
  const back = { name: '第二重验证', href: place }
  const path = `${place}/${factor.id}/remove`
  return removePage(web.frame(request), { act: '移除', path, back, label: factor.label, proofing, ofOrganisation, errors })
}

const answerRemoval = async (web: IdentityWeb, request: WithId, reply: FastifyReply) => {
  const asked = await removal(web, request)
  const { viewer, factor, proofing } = asked
  const problem = proofing ? await proofProblem(web, request, reply, viewer) : undefined
  if (problem) return sendPage(reply, removalPage(web, request, asked, problem.errors), problem.status)
  const { accountId } = viewer
  const endSessions = (sql: Sql) => web.sessions.endAll(sql, accountId, request)
  const removed = { door: doorOf(viewer, request), accountId, id: factor.id, isProofed: proofing, endSessions }
  if ((await removeFactor(web, removed)) === 'last') throw lastFactor()
  return reply.redirect(href(web.frame(request), `${place}?done=removed`), 303)
}

/** The second factors of whoever is signed in (S-005, S-006, S-012); each change asks who he is again (S-035) and ends his other sessions (S-033). */
export const factorRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(place, (request, reply) => showFactors(web, request, reply))
    app.get(`${place}/totp`, (request, reply) => showTotp(web, request, reply))
    app.post(`${place}/totp`, (request, reply) => answerTotp(web, request, reply))
    app.post(`${place}/recovery`, async (request, reply) => {
      const { accountId } = needAnyone(web, request)
      needFresh(request)
      if ((await listFactors(web.db.sql, accountId)).length === 0) throw notFound('还没有第二重验证，不需要备用码')
      return sendPage(reply, recoveryPage(web.frame(request), await newRecoveryCodes(web, accountId)))
    })
    app.get<{ Params: { id: string } }>(`${place}/:id/remove`, async (request, reply) => {
      return sendPage(reply, removalPage(web, request, await removal(web, request)))
    })
    app.post<{ Params: { id: string } }>(`${place}/:id/remove`, (request, reply) => answerRemoval(web, request, reply))
  }
