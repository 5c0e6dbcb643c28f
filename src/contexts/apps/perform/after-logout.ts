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

/** Where somebody who is signed out already goes on: the registered address of the sub-site that sent him, never another. */
export const afterLogout = async (sql: Sql, query: Readonly<Record<string, unknown>>): Promise<string | undefined> => {
  const wanted = textOf(query.post_logout_redirect_uri)
  const clientId = textOf(query.client_id) || namedIn(textOf(query.id_token_hint))
  const client = wanted && clientId ? await findActiveClient(sql, clientId) : undefined
  if (!client || client.registered.afterLogoutUri !== wanted) return undefined
  const state = textOf(query.state)
  const to = new URL(wanted)
  if (state) to.searchParams.set('state', state)
  return to.href
}
