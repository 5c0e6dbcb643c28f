import type { FastifyInstance, FastifyRequest } from 'fastify'
import { countUnread, ownPersonOf, type Viewer } from '../contexts/identity/index.ts'
import type { Db } from '../platform/db.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** How many messages wait for who asks; only on the pages of his own space. */
    unread?: number
  }
}

const ownPage = /^\/my(?!\/messages)([/?]|$)/

/** Counts the messages that wait, in one query, for the head of the pages under /my; public pages ask nothing. After who asks is known. */
export const countMessages = (app: FastifyInstance, db: Db, viewer: (request: FastifyRequest) => Viewer): void => {
  app.addHook('onRequest', async (request) => {
    const who = viewer(request)
    const person = who.kind === 'applicant' && request.method === 'GET' && ownPage.test(request.url) ? ownPersonOf(who) : undefined
    if (person) request.unread = await countUnread(db.sql, person)
  })
}
