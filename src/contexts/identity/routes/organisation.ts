import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FieldError } from '../../../kernel/refusal.ts'
import { Problem, parse, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { certificateFirstPage, certificateRefusedPage } from '../pages/certificate-register-page.ts'
import { actingPage, type OrganisationModel, organisationPage } from '../pages/organisation-page.ts'
import { broughtBy, refuseBrought } from '../perform/certificates/brought.ts'
import { writeBinding } from '../perform/certificates/certificates.ts'
import { isLimited } from '../perform/means.ts'
import { registerOrganisation } from '../perform/organisation.ts'
import { getPerson } from '../perform/viewer.ts'
import { type CertificateRefusal, certificateFaults } from '../rules/certificates.ts'
import { readOrganisation } from '../rules/claims.ts'
import { ownPersonOf } from '../rules/grants.ts'
import { passwordProblem } from '../rules/password.ts'
import { listMemberships } from '../store/people.ts'
import type { Applicant, Membership } from '../terms.ts'
import { bodyOf, type IdentityWeb, needApplicant, nextOf, textOf, tooOften } from './web.ts'

const refusals: Record<'differs' | 'taken' | 'otherRepresentative', FieldError> = {
  differs: { field: 'name', message: '与法人库核对不一致，请对照营业执照检查名称、代码、类型，并确认您是登记的法定代表人' },
  otherRepresentative: {
    field: 'takesOver',
    message: '法人库登记的法定代表人是您，但这个单位在本平台由前任注册。您是新任法定代表人的，请勾选确认变更',
  },
  taken: { field: 'uscc', message: '这个统一社会信用代码已经注册。请用法人登录，或请法定代表人处理' },
}

/** Where name and code are fixed as the certificate states them, a refusal stands at the question that is left. */
const refusalOf = (why: keyof typeof refusals, isByCertificate: boolean): FieldError => {
  const { field, message } = refusals[why]
  if (!isByCertificate || why === 'otherRepresentative') return { field, message }
  return { field: 'kind', message: why === 'differs' ? '与法人库核对不一致，请检查法人类型，并确认您是登记的法定代表人' : message }
}

/** The certificate can be bound no more: says why, and forgets it. */
const dropBrought = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, why: CertificateRefusal) => {
  await web.sessions.setData(request, { brought: null })
  return sendPage(reply, certificateRefusedPage(web.frame(request), certificateFaults[why]), 409)
}

const answerRegistration = async (
  web: IdentityWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Applicant & { personId: string },
) => {
  const body = bodyOf(request)
  const person = await getPerson(web.db.sql, viewer.personId, web.secrets)
  const brought = broughtBy(web, request.session)
  const refused = brought && (await refuseBrought(web, brought))
  if (refused) return dropBrought(web, request, reply, refused)
  const { answers, errors, claim } = readOrganisation(body, brought)
  const again = (status: number, more: Partial<OrganisationModel>) => {
    const model = { legalName: person.name, legalIdNumber: person.idNumber, certificate: brought, answers, errors: [], ...more }
    return sendPage(reply, organisationPage(web.frame(request), model), status)
  }
  const password = textOf(body, 'password')
  const personal = { phone: viewer.phone, name: person.name, idNumber: person.idNumber, uscc: claim?.uscc ?? '' }
  const problem = passwordProblem(password, personal, web.passwordPolicies.organisation)
  if (!claim || problem) return again(422, { errors: [...errors, ...(problem ? [{ field: 'password', message: problem }] : [])] })
  const outcome = await registerOrganisation(web, {
    organisation: claim,
    person,
    accountId: viewer.accountId,
    password,
    takesOver: textOf(body, 'takesOver') === '1',
    bind: brought && ((sql, account) => writeBinding(sql, { accountId: account, personId: person.id }, brought.certificate)),
  })
  if (isLimited(outcome)) return again(429, { errors: tooOften(reply, outcome.retryAfter, 'name') })
  if (outcome === 'down') return again(503, { isDown: true })
  if (typeof outcome === 'string')
    return again(422, { errors: [refusalOf(outcome, brought !== undefined)], takesOver: outcome === 'otherRepresentative' })
  await web.sessions.setData(request, { brought: null })
  await actFor(web, request, reply, viewer, outcome.organisationId)
  return reply.redirect(href(web.frame(request), '/my'), 303)
}

