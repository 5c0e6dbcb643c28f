import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LocalDate } from '../../kernel/date.ts'
import { type Answers, readAnswers } from '../../kernel/form.ts'
import { type FieldError, isRefusal } from '../../kernel/refusal.ts'
import { NeedsSignIn, notFound, Problem, parse, refusalProblem, sendPage } from '../../platform/http.ts'
import { type Frame, href } from '../../ui/page/frame.ts'
import type { Casework } from '../casework/index.ts'
import { findStanding } from '../catalogue/index.ts'
import type { Applicant, Viewer } from '../identity/index.ts'
import { codeFields, codePage, thankPage } from './pages/code-page.ts'
import { ratedPage, ratePage } from './pages/rate-page.ts'
import { reviewsPage } from './pages/reviews-page.ts'
import { rateCase, type Standing, standingByCode, standingOf } from './perform.ts'
import { opinionOf, publicWords, ratingFields } from './rules.ts'
import { listRatings, summaryOf } from './store.ts'
import { grades, type Rating } from './terms.ts'

/** What the routes of this context use of what `app` gives. */
export type RatingDeps = {
  readonly casework: Casework
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  /** Throws Problem 429 when this client has looked up too much; guessing a 查询码 is slow (S-021). */
  readonly mayLookUp: (request: FastifyRequest) => Promise<void>
}

type WithNo = { Params: { no: string } }
type WithCode = { Params: { code: string } }

/** The applicant who rates and his case; a visitor is led to the door, another's case is not there. */
const ownCase = async (deps: RatingDeps, request: FastifyRequest, no: string): Promise<{ viewer: Applicant; standing: Standing }> => {
  const viewer = deps.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
  if (viewer.kind === 'staff') throw new Problem(403, 'not-applicant', '评价由申请人自己作出，工作人员不能代评')
  const standing = await standingOf(deps.casework, no, viewer)
  if (!standing) throw notFound('没有找到这个办件')
  return { viewer, standing }
}

/** `/my/cases/:no/rate`: the page and its form. */
const pageRoutes =
  (deps: RatingDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const show = (request: FastifyRequest, reply: FastifyReply, { loaded }: Standing, answers: Answers, errors: readonly FieldError[]) => {
      const { no, itemName, department } = loaded.matter
      const page = ratePage(deps.frame(request), { no, itemName, department, answers, errors })
      return sendPage(reply, page, errors.length > 0 ? 422 : 200)
    }

    app.get<WithNo>('/my/cases/:no/rate', async (request, reply) => {
      const { standing } = await ownCase(deps, request, request.params.no)
      const { loaded, rating, refusal } = standing
      if (rating) return sendPage(reply, ratedPage(deps.frame(request), { ...loaded.matter, rating }))
      if (refusal) throw refusalProblem(refusal)
      return show(request, reply, standing, {}, [])
    })

    app.post<WithNo>('/my/cases/:no/rate', async (request, reply) => {
      const { viewer, standing } = await ownCase(deps, request, request.params.no)
      const { answers } = readAnswers(ratingFields, (request.body ?? {}) as Record<string, unknown>)
      const given = { input: opinionOf(answers), channel: 'web', today: deps.today() } as const
      const outcome = await rateCase(deps.casework, standing, viewer.accountId, given)
      if (!isRefusal(outcome)) return reply.redirect(href(deps.frame(request), `/my/cases/${standing.loaded.matter.no}`), 303)
      if (outcome.fields) return show(request, reply, standing, answers, outcome.fields)
      throw refusalProblem(outcome)
    })
  }

/** Nobody's account: who rated held the paper with number and code. */
const byCode = '00000000-0000-0000-0000-000000000000'
const wrongPair: FieldError = { field: 'code', message: '编号或者查询码不对，请对照回执检查' }

