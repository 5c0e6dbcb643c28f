import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NeedsSignIn, notFound, Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { countOfApplicant, looksAt } from '../../casework/index.ts'
import {
  type Applicant,
  displayCookie,
  dropOpenRequest,
  findPreference,
  type Held,
  legalHold,
  listConsents,
  listDataRequests,
  listMessages,
  markRead,
  needFresh,
  ownPersonOf,
  type Preference,
  preferredLanguages,
  preferredModes,
  savePreference,
  setDisplay,
} from '../../identity/index.ts'
import { erasePage, type KeptLine, messagesPage, myDataPage, preferencesPage } from '../pages/my-data-pages.ts'
import { askForData, obstaclesTo, openCopy } from '../perform/own-copy.ts'
import type { PortalDeps } from './deps.ts'

type WithId = { Params: { id: string } }
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const someone = (deps: PortalDeps, request: FastifyRequest): Applicant => {
  const viewer = deps.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
  if (viewer.kind === 'staff') throw new Problem(403, 'not-for-staff', '这个页面供办事的个人和法人使用')
  return viewer
}
const todayOf = (deps: PortalDeps) => ({ date: deps.today(), calendar: deps.calendar() })

const said: Readonly<Record<string, string>> = {
  export: '已收到，副本做好后在“我的申请”里下载。',
  erase: '已收到注销申请，24 小时内可以取消。',
  cancelled: '已取消注销。',
}

const showData = async (deps: PortalDeps, request: FastifyRequest, reply: FastifyReply) => {
  const viewer = someone(deps, request)
  const [{ accountId }, person] = [viewer, ownPersonOf(viewer)]
  const { sql } = deps.db
  const [looks, consents, requests] = await Promise.all([
    person ? looksAt(deps.casework, person) : [],
    listConsents(sql, accountId),
    listDataRequests(sql, accountId),
  ])
  const done = said[String((request.query as { done?: unknown }).done)] ?? ''
  return sendPage(reply, myDataPage(deps.frame(request), { looks, consents, requests, done }))
}

const keptLine = ({ name, why, keptFor }: Held): KeptLine => ({ what: `${name}${keptFor ? `，保留${keptFor}` : ''}`, why })
/** What stays, as its owner reads it before he decides; without a case nothing is archived of him. */
const keptWords = async (deps: PortalDeps, personId: string | undefined): Promise<{ isArchived: boolean; kept: KeptLine[] }> => {
  const { all } = personId ? await countOfApplicant(deps.db.sql, personId) : { all: 0 }
  const { archive, looks, ...others } = legalHold
  const ofCases = all > 0 ? [{ ...archive, name: `${all} 个${archive.name}` }, looks] : []
  return { isArchived: all > 0, kept: [...ofCases, ...Object.values<Held>(others)].map(keptLine) }
}

const erase = async (deps: PortalDeps, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId, personId } = someone(deps, request)
  const frame = deps.frame(request)
  const [obstacles, stays] = await Promise.all([obstaclesTo(deps.db.sql, accountId), keptWords(deps, personId)])
  if (request.method === 'GET') return sendPage(reply, erasePage(frame, { obstacles, ...stays, errors: [] }))
  needFresh(request)
  if (obstacles.length > 0) return sendPage(reply, erasePage(frame, { obstacles, ...stays, errors: [] }), 409)
  if ((request.body as { sure?: unknown } | undefined)?.sure !== '1')
    return sendPage(
      reply,
      erasePage(frame, { obstacles, ...stays, errors: [{ field: 'sure', message: '请勾选“我知道注销以后不能恢复”' }] }),
      422,
    )
  await deps.db.transaction((sql) => askForData(sql, accountId, 'erase', todayOf(deps)))
  return reply.redirect(href(frame, '/my/data?done=erase'), 303)
}

const ownDataRoutes =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/data', (request, reply) => showData(deps, request, reply))
    app.post('/my/data/export', async (request, reply) => {
      const { accountId } = someone(deps, request)
      needFresh(request)
      await deps.db.transaction((sql) => askForData(sql, accountId, 'export', todayOf(deps)))
      return reply.redirect(href(deps.frame(request), '/my/data?done=export'), 303)
    })
    app.get<WithId>('/my/data/copies/:id', async (request, reply) => {
      const { accountId } = someone(deps, request)
      needFresh(request)
      const { id } = request.params
      const copy = uuid.test(id) ? await openCopy(deps.db.sql, deps.secrets, accountId, id) : undefined
      if (!copy) throw notFound('没有找到这份副本，可能已过 7 天保存期')
      return reply.type('application/zip').header('content-disposition', 'attachment; filename="my-data.zip"').send(copy)
    })
    app.get('/my/data/erase', (request, reply) => erase(deps, request, reply))
    app.post('/my/data/erase', (request, reply) => erase(deps, request, reply))
    app.post('/my/data/erase/cancel', async (request, reply) => {
      await dropOpenRequest(deps.db.sql, someone(deps, request).accountId, 'erase')
      return reply.redirect(href(deps.frame(request), '/my/data?done=cancelled'), 303)
    })
  }

const chosen = (body: unknown): Preference => {
  const { language, mode } = (body ?? {}) as Partial<Record<keyof Preference, unknown>>
  return {
    language: (Object.keys(preferredLanguages) as Preference['language'][]).find((known) => known === language) ?? 'zh-CN',
    mode: (Object.keys(preferredModes) as Preference['mode'][]).find((known) => known === mode) ?? 'standard',
  }
}

/** What is mine to see and to decide: data (A08), messages (A06), preferences. */
export const myDataRoutes =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(ownDataRoutes(deps))
    app.get('/my/messages', async (request, reply) => {
      const person = ownPersonOf(someone(deps, request))
      const messages = person ? await listMessages(deps.db.sql, person) : []
      if (person) await markRead(deps.db.sql, person)
      return sendPage(reply, messagesPage(deps.frame(request), messages))
    })
    app.get('/my/preferences', async (request, reply) => {
      const preference = await findPreference(deps.db.sql, someone(deps, request).accountId)
      const done = (request.query as { done?: unknown }).done === '1'
      return sendPage(reply, preferencesPage(deps.frame(request), preference ?? chosen(deps.frame(request)), done))
    })
    app.post('/my/preferences', async (request, reply) => {
      const preference = chosen(request.body)
      await savePreference(deps.db.sql, someone(deps, request).accountId, preference)
      const [, size] = (request.cookies.ui ?? '').split('.')
      setDisplay(request, reply, displayCookie(preference.mode, preference.language, size))
      return reply.redirect(href(deps.frame(request), '/my/preferences?done=1'), 303)
    })
  }
