import type { FastifyRequest } from 'fastify'
import type { Calendar } from '../../../kernel/calendar.ts'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Casework } from '../../casework/index.ts'
import type { Catalogue, PublicPages } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'

/** What the routes of this context use of what `app` gives. */
export type PortalDeps = {
  readonly db: Db
  readonly secrets: Secrets
  /** Where the registries of the State are asked. */
  readonly registryUrl: string
  readonly casework: Casework
  readonly catalogue: Pick<Catalogue, 'search' | 'find' | 'onChange'>
  /** Pages kept while nobody is signed in, shared with the guides. */
  readonly pages: PublicPages
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly calendar: () => Calendar
}
