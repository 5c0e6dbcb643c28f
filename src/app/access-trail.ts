import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Staff, Viewer } from '../contexts/identity/index.ts'
import { type AccessEntry, type AccessKind, recordAccess } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'

/** What is known of a request when its answer is ready. `route`: its pattern; `problem`: the name of the problem it was answered with. */
export type Answered = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly problem: string
  readonly isDownload: boolean
}

/** Where an answer shows a person: a case, a licence, who came to a window, an officer's file, a correction, a change of telephone. */
const personal = /^\/api\/v1\/(cases\/:|licences(\/:|$)|reception\/visits\/:|staff\/:|corrections(\/:|$)|phone-changes$)|^\/licences\/:/
/** What is recorded where it happens, with before and after, or changes nothing: coming and going, administration, trying something out. */
const passing = /^\/(login|logout|passkeys|my\/again)(\/|$)|^\/api\/v1\/(sessions|certificates\/challenge|words\/trial|staff|apps)(\/|$)/
/** Pages for everybody: what is not there is missing, not refused. */
const forAll = /^\/(guide(?!\/:code\/draft)|services|halls|depts|lists|open|open-data|help|personal|business|search|assets)(\/|$)/
/** Not a right that is missing: to be asked again who one is, or to send a form again. */
const notDenied = new Set(['fresh-sign-in-needed', 'csrf'])
/** Ways of coming in whose failures nobody else writes down. */
const entrances = new Set([
  'POST /login/second', 'POST /login/certificate', 'POST /login/code/code', 'POST /passkeys/sign-in',
  'POST /api/v1/sessions/certificate', 'POST /my/again', 'POST /my/again/certificate', 'POST /passkeys/again', 'POST /api/v1/sessions/again',
]) // biome-ignore format: a list of routes

const failedEntrance = ({ method, route, status, problem }: Answered): boolean =>
  status >= 400 && (entrances.has(`${method} ${route}`) || (route === '/api/v1/sessions' && problem === 'wrong-second-factor'))

/** What an officer's request is, for the record; undefined when it is none of that. */
const kindOfStaff = ({ method, route, status, problem, isDownload }: Answered): AccessKind | undefined => {
  if (status === 404 && forAll.test(route)) return undefined
  if (status === 403 || status === 404) return notDenied.has(problem) ? undefined : 'denied'
  if (status >= 400) return undefined
  if (isDownload) return 'export'
  if (method !== 'GET') return passing.test(route) ? undefined : 'change'
  return personal.test(route) ? 'read' : undefined
}

/** What is written down of a request (S-100); undefined for what needs no record. */
export const accessKindOf = (isStaff: boolean, answered: Answered): AccessKind | undefined => {
  if (failedEntrance(answered)) return 'signInFailed'
  return isStaff ? kindOfStaff(answered) : undefined
}

const problemOf = (reply: FastifyReply, payload: unknown): string =>
  String(reply.getHeader('content-type')).startsWith('application/problem+json') && typeof payload === 'string'
    ? (/"type":"\/problems\/([\w-]+)"/.exec(payload)?.[1] ?? '')
    : ''

const byOfficer = ({ accountId, name, unit, division }: Staff) => ({ actor: accountId, actorName: name, principal: unit, division })

/** Who asked: an officer with his place, or the account that was half way in. */
const actorOf = (viewer: Viewer, request: FastifyRequest): Partial<AccessEntry> =>
  viewer.kind === 'staff' ? byOfficer(viewer) : { actor: request.session?.subjectId }

/** The path that was asked for; a secret that stands in it is the business of who holds it, not of who reads the trail. */
const pathOf = ({ url, routeOptions }: FastifyRequest): string => {
  const parts = (url.split('?', 1)[0] ?? '').split('/')
  const route = (routeOptions.url ?? '').split('/')
  return parts.map((part, i) => (route[i] === ':token' ? ':token' : part)).join('/')
}

/**
 * Writes down what the auditor has to be able to read, before the answer leaves: what cannot be recorded is not answered (S-100). A path
 * that no route knows is nobody's right.
 */
export const keepAccessTrail = (app: FastifyInstance, db: Pick<Db, 'sql'>, viewer: (request: FastifyRequest) => Viewer): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    const route = request.routeOptions.url
    if (request.is404 || route === undefined || request.method === 'HEAD') return payload
    const who = viewer(request)
    const problem = problemOf(reply, payload)
    const isDownload = String(reply.getHeader('content-disposition') ?? '').startsWith('attachment')
    const { method } = request
    const kind = accessKindOf(who.kind === 'staff', { method, route, status: reply.statusCode, problem, isDownload })
    if (!kind) return payload
    const what = `${method} ${pathOf(request)}`
    const result = [String(reply.statusCode), problem].filter(Boolean).join(' ')
    await recordAccess(db.sql, { kind, ...actorOf(who, request), what, result, request: String(request.id), network: request.ip })
    return payload
  })
}
