import type { FastifyInstance } from 'fastify'
import { batchRoutes } from './batches.ts'
import { caseRoutes } from './cases.ts'
import { draftRoutes } from './drafts.ts'
import { eventRoutes } from './events.ts'
import { exportRoutes } from './exports.ts'
import { type PapersWeb, paperRoutes } from './papers.ts'
import { savedFilterRoutes } from './saved-filters.ts'
import { sitePhotoRoutes } from './site-photos.ts'
import { supervisionRoutes } from './supervision.ts'
import { worklistRoutes } from './worklists.ts'

/** The JSON API of cases (interfaces.md §2). */
export const caseworkApi =
  (web: PapersWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(draftRoutes(web))
    await app.register(caseRoutes(web))
    await app.register(worklistRoutes(web))
    await app.register(exportRoutes(web))
    await app.register(savedFilterRoutes(web))
    await app.register(batchRoutes(web))
    await app.register(eventRoutes(web))
    await app.register(supervisionRoutes(web))
    await app.register(paperRoutes(web))
    await app.register(sitePhotoRoutes(web))
  }
