import type { FastifyInstance } from 'fastify'
import type { CaseworkWeb } from './api-web.ts'
import { caseRoutes } from './cases.ts'
import { draftRoutes } from './drafts.ts'
import { worklistRoutes } from './worklists.ts'

/** The JSON API of cases (interfaces.md §2). */
export const caseworkApi =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(draftRoutes(web))
    await app.register(caseRoutes(web))
    await app.register(worklistRoutes(web))
  }
