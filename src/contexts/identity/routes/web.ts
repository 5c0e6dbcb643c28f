import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Calendar } from '../../../kernel/calendar.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { CodeBudget } from '../../../platform/code-budget.ts'
import type { Db } from '../../../platform/db.ts'
import type { FileStore } from '../../../platform/files.ts'
import { NeedsSignIn, Problem } from '../../../platform/http.ts'
import { networkOf } from '../../../platform/origin.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Sessions } from '../../../platform/session.ts'
import type { Sms } from '../../../platform/sms.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { httpTrust, type TrustSettings, type TrustSource } from '../perform/certificates/trust.ts'
import { identityLimits, type Limits } from '../perform/limits.ts'
import type { Partner } from '../perform/partners.ts'
import { httpRegistry, type Registry } from '../perform/registry.ts'
import type { StaffFactorPolicy } from '../rules/factors.ts'
import { isLocalPath, waitText } from '../rules/limits.ts'
import type { PasswordPolicies } from '../rules/password.ts'
import type { Applicant, Door, Staff, Viewer } from '../terms.ts'
import { handedCertificates } from './handed-certificate.ts'

/** What the app gives to the routes of this context. `registryUrl` answers `/population` and `/enterprises` below it. */
export type IdentityDeps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly sessions: Sessions
  readonly secrets: Secrets
  readonly sms: Sms
  /** Codes by text message of a day (S-011). */
  readonly codeBudget: CodeBudget
  readonly registryUrl: string
  /** The address the world knows: passkeys are for it alone (S-006). */
  readonly publicUrl: string
  /** Of every officer, or of those who have enrolled one (S-005). */
  readonly staffSecondFactor: StaffFactorPolicy
  /** Where certificates are judged; `proxies` may hand on those of their clients. */
  readonly certificates: TrustSettings & { readonly proxies: readonly string[] }
  /** Of the accounts of each door (S-001). */
  readonly passwordPolicies: PasswordPolicies
  /** Where the evidence of a correction is kept. */
  readonly files: FileStore
  readonly calendar: () => Calendar
  /** Who else signs people in. */
  readonly partners: readonly Partner[]
  /** What a request was, in words, by its method and path; undefined for what is none (S-100). */
  readonly wordsOf: (what: string) => string | undefined
}
/** The same, ready for the acts. */
export type IdentityWeb = IdentityDeps & {
  readonly limits: Limits
  readonly registry: Registry
  readonly trust: TrustSource
  /** The certificate that the TLS of a request proved, if any. */
  readonly handed: (request: FastifyRequest) => Uint8Array | string | undefined
}

export const identityWeb = (deps: IdentityDeps): IdentityWeb => ({
  ...deps,
  limits: identityLimits(deps.db, deps.secrets),
  registry: httpRegistry(deps.registryUrl),
  trust: httpTrust(deps.certificates),
  handed: handedCertificates(deps.certificates.proxies),
})

export type Body = Readonly<Record<string, unknown>>
export const bodyOf = (request: FastifyRequest): Body => (request.body ?? {}) as Body

/** One text of a form or an address, never longer than a page could mean. */
export const textOf = (from: unknown, name: string): string => {
  const value = (from as Body | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 1000) : ''
}

/** Where the person was going: a path of this site, or ''. */
export const nextOf = (from: unknown): string => {
  const next = textOf(from, 'next')
  return isLocalPath(next) ? next : ''
}

/** Says when to come back, in a header for programs and in words for people (S-017). */
export const tooOften = (reply: FastifyReply, retryAfter: number, field: string): FieldError[] => {
  reply.header('retry-after', String(retryAfter))
  return [{ field, message: `操作过于频繁，${waitText(retryAfter)}` }]
}

/** The same for a program: a problem that says when to come back. */
export const tooManyTries = (reply: FastifyReply, retryAfter: number): Problem => {
  reply.header('retry-after', String(retryAfter))
  return new Problem(429, 'too-many-requests', `操作过于频繁，${waitText(retryAfter)}`, { retryAfter })
}

/** What anybody may ask to sign is kept for minutes: one network asks so often and no more (S-006, S-010). */
export const limitChallenges = async (web: Pick<IdentityWeb, 'limits'>, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const wait = await web.limits.spend('challengeNetwork', networkOf(request.ip))
  if (wait > 0) throw tooManyTries(reply, wait)
}

/** Whoever is signed in, applicant or officer; leads to the door of persons when nobody is. */
export const needAnyone = (web: Pick<IdentityWeb, 'viewer'>, request: FastifyRequest): Applicant | Staff => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
  return viewer
}

/** Where somebody who stands for an organisation becomes himself: its own account acts for nobody else. */
export const inPerson = ({ organisation }: Applicant, path: string): { readonly link: string; readonly linkText: string } => {
  const next = `?next=${encodeURIComponent(path)}`
  return organisation?.own
    ? { link: `/login/person${next}`, linkText: '用个人帐号登录' }
    : { link: `/my/acting${next}`, linkText: '切换办事身份' }
}

/** The applicant who sends a request; leads to the door when nobody is signed in. */
export const needApplicant = (viewer: Viewer, door: Door = 'person'): Applicant => {
  if (viewer.kind === 'visitor') throw new NeedsSignIn(door)
  if (viewer.kind === 'staff') throw new Problem(403, 'not-for-staff', '这个页面供办事的个人和法人使用，请用个人或法人帐号登录')
  return viewer
}
