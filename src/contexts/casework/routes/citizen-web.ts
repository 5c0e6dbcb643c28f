import type { FastifyRequest } from 'fastify'
import type { Calendar } from '../../../kernel/calendar.ts'
import { isLocalDate, type LocalDate } from '../../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { FileStore } from '../../../platform/files.ts'
import { NeedsSignIn, notFound, Problem, refusalProblem } from '../../../platform/http.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Viewer } from '../../identity/index.ts'
import type { CaseExtras } from '../pages/case-model.ts'
import type { Casework, Moment } from '../perform/journal.ts'
import type { CaseView } from '../perform/view.ts'

/** What the pages of this context are given. */
export type CitizenWeb = {
  readonly casework: Casework
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly calendar: () => Calendar
  readonly now: () => string
  readonly files: FileStore
  /** Licences and ratings of a case: known above this context. */
  readonly extras: (view: CaseView) => Promise<CaseExtras>
  /** Throws when somebody guesses too often (S-010). */
  readonly mayLookUp: (request: FastifyRequest) => Promise<void>
  readonly maxUploadBytes?: number
}

export const momentOf = ({ today, calendar, now }: Pick<CitizenWeb, 'today' | 'calendar' | 'now'>): Moment => ({
  today: { date: today(), calendar: calendar() },
  now: now(),
})

/** The signed-in applicant; a visitor is led to the door, an officer is told that this is not his place. */
export const applicant = (web: Pick<CitizenWeb, 'viewer'>, request: FastifyRequest): Extract<Viewer, { kind: 'applicant' }> => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'applicant') return viewer
  if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
  throw new Problem(403, 'not-applicant', '工作人员账号不能在这里办事，请换个人或法人账号登录')
}

/** A refusal of a page's act as the page that says so; `no-such-case` looks like any absent thing (S-041). */
export const granted = <T>(outcome: T | Refusal): T => {
  if (!isRefusal(outcome)) return outcome as T
  if (outcome.refused === 'no-such-case') throw notFound('没有找到这个办件或草稿')
  throw refusalProblem(outcome)
}

export type Params = { Params: { id: string; page: string; material: string; code: string; no: string; target: string; file: string } }
export const form = (request: FastifyRequest): Record<string, unknown> => (request.body ?? {}) as Record<string, unknown>
export const query = (request: FastifyRequest): Record<string, string | undefined> => request.query as Record<string, string | undefined>

const moments = { day: /^.{10}$/, instant: /^.{10}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/ }

/** Where a list goes on, as the link of the page before said it (`moment~id`); any other text begins at the first page. */
export const continuedAt = (
  request: FastifyRequest,
  kind: keyof typeof moments,
): { readonly at: string; readonly id: string } | undefined => {
  const [at = '', id = ''] = (query(request).after ?? '').split('~')
  return isLocalDate(at.slice(0, 10)) && moments[kind].test(at) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? { at, id }
    : undefined
}
