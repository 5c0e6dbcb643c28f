import type { FastifyRequest } from 'fastify'
import type { Viewer } from '../contexts/identity/index.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { LocalDate } from '../kernel/date.ts'
import type { Db } from '../platform/db.ts'
import type { FileStore } from '../platform/files.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Sessions } from '../platform/session.ts'
import type { Frame } from '../ui/page/frame.ts'

/** What every context's routes are given; each declares the members it uses. */
export type Web = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly now: () => string
  readonly calendar: () => Calendar
  readonly sessions: Sessions
  readonly secrets: Secrets
  readonly files: FileStore
  readonly publicUrl: string
}
