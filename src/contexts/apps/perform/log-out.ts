import type { Json } from '../../../kernel/canonical.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { enqueueAll } from '../../../platform/jobs/queue.ts'
import type { Consumer } from '../../../platform/outbox.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type Viewer, viewerOf } from '../../identity/index.ts'
import { findOpenLogin, listLoginsActingFor, listLoginsAt, listOpenLogins, markEnded } from '../store/logins.ts'
import { newProvider, type ProviderMeans } from './provider.ts'

/** The provider's client posts its own logout token; its types do not say so. */
type Telling = { readonly backchannelLogout: (accountId: string, clientSid: string) => Promise<void> }

export const logoutTask = 'apps.log-out'

/** Whether a sign-in rests on what is no more: a standing for an organisation, a post. */
const hasNoStanding = (viewer: Viewer): boolean =>
  viewer.kind === 'applicant' ? viewer.lostStanding === true : viewer.kind === 'visitor' || viewer.roles.length === 0

const tellEach = (sql: Sql, logins: readonly { id: string }[]): Promise<void> =>
  enqueueAll(
    sql,
    logoutTask,
    logins.map(({ id }) => ({ payload: { login: id } satisfies Json, key: `apps.log-out:${id}` })),
  )

/** Tells one sub-site that a person's sign-ins there are over; in the transaction of the act that ends them. */
export const tellOneApp = async (sql: Sql, accountId: string, clientId: string): Promise<void> =>
  tellEach(sql, await listLoginsAt(sql, accountId, clientId))

/** A session ended, however: each sub-site it was used at gets a job of its own, so that one that is down holds no other back (S-033). */
export const signOutConsumer: Consumer = {
  name: 'apps.tell-sign-out',
  topics: ['apps.signed-out'],
  take: async (sql, { body }) => tellEach(sql, await listOpenLogins(sql, (body as { sid: string }).sid)),
}

/**
 * Tells the sub-sites of everybody who signed in as acting for an organisation and may no more (S-050): his own session stays, for
 * himself; theirs began with whom he acted for. Without an organisation, of all, and of officers whose last day is over. Each standing is
 * looked up once, at however many sub-sites it was used.
 */
const tellStandingLost = async (sql: Sql, secrets: Secrets, organisation?: string): Promise<void> => {
  const view = viewerOf({ sql }, secrets)
  const lost: { id: string }[] = []
  for (const { logins, accountId, kind, actingFor } of await listLoginsActingFor(sql, organisation)) {
    const viewer = await view({ session: { kind, subjectId: accountId, data: actingFor ? { actingFor } : {}, csrf: '' } })
    if (hasNoStanding(viewer)) lost.push(...logins)
  }
  await tellEach(sql, lost)
}

/** A grant was taken back or is over, another became 法定代表人, an officer's last day is over: who loses his standing by it loses it at sub-sites too (S-050). */
export const standingConsumer = (secrets: Secrets): Consumer => ({
  name: 'apps.tell-standing-lost',
  topics: ['identity.standing-lost'],
  take: (sql, { body }) => tellStandingLost(sql, secrets, (body as { organisation?: string }).organisation),
})

/** Posts the logout token (OpenID Connect Back-Channel Logout 1.0 §2.5). Throws when the sub-site did not take it: the job comes again. */
export const logOutAt = async (means: ProviderMeans, db: Pick<Db, 'sql'>, loginId: string): Promise<void> => {
  const login = await findOpenLogin(db.sql, loginId)
  if (!login) return
  const provider = await newProvider(means)
  const client = await provider.Client.find(login.clientId)
  if (client?.backchannelLogoutUri) await (client as unknown as Telling).backchannelLogout(login.accountId, login.clientSid)
  await markEnded(db.sql, login.id)
}
