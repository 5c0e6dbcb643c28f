import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Answers, readAnswers } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { addChild, identityLimits, listGrantsToPerson, needFresh } from '../../identity/index.ts'
import { childFields, childrenPage } from '../pages/children-page.ts'
import type { PortalDeps } from './deps.ts'
import { himself, lineOf, type Real } from './grant-lines.ts'

/** A person in his own place: an organisation has no children. */
const inPerson = (deps: PortalDeps, request: FastifyRequest): Real => {
  const viewer = himself(deps, request)
  if (!viewer.organisation) return viewer
  throw new Problem(403, 'not-a-person', '请先切换到个人身份', { link: '/my/acting?next=/my/family/children', linkText: '切换身份' })
}

const show = async (
  deps: PortalDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { answers, errors }: { answers: Answers; errors: readonly FieldError[] },
) => {
  const { personId } = inPerson(deps, request)
  const given = await listGrantsToPerson(deps.db.sql, personId)
  const children = given.filter(({ relation }) => relation === 'guardian').map(lineOf(deps, request))
  return sendPage(reply, childrenPage(deps.frame(request), { children, answers, errors }), errors.length > 0 ? 422 : 200)
}

/** 监护人 and their children: listed, and added when the population registry says so (民法典 §23; 个人信息保护法 §31). Adding one asks who one is again (S-035). */
export const childrenRoutes =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/family/children', (request, reply) => show(deps, request, reply, { answers: {}, errors: [] }))
    app.post('/my/family/children', async (request, reply) => {
      const viewer = inPerson(deps, request)
      needFresh(request)
      const { answers, errors } = readAnswers(childFields, (request.body ?? {}) as Record<string, unknown>)
      if (errors.length > 0) return show(deps, request, reply, { answers, errors })
      const { db, secrets, registryUrl } = deps
      const means = { db, secrets, registryUrl, limits: identityLimits(db, secrets) }
      const typed = { name: String(answers.name), idNumber: String(answers.idNumber) }
      const outcome = await addChild(means, viewer, typed, { today: deps.today(), now: new Date().toISOString() })
      if ('id' in outcome) return reply.redirect(href(deps.frame(request), '/my/family?done=child'), 303)
      return show(deps, request, reply, { answers, errors: outcome.fields ?? [{ field: 'idNumber', message: outcome.title }] })
    })
  }
