import type { Grant, KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Sql } from '../../../platform/db.ts'
import { scopesOf } from '../rules/audience.ts'
import { findConsent, touchConsent } from '../store/consents.ts'
import { type AppScope, type Standing, scopeWords } from '../terms.ts'
import { currentStanding } from './standing.ts'

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

const all = Object.keys(scopeWords) as AppScope[]
const notOf = (kind: Standing['kind']): AppScope[] => all.filter((scope) => !scopesOf(kind).includes(scope))

/** An officer is not asked: what the sub-sites of his work read of his post follows from their registration (个人信息保护法 §13 第三项). */
const ofOffice = (registered: string): Scopes => {
  const wanted = registered.split(' ')
  return {
    granted: ['openid', ...scopesOf('staff').filter((scope) => wanted.includes(scope))].join(' '),
    refused: notOf('staff').join(' '),
  }
}

const ofPerson = async (sql: Sql, accountId: string, clientId: string): Promise<Scopes | undefined> => {
  const consent = await findConsent(sql, accountId, clientId)
  if (!consent) return undefined
  await touchConsent(sql, accountId, clientId)
  return {
    granted: ['openid', ...consent.granted].join(' '),
    refused: [...new Set([...consent.refused, ...notOf('applicant')])].join(' '),
  }
}

/**
 * A person's grant follows from the consent that stands in apps.consent and from nothing else: without one the person is asked, with a withdrawn
 * one he is asked again, and a stolen code that was used twice costs its own grant only.
 */
export const grantByConsent =
  (sql: Sql) =>
  async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { account, client, provider } = ctx.oidc
    if (!account || !client) return undefined
    const isOfficer = currentStanding()?.kind === 'staff'
    const scopes = isOfficer ? ofOffice(client.scope ?? '') : await ofPerson(sql, account.accountId, client.clientId)
    if (!scopes) return undefined
    const known = await usedBefore(ctx, client.clientId, scopes)
    return known ?? made(provider, account.accountId, client.clientId, scopes)
  }
