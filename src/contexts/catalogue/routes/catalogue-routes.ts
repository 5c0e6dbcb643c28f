import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import type { FileStore } from '../../../platform/files.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Viewer } from '../../identity/index.ts'
import type { Catalogue } from '../perform/live-catalogue.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import type { OpenDrafts } from '../perform/view-draft.ts'
import { itemApi } from './api.ts'
import { baseItemKeeping } from './base-items.ts'
import { browseRoutes } from './browse.ts'
import { convenienceRoutes } from './convenience.ts'
import { directoryRoutes } from './directory.ts'
import { draftRoutes } from './drafts.ts'
import { guideSheetRoutes } from './guide-sheets.ts'
import { guideRoutes } from './guides.ts'
import { indicatorRoutes } from './indicators.ts'
import { listDraftRoutes } from './list-drafts.ts'
import { listRoutes } from './lists.ts'
import { lookCounter } from './looks.ts'
import { openDataRoutes } from './open-data.ts'
import { ownSheetRoutes } from './own-sheets.ts'
import { processRoutes } from './process.ts'
import { wordRoutes } from './words.ts'

type Deps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly catalogue: Catalogue
  readonly pages: PublicPages
  readonly openDrafts: OpenDrafts
  readonly files: FileStore
}

/** Browsing, searching and reading guides, as pages and as API. */
export const catalogueRoutes =
  (deps: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    const looks = lookCounter(deps.db, deps.today)
    app.addHook('onClose', () => looks.stop())
    browseRoutes(app, deps)
    guideRoutes(app, { ...deps, looks })
    itemApi(app, deps)
    processRoutes(app, deps)
    directoryRoutes(app, deps)
    listRoutes(app, deps)
    listDraftRoutes(app, deps)
    indicatorRoutes(app, deps)
    wordRoutes(app, deps)
    openDataRoutes(app, deps)
    convenienceRoutes(app, deps)
    draftRoutes(app, deps)
    guideSheetRoutes(app, deps)
    ownSheetRoutes(app, deps)
    baseItemKeeping(app, deps)
  }
