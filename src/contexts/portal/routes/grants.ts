import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Answers, readAnswers } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { notFound, Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { listMyCases } from '../../casework/index.ts'
import {
  type Applicant,
  findGrantFor,
  type GrantAct,
  getOrganisation,
  identityLimits,
  listGrantsOfOrganisation,
  listGrantsOfPerson,
  listGrantsToPerson,
  listGrantUses,
  listMemberships,
  mayEnd,
  needFresh,
  type Offer,
  offerGrant,
  stopGrant,
  takeGrant,
} from '../../identity/index.ts'
import { type GrantFormModel, grantFields, grantForm } from '../pages/grant-form.ts'
import { delegationsPage, familyPage, grantPage, membersPage, orgsPage } from '../pages/grants-pages.ts'
import { readScope } from '../perform/scope.ts'
import { childrenRoutes } from './children.ts'
import type { PortalDeps } from './deps.ts'
import { givable, himself, lineOf, midnightOf, type Real, realPerson, siteOf } from './grant-lines.ts'
import { grantsApi } from './grants-api.ts'

type WithId = { Params: { id: string } }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const membershipNames = { legalRepresentative: '法定代表人', agent: '经办人' } as const

/** For which organisation the session acts; undefined where it is another's page. */
const organisationOf = (viewer: Real, id: string): NonNullable<Applicant['organisation']> => {
  if (viewer.organisation?.id === id) return viewer.organisation
  throw new Problem(403, 'not-acting', '请先切换到这个单位的身份', {
    link: `/my/acting?next=/my/orgs/${id}/delegations`,
    linkText: '切换身份',
  })
}

const text = (answers: Answers, name: string): string => String(answers[name] ?? '')
/** What was typed, as an offer; the last day counts whole. */
const offerOf = (answers: Answers, scope: readonly string[]): Offer => ({
  name: text(answers, 'name'),
  idNumber: text(answers, 'idNumber'),
  relation: text(answers, 'relation') === 'grid' ? 'grid' : 'family',
  acts: [answers.acts ?? []].flat() as GrantAct[],
  scope,
  since: midnightOf(text(answers, 'since')),
  until: midnightOf(text(answers, 'until'), 1),
})

const formOf = (viewer: Real, id: string | undefined): Omit<GrantFormModel, 'answers' | 'errors'> => {
  const action = id ? `/my/orgs/${id}/delegations/new` : '/my/family/new'
  const back = id ? `/my/orgs/${id}/delegations` : '/my/family'
  const principal = id ? organisationOf(viewer, id).name : viewer.name
  return { of: id ? 'organisation' : 'person', principal, acts: givable(viewer), action, back }
}

/** The form of a new grant: shown, and read. Handing out a right asks who one is again (S-035). */
const answerForm = async (deps: PortalDeps, request: FastifyRequest, reply: FastifyReply, id?: string) => {
  const viewer = id ? realPerson(deps, request) : himself(deps, request)
  const frame = deps.frame(request)
  const form = formOf(viewer, id)
  if (!id && viewer.organisation)
    throw new Problem(403, 'not-a-person', '请先切换到个人身份', { link: '/my/acting?next=/my/family/new', linkText: '切换身份' })
  if (request.method === 'GET') {
    const answers = { since: deps.today(), until: `${Number(deps.today().slice(0, 4)) + 1}${deps.today().slice(4)}`, reach: 'all' }
    return sendPage(reply, grantForm(frame, { ...form, answers, errors: [] }))
  }
  needFresh(request)
  const read = readAnswers(grantFields(form.of, form.acts), (request.body ?? {}) as Record<string, unknown>)
  const { scope, errors } = readScope(deps.catalogue, siteOf(deps, request), read.answers)
  const again = (wrong: readonly FieldError[]) => sendPage(reply, grantForm(frame, { ...form, answers: read.answers, errors: wrong }), 422)
  if (read.errors.length + errors.length > 0) return again([...read.errors, ...errors])
  const { db, secrets } = deps
  const outcome = await offerGrant(
    { db, secrets, limits: identityLimits(db, secrets) },
    viewer,
    offerOf(read.answers, scope),
    new Date().toISOString(),
  )
  if ('refused' in outcome) return again(outcome.fields ?? [{ field: 'acts', message: outcome.title }])
  return reply.redirect(href(frame, `${form.back}?done=offered`), 303)
}

const doneOf = (request: FastifyRequest): string =>
  ({
    offered: '授权已发出，对方接受后生效。',
    ended: '授权已结束，立即生效。',
    child: '孩子已添加，您现在可以替孩子办事。',
    accepted: '您已接受授权。',
  })[String((request.query as { done?: unknown }).done)] ?? ''

const organisationPages =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/orgs', async (request, reply) => {
      const { organisation, personId } = realPerson(deps, request)
      const [memberships, grants] = organisation?.own
        ? [[{ ...organisation, as: 'legalRepresentative' as const }], []]
        : await Promise.all([listMemberships(deps.db.sql, personId), listGrantsToPerson(deps.db.sql, personId)])
      const organisations = memberships.map(({ as, ...one }) => ({ ...one, as: membershipNames[as] }))
      const toMe = grants.filter(({ organisationId }) => organisationId !== null).map(lineOf(deps, request))
      return sendPage(reply, orgsPage(deps.frame(request), { organisations, toMe }))
    })
    app.get<WithId>('/my/orgs/:id/members', async (request, reply) => {
      const { id, name } = organisationOf(realPerson(deps, request), request.params.id)
      const [{ legalRepresentative }, grants] = await Promise.all([
        getOrganisation(deps.db.sql, id),
        listGrantsOfOrganisation(deps.db.sql, id),
      ])
      const agents = grants.map(lineOf(deps, request)).filter(({ state }) => state === 'active')
      return sendPage(reply, membersPage(deps.frame(request), { name, legalRepresentative, agents }))
    })
    app.get<WithId>('/my/orgs/:id/delegations', async (request, reply) => {
      const viewer = realPerson(deps, request)
      const { id, name, byGrant } = organisationOf(viewer, request.params.id)
      const all = await listGrantsOfOrganisation(deps.db.sql, id)
      const his = byGrant ? all.filter(({ helperId, grantedBy }) => [helperId, grantedBy].includes(viewer.personId)) : all
      const mayGrant = givable(viewer).length > 0
      return sendPage(
        reply,
        delegationsPage(deps.frame(request), { id, name, grants: his.map(lineOf(deps, request)), mayGrant, done: doneOf(request) }),
      )
    })
    app.get<WithId>('/my/orgs/:id/delegations/new', (request, reply) => answerForm(deps, request, reply, request.params.id))
    app.post<WithId>('/my/orgs/:id/delegations/new', (request, reply) => answerForm(deps, request, reply, request.params.id))
  }

