import type { FastifyInstance } from 'fastify'
import { sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { listPapersOfCases } from '../../documents/index.ts'
import { myPapersPage } from '../pages/my-papers-page.ts'
import { papersFor } from '../perform/paper-set.ts'
import { listMyCases } from '../perform/view.ts'
import { applicant, type CitizenWeb, continuedAt, momentOf } from './citizen-web.ts'

const casesOnPage = 20

/** `/my/papers`: the applicant's copy of everything. */
export const myPaperRoutes =
  (web: CitizenWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/papers', async (request, reply) => {
      const after = continuedAt(request, 'instant')
      const page = { limit: casesOnPage + 1, ...(after ? { after } : {}) }
      const viewer = applicant(web, request)
      const rows = await listMyCases(web.casework, viewer, momentOf(web).today, page)
      const shown = rows.slice(0, casesOnPage)
      const ids = shown.map(({ id }) => id)
      const papers = papersFor(viewer, await listPapersOfCases(web.casework.db.sql, ids))
      const cases = shown.map(({ id, no, itemName }) => ({ no, itemName, papers: papers.filter(({ caseId }) => caseId === id) }))
      const [frame, last] = [web.frame(request), shown.at(-1)]
      const next =
        rows.length > casesOnPage && last
          ? href(frame, `/my/papers?after=${encodeURIComponent(`${last.submittedAt}~${last.id}`)}`)
          : undefined
      const withPapers = cases.filter((one) => one.papers.length > 0)
      return sendPage(reply, myPapersPage(frame, withPapers, next))
    })
  }
