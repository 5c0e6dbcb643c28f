import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LocalDate } from '../../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, notFound, parse, refusalProblem, withoutQuery } from '../../../platform/http.ts'
import { findDivision, fullCode, listChildren } from '../../divisions/index.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { discardList, editList, openListDraft, publishListDraft, rowsInForce } from '../perform/lists.ts'
import { listDifference, mayWrite, publishRefusal, rowProblems } from '../rules/lists/course.ts'
import { knownCodes, listCurrent, listDrafted } from '../store/lists.ts'
import { type ListDraft, type ListKind, listKinds } from '../terms/lists.ts'
import { kindIn } from './lists.ts'

export type ListDraftDeps = {
  readonly db: Db
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
}
type ByKind = { Params: { division: string; kind: string } }

const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((given) => !/\p{Cc}/u.test(given.replaceAll('\n', '')), '内容里有不能使用的字符')
const Row = z.strictObject({
  id: z.uuid().exactOptional(),
  name: text(200),
  department: text(100),
  basis: text(1000),
  facts: z.record(z.string().max(20), text(2000)),
  codes: z.array(z.string().min(1).max(100)).max(1000),
  sample: z.boolean().default(false),
})
const seen = z.number().int().min(0)
const Edit = z.strictObject({ seen, put: z.array(Row).max(200).default([]), remove: z.array(z.uuid()).max(1000).default([]) })
const Derive = z.strictObject({ seen })
const Discard = z.strictObject({ seen: z.coerce.number().int().min(0) })
const Publish = z.strictObject({ seen, reason: text(200).min(1) })

const officer = (viewer: Viewer): Staff => {
  if (viewer.kind !== 'staff') throw new NeedsSignIn('staff')
  return viewer
}
const done = <T>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw refusalProblem(outcome)
  return outcome
}

/** Drafts of lists: compiled by one, published by another. */
export const listDraftRoutes = (app: FastifyInstance, { db, viewer, today }: ListDraftDeps): void => {
  const listOf = async ({ params }: FastifyRequest<ByKind>): Promise<{ division: string; kind: ListKind }> => {
    const division = fullCode(params.division)
    if (!division || !(await findDivision(db.sql, division))) throw notFound('没有这个行政区划代码')
    return { division, kind: kindIn(params.kind) }
  }
  const told = async (who: Staff, draft: ListDraft) => {
    const codes = [...new Set(draft.rows.flatMap((row) => row.codes))]
    const [problems, before] = await Promise.all([
      knownCodes(db.sql, codes).then((known) => rowProblems(draft.kind, draft.rows, known)),
      rowsInForce(db.sql, draft),
    ])
    const refusal = draft.revision === 0 ? undefined : publishRefusal(who, draft)
    return {
      ...draft,
      authors: undefined,
      title: listKinds[draft.kind],
      problems,
      difference: listDifference(before, draft.rows),
      mayWrite: mayWrite(who, draft.division),
      mayPublish: draft.revision > 0 && !refusal,
      ...(refusal ? { whyNot: refusal.title } : {}),
    }
  }

  app.get<{ Params: { division: string } }>('/api/v1/list-drafts/:division', withoutQuery, async (request) => {
    const who = officer(viewer(request))
    const division = fullCode(request.params.division)
    if (!division || !mayWrite(who, division)) throw notFound('没有您可以编写的清单')
    const [current, drafted, below] = await Promise.all([
      listCurrent(db.sql, division),
      listDrafted(db.sql, division),
      listChildren(db.sql, division),
    ])
    return {
      items: (Object.keys(listKinds) as ListKind[]).map((kind) => {
        const list = current.find((one) => one.kind === kind)
        const draft = drafted.find((one) => one.kind === kind)
        return {
          kind,
          title: listKinds[kind],
          version: list?.version ?? 0,
          publishedOn: list?.publishedOn ?? null,
          size: list?.size ?? 0,
          draftBy: draft?.savedBy ?? null,
        }
      }),
      next: null,
      towns: below.filter(({ code }) => mayWrite(who, code)).map(({ code, name }) => ({ code, name })),
    }
  })
  app.get<ByKind>('/api/v1/list-drafts/:division/:kind', withoutQuery, async (request) => {
    const who = officer(viewer(request))
    const list = await listOf(request)
    if (!mayWrite(who, list.division)) throw notFound('没有您可以编写的清单')
    return told(who, await openListDraft(db.sql, list))
  })
  app.patch<ByKind>('/api/v1/list-drafts/:division/:kind', async (request) => {
    const who = officer(viewer(request))
    const { seen: last, put, remove } = parse(Edit, request.body)
    return told(who, done(await editList(db, await listOf(request), who, last, { put, remove })))
  })
  app.post<ByKind>('/api/v1/list-drafts/:division/:kind/derive', async (request) => {
    const who = officer(viewer(request))
    return told(who, done(await editList(db, await listOf(request), who, parse(Derive, request.body).seen, { derive: true })))
  })
  app.delete<ByKind>('/api/v1/list-drafts/:division/:kind', async (request, reply) => {
    const who = officer(viewer(request))
    done(await discardList(db, await listOf(request), who, parse(Discard, request.query).seen))
    return reply.code(204).send()
  })
  app.post<ByKind>('/api/v1/list-drafts/:division/:kind/publish', async (request) => {
    const who = officer(viewer(request))
    const { seen: last, reason } = parse(Publish, request.body)
    return done(await publishListDraft(db, await listOf(request), who, { seen: last, reason, on: today() }))
  })
}
