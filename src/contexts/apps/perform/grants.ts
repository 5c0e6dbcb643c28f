import type { Grant, KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Sql } from '../../../platform/db.ts'
import { findConsent, touchConsent } from '../store/consents.ts'

type Scopes = { readonly granted: string; readonly refused: string }

const says = (grant: Grant, { granted, refused }: Scopes): boolean =>
  grant.getOIDCScope() === granted && grant.getRejectedOIDCScope() === refused

/** The grant this sign-in already uses at the sub-site, when it says what the consent says: tokens of a second tab stay good. */
const usedBefore = async (ctx: KoaContextWithOIDC, clientId: string, scopes: Scopes): Promise<Grant | undefined> => {
  const id = ctx.oidc.session?.grantIdFor(clientId)
  const grant = typeof id === 'string' ? await ctx.oidc.provider.Grant.find(id) : undefined
  return grant && says(grant, scopes) ? grant : undefined
}

const made = async (provider: Provider, accountId: string, clientId: string, scopes: Scopes): Promise<Grant> => {
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope(scopes.granted)
  if (scopes.refused) grant.rejectOIDCScope(scopes.refused)
  await grant.save()
  return grant
}

/**
 * A grant follows from the consent that stands in apps.consent and from nothing else: without one the person is asked, with a withdrawn
 * one he is asked again, and a stolen code that was used twice costs its own grant only.
 */
export const grantByConsent =
  (sql: Sql) =>
  async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { account, client, provider } = ctx.oidc
    if (!account || !client) return undefined
    const consent = await findConsent(sql, account.accountId, client.clientId)
    if (!consent) return undefined
    const scopes = { granted: ['openid', ...consent.granted].join(' '), refused: consent.refused.join(' ') }
    await touchConsent(sql, account.accountId, client.clientId)
    const known = await usedBefore(ctx, client.clientId, scopes)
    return known ?? made(provider, account.accountId, client.clientId, scopes)
  }
