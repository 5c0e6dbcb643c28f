import type { Sql } from '../../../platform/db.ts'
import { findActiveClient } from '../store/clients.ts'

/** The sub-site that a hint names. Nothing is ended on its word, so its signature does not matter here. */
const namedIn = (hint: string): string => {
  try {
    const payload: unknown = JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString())
    const { aud } = payload as { aud?: unknown }
    return typeof aud === 'string' ? aud : ''
  } catch {
    return ''
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The sub-site that sends somebody to be signed out, as far as it says so. */
const senderOf = async (sql: Sql, query: Readonly<Record<string, unknown>>) => {
  const clientId = textOf(query.client_id) || namedIn(textOf(query.id_token_hint))
  return clientId ? findActiveClient(sql, clientId) : undefined
}

/** Whether officers may come from there: their cookies do not come along with what another site began (SameSite=Strict). */
export const mayBeOfficer = async (sql: Sql, query: Readonly<Record<string, unknown>>): Promise<boolean> =>
  ((await senderOf(sql, query))?.registered.audience ?? 'applicants') !== 'applicants'

/** Where somebody who is signed out already goes on: the registered address of the sub-site that sent him, never another. */
export const afterLogout = async (sql: Sql, query: Readonly<Record<string, unknown>>): Promise<string | undefined> => {
  const wanted = textOf(query.post_logout_redirect_uri)
  const client = wanted ? await senderOf(sql, query) : undefined
  if (!client || client.registered.afterLogoutUri !== wanted) return undefined
  const state = textOf(query.state)
  const to = new URL(wanted)
  if (state) to.searchParams.set('state', state)
  return to.href
}