/** A new session token for whom one acts for from now on (S-030). */
const actFor = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, viewer: Applicant, organisationId: string) => {
  const { actingFor: _, ...data } = request.session?.data ?? {}
  return web.sessions.signIn(request, reply, {
    kind: 'applicant',
    subjectId: viewer.accountId,
    data: organisationId ? { ...data, actingFor: organisationId } : data,
  })
}

/** Legal-person registration: needs the 法定代表人 signed in and 实名. Whoever comes with a certificate finds name and code in it. */
export const organisationRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const legalRepresentative = (request: FastifyRequest): Applicant & { personId: string } => {
      const viewer = needApplicant(web.viewer(request))
      if (viewer.organisation?.own) {
        const link = `/login/person?next=${encodeURIComponent('/register/organisation')}`
        throw new Problem(403, 'own-account-only', '注册法人由法定代表人本人办理，请用他的个人帐号登录', {
          link,
          linkText: '用个人帐号登录',
        })
      }
      if (viewer.personId) return { ...viewer, personId: viewer.personId }
      throw new Problem(403, 'real-name-needed', '注册法人要先实名，约 1 分钟', {
        link: '/my/realname?next=/register/organisation',
        linkText: '去实名认证',
      })
    }

    app.get('/register/organisation', async (request, reply) => {
      const brought = broughtBy(web, request.session)
      if (brought && web.viewer(request).kind === 'visitor') return sendPage(reply, certificateFirstPage(web.frame(request), brought))
      if (!needApplicant(web.viewer(request)).personId)
        return reply.redirect(href(web.frame(request), '/my/realname?next=/register/organisation'), 303)
      const { name, idNumber } = await getPerson(web.db.sql, legalRepresentative(request).personId, web.secrets)
      const model = { legalName: name, legalIdNumber: idNumber, certificate: brought, answers: {}, errors: [] }
      return sendPage(reply, organisationPage(web.frame(request), model))
    })
    app.post('/register/organisation', async (request, reply) => {
      const viewer = legalRepresentative(request)
      if (textOf(request.body, 'act') !== 'without') return answerRegistration(web, request, reply, viewer)
      await web.sessions.setData(request, { brought: null })
      return reply.redirect(href(web.frame(request), '/register/organisation'), 303)
    })
  }

const Acting = z.strictObject({ organisation: z.uuid().nullable() })

/** Whom one may act for; an account of an organisation always acts for it, not for the others of its 法定代表人 (S-041). */
const mandates = (web: IdentityWeb, viewer: Applicant): Promise<Membership[]> => {
  const person = ownPersonOf(viewer)
  return person ? listMemberships(web.db.sql, person) : Promise.resolve([])
}

/** Switching between oneself and one's organisation, as page and API. */
export const actingRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const show = async (request: FastifyRequest, reply: FastifyReply, errors: FieldError[]) => {
      const viewer = needApplicant(web.viewer(request))
      const model = {
        name: viewer.name,
        memberships: await mandates(web, viewer),
        chosen: viewer.organisation?.id ?? '',
        isOrganisationAccount: viewer.organisation?.own === true,
        hasLost: viewer.lostStanding === true,
        errors,
      }
      const next = nextOf(errors.length > 0 ? request.body : request.query)
      return sendPage(reply, actingPage(web.frame(request), { ...model, next }), errors.length > 0 ? 422 : 200)
    }
    const mayAct = async (viewer: Applicant, id: string): Promise<boolean> =>
      id === '' || (await mandates(web, viewer)).some((one) => one.id === id)

    app.get('/my/acting', (request, reply) => show(request, reply, []))
    app.post('/my/acting', async (request, reply) => {
      const viewer = needApplicant(web.viewer(request))
      const id = textOf(request.body, 'organisation')
      if (!(await mayAct(viewer, id))) return show(request, reply, [{ field: 'organisation', message: '请从列出的身份中选择' }])
      await actFor(web, request, reply, viewer, id)
      return reply.redirect(nextOf(request.body) || href(web.frame(request), '/my'), 303)
    })
    app.post('/api/v1/me/acting', async (request, reply) => {
      const viewer = needApplicant(web.viewer(request))
      const { organisation } = parse(Acting, request.body)
      if (!(await mayAct(viewer, organisation ?? ''))) throw new Problem(404, 'not-found', '没有您可以代表的这个法人')
      const { csrf } = await actFor(web, request, reply, viewer, organisation ?? '')
      return { organisation, csrfToken: csrf }
    })
  }
