import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { chineseDate, localDateAt } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { sendPage } from '../../../platform/http.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Viewer } from '../../identity/index.ts'
import { lookAgainPage } from '../pages/step-pages.ts'
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

/** Who signs in at a sub-site: somebody with an open session, by what he has proven in it. */
export const standingOf = (viewer: Viewer, { session }: FastifyRequest): Standing | undefined => {
  if (viewer.kind === 'visitor' || !session?.sid) return undefined
  const signIn = { accountId: viewer.accountId, sid: session.sid, authTime: provenAt(session.data.freshAt) }
  if (viewer.kind === 'staff') return { ...signIn, kind: 'staff', level: session.data.twoFactors === true ? 'twoFactors' : 'password' }
  return { ...signIn, kind: 'applicant', level: viewer.level, hasLostStanding: viewer.lostStanding === true }
}

/** A page that asks itself once more from here: only then do officers' cookies come along (SameSite=Strict). */
export const lookAgain = (reply: FastifyReply, frame: Frame, what: '登录' | '退出', to: string): FastifyReply =>
  sendPage(reply.header('refresh', `0;url=${to}`), lookAgainPage(frame, what, to))

/** 2026年11月22日 17:30, Beijing time. */
export const civilTime = (instant: string): string => {
  const at = Date.parse(instant)
  return `${chineseDate(localDateAt(at))} ${new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)}`
}
