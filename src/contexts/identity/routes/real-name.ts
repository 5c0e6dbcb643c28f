import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { civilTime } from '../pages/civil-time.ts'
import { confirmedPage, realNamePage } from '../pages/real-name-page.ts'
import { isLimited } from '../perform/means.ts'
import { type ProofOutcome, proofPerson } from '../perform/real-name.ts'
import { getPerson } from '../perform/viewer.ts'
import { type RealNameClaim, readRealName } from '../rules/claims.ts'
import { findProofing } from '../store/people.ts'
import type { Applicant } from '../terms.ts'
import { bodyOf, type IdentityWeb, needApplicant, nextOf, textOf, tooOften } from './web.ts'

const refusals: Record<Extract<ProofOutcome, 'differs' | 'taken'>, FieldError> = {
  differs: { field: 'name', message: '姓名和身份证号核对不一致，请对照身份证检查后再试' },
  taken: { field: 'idNumber', message: '这个身份证号已在另一个帐号实名。请用那个帐号登录，或带身份证到窗口办理' },
}

type Seen = { readonly viewer: Applicant & { readonly personId: string }; readonly next: string }
const showConfirmed = async ({ db, secrets, frame }: IdentityWeb, request: FastifyRequest, reply: FastifyReply, { viewer, next }: Seen) => {
  const { name, idNumber, sex, ethnicity = '' } = await getPerson(db.sql, viewer.personId, secrets)
  const proofing = await findProofing(db.sql, viewer.accountId)
  const confirmed = proofing ? `${proofing.source}核对一致，${civilTime(proofing.at)}` : '法定代表人已实名'
  return sendPage(reply, confirmedPage(frame(request), { name, idNumber, sex, ethnicity, confirmed, next }))
}

/** The answer to a claim: what to show again, or nothing when it was confirmed. */
const judge = async (web: IdentityWeb, reply: FastifyReply, accountId: string, claim: RealNameClaim | undefined) => {
  if (!claim) return { status: 422, more: {} }
  const outcome = await proofPerson(web, accountId, claim)
  if (isLimited(outcome)) return { status: 429, more: { errors: tooOften(reply, outcome.retryAfter, 'name') } }
  if (outcome === 'down') return { status: 503, more: { isDown: true } }
  return outcome === 'confirmed' ? undefined : { status: 422, more: { errors: [refusals[outcome]] } }
}

const answerClaim = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const viewer = needApplicant(web.viewer(request))
  const body = bodyOf(request)
  const next = nextOf(body)
  const done = href(web.frame(request), next ? `/my/realname?next=${encodeURIComponent(next)}` : '/my/realname')
  if (viewer.personId) return reply.redirect(done, 303)
  const { answers, errors, claim } = readRealName(body)
  const refused = await judge(web, reply, viewer.accountId, claim)
  if (refused) {
    const model = { answers, errors, next, fresh: textOf(body, 'fresh') === '1', ...refused.more }
    return sendPage(reply, realNamePage(web.frame(request), model), refused.status)
  }
  await web.sessions.signIn(request, reply, { kind: 'applicant', subjectId: viewer.accountId, data: { ...request.session?.data } })
  return reply.redirect(done, 303)
}

/** 实名认证 and what it confirmed. */
export const realNameRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/realname', async (request, reply) => {
      const viewer = needApplicant(web.viewer(request))
      const { personId } = viewer
      const next = nextOf(request.query)
      if (personId) return showConfirmed(web, request, reply, { viewer: { ...viewer, personId }, next })
      const fresh = textOf(request.query, 'fresh') === '1'
      return sendPage(reply, realNamePage(web.frame(request), { answers: {}, errors: [], next, fresh }))
    })
    app.post('/my/realname', (request, reply) => answerClaim(web, request, reply))
  }
