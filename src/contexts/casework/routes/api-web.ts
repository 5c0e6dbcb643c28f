import type { FastifyRequest } from 'fastify'
import type { Calendar } from '../../../kernel/calendar.ts'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import type { FileStore } from '../../../platform/files.ts'
import { NeedsSignIn, notFound, Problem } from '../../../platform/http.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Sessions } from '../../../platform/session.ts'
import type { ReceiptFacts } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import type { Casework, Moment, Subscriber } from '../perform/journal.ts'

/** What the routes of this context use of what `app` gives. */
export type CaseworkWeb = {
  readonly db: Db
  readonly secrets: Secrets
  readonly files: FileStore
  readonly sessions: Pick<Sessions, 'stillOpen'>
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly now: () => string
  readonly calendar: () => Calendar
  /** Throws Problem 429 when this client has looked up too much; guessing a 查询码 is slow. */
  readonly mayLookUp: (request: FastifyRequest) => Promise<void>
  /** What is born in the transaction of an act: licences. */
  readonly subscribers: readonly Subscriber[]
  /** The PDF of a recorded paper. */
  readonly paper: (id: string) => Promise<{ readonly bytes: Buffer; readonly name: string } | undefined>
  /** The licences a case has led to; known above this context. */
  readonly licences: (caseId: string) => Promise<readonly object[]>
  /** The signed receipt of a submission. */
  readonly receipt: (facts: ReceiptFacts) => Promise<Buffer>
}

export const caseworkOf = ({ db, secrets, subscribers }: CaseworkWeb): Casework => ({ db, secrets, subscribers })
export const momentOf = (web: CaseworkWeb): Moment => ({ today: { date: web.today(), calendar: web.calendar() }, now: web.now() })

/** Somebody signed in; a visitor is asked to sign in (401). */
export const signedIn = (web: CaseworkWeb, request: FastifyRequest): Exclude<Viewer, { kind: 'visitor' }> => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn()
  return viewer
}

const statuses: Readonly<Record<string, number>> = {
  'needs-real-name': 403,
  'outside-grant': 403,
  'standing-lost': 403,
  'idempotency-key-reused': 422,
  'too-many-files': 422,
  'no-such-material': 422,
}
const absent: readonly string[] = ['no-such-case', 'no-such-item', 'no-such-file']

/** A refusal as an HTTP problem: 404 for what is not there for this viewer (S-041), 409 for what the procedure does not let through. */
export const problemOf = ({ refused, title, ...rest }: Refusal, status?: number): Problem =>
  absent.includes(refused) ? notFound() : new Problem(status ?? statuses[refused] ?? (rest.fields ? 422 : 409), refused, title, rest)

/** An opaque cursor of two texts, and of how many rows the pages before it had. */
export const cursor = (a: string, b: string, shown?: number): string =>
  Buffer.from([a, b, shown ?? []].flat().join('|')).toString('base64url')
/** Throws Problem 400 for a cursor we did not give. */
export const readCursor = (text: string | undefined, first: RegExp): { a: string; b: string; shown: number } | undefined => {
  if (text === undefined) return undefined
  const [a = '', b = '', shown = '0'] = Buffer.from(text, 'base64url').toString().split('|')
  if (!first.test(a) || !/^[0-9a-f-]{36}$/.test(b) || !/^\d{1,8}$/.test(shown))
    throw new Problem(400, 'invalid-request', '翻页位置无效，请从第一页开始')
  return { a, b, shown: Number(shown) }
}
