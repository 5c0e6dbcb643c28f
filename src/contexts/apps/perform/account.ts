import type { Account, AccountClaims, KoaContextWithOIDC } from 'oidc-provider'
import type { Db } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type Applicant, viewerOf } from '../../identity/index.ts'
import { findOpenSignOn } from '../store/tokens.ts'
import { acrNames } from '../terms.ts'
import { hashOf } from './adapter.ts'

type Means = { readonly db: Db; readonly secrets: Secrets }
type Bound = { readonly sessionUid?: string }

/** What a sub-site may learn of a person; the provider hands out only what the scopes agreed to cover. */
const claimsOf = (viewer: Applicant): AccountClaims => {
  const { organisation, phone, name, level } = viewer
  return {
    sub: viewer.accountId,
    ...(name ? { name } : {}),
    level: acrNames[level],
    ...(organisation ? { organisation: { name: organisation.name, uscc: organisation.uscc } } : {}),
    ...(phone ? { phone_number: phone, phone_number_verified: true } : {}),
  }
}

/** Whom a token speaks of, looked up with every use: a disabled account is gone at once (S-033), an ended mandate with it (S-050). */
export const accountOf =
  ({ db, secrets }: Means) =>
  async (_ctx: KoaContextWithOIDC | undefined, accountId: string, token?: unknown): Promise<Account | undefined> => {
    const uid = (token as Bound | undefined)?.sessionUid
    const open = uid ? await findOpenSignOn(db.sql, hashOf(uid)) : undefined
    const data = open?.acting_for ? { actingFor: open.acting_for } : {}
    const viewer = await viewerOf(db, secrets)({ session: { kind: 'applicant', subjectId: accountId, data, csrf: '' } })
    if (viewer.kind !== 'applicant' || (open && viewer.lostStanding)) return undefined
    return { accountId, claims: async () => claimsOf(viewer) }
  }
