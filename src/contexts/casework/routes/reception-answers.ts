import type { FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { notFound, Problem } from '../../../platform/http.ts'
import type { Recognition } from '../../identity/index.ts'
import type { Officer } from '../perform/visits.ts'
import { type CaseworkWeb, problemOf, signedIn } from './api-web.ts'

/** What the reception uses beside the rest of casework. `publicUrl` heads the links of QR codes. */
export type ReceptionWeb = CaseworkWeb & { readonly recognition: Recognition; readonly publicUrl: string }

/** The officer at the window; for everybody else the desk is not there (S-041). */
export const windowOfficer = (web: ReceptionWeb, request: FastifyRequest): Officer => {
  const viewer = signedIn(web, request)
  if (viewer.kind !== 'staff' || !viewer.roles.includes('clerk')) throw notFound()
  return viewer
}

/** What was done, or the refusal as a problem; a visit that is over is gone. */
export const done = <T>(outcome: T | Refusal): T => {
  if (!isRefusal(outcome)) return outcome
  throw outcome.refused === 'no-such-visit' ? new Problem(410, outcome.refused, outcome.title) : problemOf(outcome)
}