/** A grant that concerns who asks; for everybody else it is not there (S-041). */
const concerned = async (deps: PortalDeps, request: FastifyRequest<WithId>) => {
  const viewer = realPerson(deps, request)
  const found = uuid.test(request.params.id) ? await findGrantFor(deps.db.sql, viewer, request.params.id) : undefined
  if (!found) throw notFound('没有找到这份授权')
  return { viewer, ...found }
}

const showGrant = async (deps: PortalDeps, request: FastifyRequest<WithId>, reply: FastifyReply) => {
  const { viewer, grant, isGranter } = await concerned(deps, request)
  const line = lineOf(deps, request)(grant)
  const side = isGranter && grant.helperId !== viewer.personId ? 'principal' : 'helper'
  const today = { date: deps.today(), calendar: deps.calendar() }
  const [uses, cases] = await Promise.all([
    listGrantUses(deps.db.sql, grant.id),
    side === 'helper' && grant.principalId && line.state === 'active'
      ? listMyCases(deps.casework, viewer, today, { of: grant.principalId })
      : [],
  ])
  const back = grant.organisationId ? { name: '我的单位', href: '/my/orgs' } : { name: '家人和代办', href: '/my/family' }
  const isRunning = !['over', 'ended'].includes(line.state)
  const model = {
    grant: line,
    side,
    back,
    uses,
    cases,
    canAccept: side === 'helper' && line.state === 'offered',
    canEnd: isRunning && mayEnd(viewer, grant),
  } as const
  return sendPage(reply, grantPage(deps.frame(request), model))
}

const grantRoutesOfOne =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const means = { db: deps.db, secrets: deps.secrets, limits: identityLimits(deps.db, deps.secrets) }
    app.get<WithId>('/my/grants/:id', (request, reply) => showGrant(deps, request, reply))
    for (const [name, work, done] of [
      ['accept', takeGrant, 'accepted'],
      ['end', stopGrant, 'ended'],
    ] as const) {
      app.post<WithId>(`/my/grants/:id/${name}`, async (request, reply) => {
        const { viewer, grant } = await concerned(deps, request)
        if (!(await work(means, viewer, grant.id))) throw new Problem(409, 'grant-over', '这份授权已经结束或者已经处理过')
        return reply.redirect(href(deps.frame(request), `${grant.organisationId ? '/my/orgs' : '/my/family'}?done=${done}`), 303)
      })
    }
  }

/** 经办人授权 and mandates between persons (A07; S-050, S-051). */
export const grantRoutes =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(organisationPages(deps))
    await app.register(grantRoutesOfOne(deps))
    await app.register(childrenRoutes(deps))
    await app.register(grantsApi(deps))
    app.get('/my/family', async (request, reply) => {
      const { personId } = himself(deps, request)
      const [mine, given] = await Promise.all([listGrantsOfPerson(deps.db.sql, personId), listGrantsToPerson(deps.db.sql, personId)])
      const line = lineOf(deps, request)
      const ofPersons = given.filter(({ principalId }) => principalId !== null).map(line)
      const [children, clients] = [true, false].map((isWard) => ofPersons.filter(({ relation }) => (relation === 'guardian') === isWard))
      const model = { mine: mine.map(line), children: children ?? [], clients: clients ?? [], done: doneOf(request) }
      return sendPage(reply, familyPage(deps.frame(request), model))
    })
    app.get('/my/family/new', (request, reply) => answerForm(deps, request, reply))
    app.post('/my/family/new', (request, reply) => answerForm(deps, request, reply))
  }