/** `/rate`: by number and 查询码, for who has no account; the window hands the person its address, never rates for him. */
const codeRoutes =
  (deps: RatingDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const show = (request: FastifyRequest, reply: FastifyReply, answers: Answers, errors: readonly FieldError[]) =>
      sendPage(reply, codePage(deps.frame(request), { answers, errors }), errors.length > 0 ? 422 : 200)

    app.get<{ Querystring: { no?: string } }>('/rate', async (request, reply) => show(request, reply, { no: request.query.no ?? '' }, []))

    app.get('/rate/thanks', async (request, reply) => sendPage(reply, thankPage(deps.frame(request))))

    const take = async (answers: Answers): Promise<readonly FieldError[]> => {
      const standing = await standingByCode(deps.casework, String(answers.no), String(answers.code))
      if (!standing) return [wrongPair]
      const given = { input: opinionOf(answers), channel: 'window', today: deps.today() } as const
      const outcome = await rateCase(deps.casework, standing, byCode, given)
      if (!isRefusal(outcome)) return []
      if (outcome.fields) return outcome.fields
      throw refusalProblem(outcome)
    }

    app.post('/rate', async (request, reply) => {
      if (deps.viewer(request).kind === 'staff') throw new Problem(403, 'not-applicant', '评价由申请人自己作出，工作人员不能代评')
      await deps.mayLookUp(request)
      const read = readAnswers([...codeFields, ...ratingFields], (request.body ?? {}) as Record<string, unknown>)
      const errors = read.errors.length > 0 ? read.errors : await take(read.answers)
      return errors.length > 0 ? show(request, reply, read.answers, errors) : reply.redirect(href(deps.frame(request), '/rate/thanks'), 303)
    })
  }

const pageSize = 20
const Page = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(pageSize), after: z.uuid().optional() })
const Sent = z.strictObject({
  case: z.string().max(100),
  grade: z.string().max(40),
  reasons: z.array(z.string().max(40)).max(20).default([]),
  words: z.string().max(4000).default(''),
})

const inPublic = ({ grade, reasons, words, ratedOn }: Rating) => ({
  grade,
  gradeName: grades[grade],
  reasons,
  words: publicWords(words),
  ratedOn,
})

/** What was said of an item, a page of it; an item that never was is not there. */
const reviewsOf = async (deps: RatingDeps, code: string, query: unknown) => {
  const { limit, after } = parse(Page, query)
  const sql = deps.casework.db.read
  const [item, rows, summary] = await Promise.all([findStanding(sql, code), listRatings(sql, code, limit + 1, after), summaryOf(sql, code)])
  if (!item) throw notFound('没有找到这个事项')
  const ratings = rows.slice(0, limit)
  const next = rows.length > limit ? ratings.at(-1)?.id : undefined
  return { item, ratings, summary, ...(next ? { next } : {}) }
}

/** `/guide/:code/reviews` for everybody. */
const publicRoutes =
  (deps: RatingDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<WithCode>('/guide/:code/reviews', async (request, reply) => {
      const { code } = request.params
      const { item, ratings, summary, next } = await reviewsOf(deps, code, request.query)
      const frame = deps.frame(request)
      const more = next && href(frame, `/guide/${code}/reviews?after=${next}`)
      return sendPage(reply, reviewsPage(frame, { code, itemName: item.name, ratings, summary, next: more }))
    })
  }

/** `POST /api/v1/ratings` and the ratings of an item (interfaces.md §2). */
const apiRoutes =
  (deps: RatingDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.post('/api/v1/ratings', async (request, reply) => {
      const { case: no, ...input } = parse(Sent, request.body)
      const { viewer, standing } = await ownCase(deps, request, no)
      const outcome = await rateCase(deps.casework, standing, viewer.accountId, { input, channel: 'api', today: deps.today() })
      if (isRefusal(outcome)) throw refusalProblem(outcome)
      return reply.code(201).send({ case: standing.loaded.matter.no, grade: outcome.grade, gradeName: grades[outcome.grade] })
    })

    app.get<WithCode>('/api/v1/items/:code/ratings', async (request) => {
      const { ratings, summary, next } = await reviewsOf(deps, request.params.code, request.query)
      return { items: ratings.map(inPublic), summary, ...(next ? { next } : {}) }
    })
  }

/** 好差评: rating an own case, reading what was said of an item. */
export const ratingRoutes =
  (deps: RatingDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    for (const routes of [pageRoutes, codeRoutes, publicRoutes, apiRoutes]) await app.register(routes(deps))
  }
