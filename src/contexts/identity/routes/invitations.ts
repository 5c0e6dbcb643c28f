import type { FastifyInstance } from 'fastify'
import { needFresh } from '../perform/fresh.ts'
import { openInvitations, withdrawInvitation } from '../perform/staffing/invitations.ts'
import { administrator, answered, doingOf, idOf } from './staffing.ts'
import type { IdentityWeb } from './web.ts'

/** One-time links that nobody opened yet: listed, and taken back (S-008). */
export const invitationRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/staff/invitations', async (request) => {
      const by = administrator(web, request, 'invite')
      return { items: await openInvitations({ db: web.db, by }), next: null }
    })

    app.delete<{ Params: { id: string } }>('/api/v1/staff/invitations/:id', async (request, reply) => {
      const by = administrator(web, request, 'invite')
      needFresh(request)
      answered(await withdrawInvitation(doingOf(web, request, by), idOf(request)), '没有这个邀请，可能已经用过或者撤回')
      return reply.code(204).send()
    })
  }
