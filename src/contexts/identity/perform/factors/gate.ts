import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../../../platform/http.ts'
import type { Session, Sessions } from '../../../../platform/session.ts'
import { type FactorKind, factorLimits, type NextStep, type StaffFactorPolicy, stepAfterPassword } from '../../rules/factors.ts'
import { listFactorKinds } from '../../store/factors.ts'
import { provenNow, provenWithoutPhone } from '../fresh.ts'
import type { Means } from '../means.ts'
import { needsNewPassword } from '../password.ts'
import type { SignedIn } from '../sign-in.ts'
import { keepPreference, recordArrival } from '../sign-in-history.ts'

/** What a sign-in depends on beside its first proof. */
export type Gate = Pick<Means, 'db' | 'passwordPolicies'> & { readonly sessions: Sessions; readonly staffSecondFactor: StaffFactorPolicy }

/** What follows the first proof of one who comes in, and the factors he has (S-005). */
export const nextStepOf = async (
  { db, staffSecondFactor }: Pick<Gate, 'db' | 'staffSecondFactor'>,
  { accountId, kind }: SignedIn,
): Promise<{ readonly step: NextStep; readonly kinds: readonly FactorKind[] }> => {
  const kinds = await listFactorKinds(db.sql, accountId)
  return { step: stepAfterPassword(kind, kinds, staffSecondFactor), kinds }
}

/** Opens the session of one whose proofs are complete, under a new token (S-030). */
export const openSession = async (
  { db, sessions }: Pick<Gate, 'db' | 'sessions'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { accountId, kind, withoutPhone, certificate }: SignedIn,
): Promise<Session> => {
  await recordArrival(db, accountId, request)
  await keepPreference(db, accountId, request, reply)
  const twoFactors = (await listFactorKinds(db.sql, accountId)).length > 0 // who has a second factor does not come in without it
  return sessions.signIn(request, reply, {
    kind: kind === 'staff' ? 'staff' : 'applicant',
    subjectId: accountId,
    data: {
      ...(certificate ? { certificate } : {}),
      ...(twoFactors ? { twoFactors } : {}),
      ...(withoutPhone ? provenWithoutPhone() : provenNow()),
    },
    comesIn: true,
  })
}

/** One whose password was right and whose second factor is still to come: nothing is open to him yet. */
export type Pending = SignedIn & { readonly step: Exclude<NextStep, 'open'> | 'renew'; readonly next: string }

/**
 * Lets one in whose first proof was right, or has him wait for the second (S-005): every way of signing in that is not two factors by
 * itself ends here. Gives the page that asks for the second factor, undefined when the session is open.
 */
export const letIn = async (
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  signedIn: SignedIn,
  next: string,
): Promise<'/login/second' | '/login/enrol' | '/login/renew' | undefined> => {
  const { step } = await nextStepOf(gate, signedIn)
  if (step === 'open') return admit(gate, request, reply, signedIn, next)
  await wait(gate, request, reply, { ...signedIn, step, next })
  return step === 'second' ? '/login/second' : '/login/enrol'
}

/** Keeps who is on his way in, under a token of its own; nothing is open to him. */
const wait = async (
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  { accountId, kind, withoutPhone = false, certificate, step, next }: Pending,
) => {
  const pending = { accountId, kind, withoutPhone, ...(certificate ? { certificate } : {}), step, next, at: new Date().toISOString() }
  await gate.sessions.signIn(request, reply, { kind: 'visitor', subjectId: accountId, data: { pending } })
}

/**
 * Opens the session of one whose proofs are complete; or leads him to set a new password first where his is too old (S-001): that he came
 * by a passkey or a certificate makes the old password no better.
 */
export const admit = async (
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  signedIn: SignedIn,
  next: string,
): Promise<'/login/renew' | undefined> => {
  if (await needsNewPassword(gate, signedIn.accountId, signedIn.kind)) {
    await wait(gate, request, reply, { ...signedIn, step: 'renew', next })
    return '/login/renew'
  }
  await openSession(gate, request, reply, signedIn)
  return undefined
}

const isPending = (value: unknown): value is Pending & { at: string } => typeof value === 'object' && value !== null && 'at' in value

/** Who is on his way in by this session; undefined when nobody is, or five minutes have passed. */
export const pendingOf = (session: Session | undefined): Pending | undefined => {
  const pending = session?.kind === 'visitor' ? session.data.pending : undefined
  if (!isPending(pending)) return undefined
  return Date.now() - Date.parse(pending.at) <= factorLimits.pendingMinutes * 60_000 ? pending : undefined
}

/** The same for a program, which cannot set a password on a page: 403 `password-too-old` (S-001). */
export const refuseOldPassword = async (gate: Pick<Gate, 'db' | 'passwordPolicies'>, { accountId, kind }: SignedIn): Promise<void> => {
  if (await needsNewPassword(gate, accountId, kind))
    throw new Problem(403, 'password-too-old', '密码已满 90 天，请先在网页登录并设置新密码')
}

/** The same for the API, which asks for everything at once: 401 `second-factor-needed` until a right code comes along (S-005). */
export const secondFactorNeeded = (kinds: readonly FactorKind[]): Problem =>
  new Problem(401, 'second-factor-needed', kinds.length > 0 ? '还需要第二重验证' : '请先在网页登录，登记第二重验证', { factors: kinds })
