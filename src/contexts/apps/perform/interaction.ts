import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { Db } from '../../../platform/db.ts'
import { Problem } from '../../../platform/http.ts'
import { scopesOf, serves } from '../rules/audience.ts'
import { acrOf, type Demanded, isEnough } from '../rules/levels.ts'
import { putConsent } from '../store/consents.ts'
import { type AppScope, type Audience, consentDays, type Standing } from '../terms.ts'
import { audienceOf, demandedIn } from './policy.ts'

/** One request of a sub-site that waits for the person, bound to his browser by the provider's cookie. */
export type Step = {
  readonly prompt: 'login' | 'consent'
  readonly appName: string
  readonly clientId: string
  readonly wanted: readonly AppScope[]
  readonly demanded: Demanded
  readonly audience: Audience
  /** The sub-site wants the person to prove anew who he is (`prompt=login`, `max_age`). */
  readonly mustProve: boolean
  /** Seconds since 1970. */
  readonly askedAt: number
  readonly host: string
}
/** The person has signed in as somebody else meanwhile: the same request from the start. */
export type Restart = { readonly again: string }

type Raw = { readonly req: IncomingMessage; readonly res: ServerResponse }

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const wantedOf = (text: unknown): AppScope[] =>
  textOf(text)
    .split(' ')
    .filter((one): one is AppScope => (scopesOf('applicant') as readonly string[]).includes(one))

/** The same request without what was answered by signing in; how fresh that has to be stays asked for, since a new standing proves nothing (S-082). */
const askedAgain = (params: Readonly<Record<string, unknown>>): string => {
  const isKept = ([name, value]: [string, unknown]): boolean => ['string', 'number'].includes(typeof value) && name !== 'prompt'
  const kept = Object.entries(params).filter(isKept)
  return `/oidc/auth?${new URLSearchParams(kept as [string, string][])}`
}

const gone = (): Problem => new Problem(400, 'sign-in-expired', '这次登录已过期或已完成，请回到原来的应用重新登录')

/** Only the browser that began a request may begin it again. */
const restartOf = async (provider: Provider, { req }: Raw, uid: string): Promise<Restart> => {
  const isOwn = (req.headers.cookie ?? '').split('; ').includes(`${provider.cookieName('interaction')}=${uid}`)
  const begun = isOwn ? await provider.Interaction.find(uid) : undefined
  if (!begun) throw gone()
  return { again: askedAgain(begun.params) }
}

/** What a sub-site asks of the person; throws 400 when the request has expired or began in another browser. */
export const stepOf = async (provider: Provider, raw: Raw, uid: string): Promise<Step | Restart> => {
  const details = await provider.interactionDetails(raw.req, raw.res).catch(() => undefined)
  if (details?.uid !== uid) return restartOf(provider, raw, uid)
  const { params, prompt, iat } = details
  const client = await provider.Client.find(textOf(params.client_id))
  if (!client) throw gone()
  return {
    prompt: prompt.name === 'consent' ? 'consent' : 'login',
    appName: client.clientName ?? client.clientId,
    clientId: client.clientId,
    wanted: wantedOf(params.scope),
    demanded: demandedIn(client.lowest_level, params.acr_values),
    audience: audienceOf(client.audience),
    mustProve: prompt.reasons.some((reason) => reason === 'login_prompt' || reason === 'max_age'),
    askedAt: iat,
    host: URL.parse(textOf(params.redirect_uri))?.host ?? '',
  }
}

/** What has to happen before the provider can go on: nothing, or one of the pages. */
export type Need = 'nothing' | 'signIn' | 'otherAccount' | 'acting' | 'proof' | 'level' | 'consent'

export const needOf = (step: Step, standing: Standing | undefined): Need => {
  if (!standing) return 'signIn'
  if (!serves(step.audience, standing.kind)) return 'otherAccount'
  if (standing.kind === 'applicant' && standing.hasLostStanding) return 'acting'
  if (step.mustProve && standing.authTime < step.askedAt) return 'proof'
  if (!isEnough(standing, step.demanded)) return 'level'
  return step.prompt === 'consent' && standing.kind === 'applicant' ? 'consent' : 'nothing'
}

const loginOf = (standing: Standing) => {
  const { accountId, authTime: ts } = standing
  return { login: { accountId, acr: acrOf(standing), ...(ts > 0 ? { ts } : {}) } }
}

/** Tells the provider who is signed in; gives the address to go on at. */
export const goOn = (provider: Provider, { req, res }: Raw, standing: Standing): Promise<string> =>
  provider.interactionResult(
    req,
    res,
    { ...loginOf(standing), ...(standing.kind === 'staff' ? { consent: {} } : {}) }, // an officer is not asked
    { mergeWithLastSubmission: true },
  )

/** The person does not want to: the sub-site hears `access_denied`. */
export const refuse = (provider: Provider, { req, res }: Raw): Promise<string> =>
  provider.interactionResult(req, res, { error: 'access_denied', error_description: 'the person did not agree' })

/** Keeps what the person agreed to (个人信息保护法 §14), and lets the provider go on. */
export const agree = async (
  means: { readonly db: Pick<Db, 'transaction'>; readonly provider: Provider },
  raw: Raw,
  step: Step,
  standing: Standing,
  granted: readonly AppScope[],
): Promise<string> => {
  const agreed = step.wanted.filter((scope) => granted.includes(scope))
  const refused = step.wanted.filter((scope) => !granted.includes(scope))
  const { accountId } = standing
  await means.db.transaction((sql) => putConsent(sql, { accountId, clientId: step.clientId, granted: agreed, refused, days: consentDays }))
  return means.provider.interactionResult(raw.req, raw.res, { ...loginOf(standing), consent: {} })
}
