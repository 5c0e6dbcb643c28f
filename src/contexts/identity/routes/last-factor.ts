import type { FastifyReply, FastifyRequest } from 'fastify'
import { tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { Problem } from '../../../platform/http.ts'
import { proofAgain, removalRuleOf } from '../perform/factors/removal.ts'
import { isLimited } from '../perform/means.ts'
import { tidyName } from '../rules/claims.ts'
import type { Applicant, Door, Staff } from '../terms.ts'
import { type IdentityWeb, textOf, tooOften } from './web.ts'

/** At which door an account came in: one that acts for an organisation by 授权 is a person's. */
export const doorOf = (viewer: Applicant | Staff, request: FastifyRequest): Door => {
  if (viewer.kind === 'staff') return 'staff'
  return viewer.organisation && request.session?.data.actingFor === undefined ? 'organisation' : 'person'
}

export const lastFactor = () => new Problem(409, 'last-factor', '这是最后一个第二重验证，不能移除。请先登记另一个')

/** Whether the factor goes only after a proofing, because it is the last; throws `last-factor` where it does not go at all (S-006). */
export const asksProofing = async (web: IdentityWeb, request: FastifyRequest, viewer: Applicant | Staff, id: string): Promise<boolean> => {
  const rule = await removalRuleOf(web.db.sql, doorOf(viewer, request), viewer.accountId, id)
  if (rule === 'never') throw lastFactor()
  if (rule === 'afterProofing' && !viewer.personId)
    throw new Problem(409, 'last-factor', '这是最后一个第二重验证。移除前要核对身份，请先完成实名认证', {
      link: '/my/realname',
      linkText: '去实名',
    })
  return rule === 'afterProofing'
}

/** What is wrong with the proof that the last factor asks for; nothing when it is confirmed. */
export const proofProblem = async (
  web: IdentityWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Applicant | Staff,
): Promise<{ readonly status: number; readonly errors: readonly FieldError[] } | undefined> => {
  const claim = { name: tidyName(textOf(request.body, 'name')), idNumber: tidyIdentifier(textOf(request.body, 'idNumber')) }
  if (!claim.name || !claim.idNumber) return { status: 422, errors: [{ field: 'name', message: '请填写姓名和身份证号' }] }
  const outcome = await proofAgain(web, { accountId: viewer.accountId, personId: viewer.personId ?? '' }, claim)
  if (outcome === 'confirmed') return undefined
  if (isLimited(outcome)) return { status: 429, errors: tooOften(reply, outcome.retryAfter, 'name') }
  if (outcome === 'down') return { status: 503, errors: [{ field: 'name', message: '人口信息库暂时没有应答，请过几分钟再试' }] }
  return { status: 422, errors: [{ field: 'name', message: '姓名和身份证号与这个帐号的实名不一致，请对照身份证检查' }] }
}
