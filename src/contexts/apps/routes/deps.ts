import type { FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { chineseDate, localDateAt } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Viewer } from '../../identity/index.ts'
import type { Standing } from '../terms.ts'

/** What the app gives to 应用接入. `mayBeLoopback`: sub-sites on this machine, never in production. */
export type AppsDeps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly secrets: Secrets
  readonly publicUrl: string
  readonly mayBeLoopback: boolean
}
export type AppsWeb = AppsDeps & { readonly provider: () => Promise<Provider> }

/** The seconds since 1970 at which the owner of a session last proved who he is; 0 when nobody wrote it down. */
const provenAt = (at: unknown): number => (typeof at === 'string' ? Math.floor(Date.parse(at) / 1000) || 0 : 0)

/** Who signs in at a sub-site: an applicant with an open session. Officers have no standing there. */
export const standingOf = (viewer: Viewer, { session }: FastifyRequest): Standing | undefined =>
  viewer.kind === 'applicant' && session?.sid
    ? {
        accountId: viewer.accountId,
        sid: session.sid,
        level: viewer.level,
        authTime: provenAt(session.data.freshAt),
        hasLostStanding: viewer.lostStanding === true,
      }
    : undefined

/** 2026年11月22日 17:30, Beijing time. */
export const civilTime = (instant: string): string => {
  const at = Date.parse(instant)
  return `${chineseDate(localDateAt(at))} ${new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)}`
}
