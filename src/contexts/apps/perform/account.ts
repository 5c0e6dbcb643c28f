import type { Account, AccountClaims, KoaContextWithOIDC } from 'oidc-provider'
import type { Db } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type Applicant, type Staff, type Viewer, viewerOf } from '../../identity/index.ts'
import { serves } from '../rules/audience.ts'
import { findOpenSignOn } from '../store/tokens.ts'
import { acrNames } from '../terms.ts'
import { hashOf } from './adapter.ts'
import { audienceOf } from './policy.ts'
import { currentStanding } from './standing.ts'

type Means = { readonly db: Db; readonly secrets: Secrets }
type Bound = { readonly sessionUid?: string }

/** What a sub-site may learn of an officer: who he is by name, where he works and as what. His own number and telephone are not his office's. */
const claimsOfOfficer = ({ accountId, name, unit, departmentCode, division, roles }: Staff): AccountClaims => ({
  sub: accountId,
  name,
  staff: { unit, ...(departmentCode ? { department: departmentCode } : {}), division, roles: [...roles] },
})

/** What a sub-site may learn of a person; the provider hands out only what the scopes agreed to cover. */
const claimsOfApplicant = (viewer: Applicant): AccountClaims => {
  const { organisation, phone, name, level } = viewer
  return {
    sub: viewer.accountId,
    ...(name ? { name } : {}),
    level: acrNames[level],
    ...(organisation ? { organisation: { name: organisation.name, uscc: organisation.uscc } } : {}),
    ...(phone ? { phone_number: phone, phone_number_verified: true } : {}),
  }
}

/** Nobody stands behind a token of a disabled account, of an officer without a post, of one who may no more act for whom he acted. */
const claimsFor = (viewer: Viewer, isToken: boolean): AccountClaims | undefined => {
  if (viewer.kind === 'staff') return viewer.roles.length > 0 ? claimsOfOfficer(viewer) : undefined
  if (viewer.kind === 'visitor' || (isToken && viewer.lostStanding)) return undefined
  return claimsOfApplicant(viewer)
}

/** Whom a token speaks of, looked up with every use: a disabled account is gone at once (S-033), an ended mandate with it (S-050). */
export const accountOf =
  ({ db, secrets }: Means) =>
  async (ctx: KoaContextWithOIDC | undefined, accountId: string, token?: unknown): Promise<Account | undefined> => {
    const uid = (token as Bound | undefined)?.sessionUid
    const open = uid ? await findOpenSignOn(db.sql, hashOf(uid)) : undefined
    const data = open?.acting_for ? { actingFor: open.acting_for } : {}
    const kind = open?.kind ?? currentStanding()?.kind ?? 'applicant'
    const viewer = await viewerOf(db, secrets)({ session: { kind, subjectId: accountId, data, csrf: '' } })
    const client = ctx?.oidc.client
    if (open && client && !serves(audienceOf(client.audience), kind)) return undefined
    const claims = claimsFor(viewer, open !== undefined)
    return claims && { accountId, claims: async () => claims }
  }
