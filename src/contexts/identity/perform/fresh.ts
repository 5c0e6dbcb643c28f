import type { FastifyReply, FastifyRequest } from 'fastify'
import { NeedsFresh } from '../../../platform/http.ts'
import type { Session, Sessions } from '../../../platform/session.ts'
import { freshMinutes, lives } from '../rules/limits.ts'

/** What a session keeps of the moment its owner last proved who he is: by password, factor or certificate (S-035). */
export const provenNow = (): { readonly freshAt: string } => ({ freshAt: new Date().toISOString() })

/** The same by a way that needs no telephone: a passkey, a certificate, a partner who vouches for the person (S-007). */
export const provenWithoutPhone = (): Readonly<Record<'freshAt' | 'noPhoneAt', string>> => {
  const { freshAt } = provenNow()
  return { freshAt, noPhoneAt: freshAt }
}

/** Whether the owner of a session proved who he is without his telephone, recently enough to replace it. */
export const isProvenWithoutPhone = (session: Session | undefined): boolean => {
  const at = session?.data.noPhoneAt
  return session?.subjectId !== undefined && typeof at === 'string' && Date.now() - Date.parse(at) <= lives.lostPhoneMinutes * 60_000
}

/** Whether the owner of a session proved who he is within so many minutes; a visitor's session never is. */
export const isFresh = (session: Session | undefined, minutes: number = freshMinutes): boolean => {
  const at = session?.data.freshAt
  return session?.subjectId !== undefined && typeof at === 'string' && Date.now() - Date.parse(at) <= minutes * 60_000
}

/**
 * Step-up (S-035): call it first in a route that changes a telephone, a factor or a grant, or hands data out. Lets the request go on when
 * its session was proven at most `minutes` ago; else throws NeedsFresh: a page is led to /my/again and back (a posted form is kept and
 * offered again), a program gets 403 `fresh-sign-in-needed` and proves itself at POST /api/v1/sessions/again.
 */
export const needFresh = (request: Pick<FastifyRequest, 'session'>, minutes: number = freshMinutes): void => {
  if (!isFresh(request.session, minutes)) throw new NeedsFresh()
}

/** The same session as before, proven just now, under a new token (S-030). */
export const proveAgain = (sessions: Sessions, request: FastifyRequest, reply: FastifyReply, proven = provenNow()): Promise<Session> => {
  const { session } = request
  if (!session?.subjectId) throw new NeedsFresh()
  return sessions.signIn(request, reply, { kind: session.kind, subjectId: session.subjectId, data: { ...session.data, ...proven } })
}
