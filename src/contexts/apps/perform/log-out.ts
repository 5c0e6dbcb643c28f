import type { Json } from '../../../kernel/canonical.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { enqueueAll } from '../../../platform/jobs/queue.ts'
import type { Consumer } from '../../../platform/outbox.ts'
import { findOpenLogin, listLoginsAt, listOpenLogins, markEnded } from '../store/logins.ts'
import { newProvider, type ProviderMeans } from './provider.ts'

/** The provider's client posts its own logout token; its types do not say so. */
type Telling = { readonly backchannelLogout: (accountId: string, clientSid: string) => Promise<void> }

export const logoutTask = 'apps.log-out'

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

/** Posts the logout token (OpenID Connect Back-Channel Logout 1.0 §2.5). Throws when the sub-site did not take it: the job comes again. */
export const logOutAt = async (means: ProviderMeans, db: Pick<Db, 'sql'>, loginId: string): Promise<void> => {
  const login = await findOpenLogin(db.sql, loginId)
  if (!login) return
  const provider = await newProvider(means)
  const client = await provider.Client.find(login.clientId)
  if (client?.backchannelLogoutUri) await (client as unknown as Telling).backchannelLogout(login.accountId, login.clientSid)
  await markEnded(db.sql, login.id)
}
