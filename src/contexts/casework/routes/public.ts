import type { FastifyInstance } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { casePage } from '../pages/case-page.ts'
import { noticesPage, trackPage } from '../pages/list-pages.ts'
import { findByCode, publicNotices } from '../perform/view.ts'
import { type CitizenWeb, continuedAt, form, momentOf, query } from './citizen-web.ts'

const pageSize = 20
const nothingFound = '没有找到。请核对办件编号和查询码，两个都要对。'

const lacking = (no: string, code: string): FieldError[] => [
  ...(no ? [] : [{ field: 'no', message: '请填写办件编号' }]),
  ...(code.trim() ? [] : [{ field: 'code', message: '请填写查询码' }]),
]

/** What anybody may see: progress by number and code, and the published results. Guessing is limited (S-010). */
export const publicCaseRoutes =
  (web: CitizenWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/track', async (request, reply) => sendPage(reply, trackPage(web.frame(request), { no: query(request).no ?? '', errors: [] })))

    app.post('/track', async (request, reply) => {
      const { no, code } = form(request)
      const number = String(no ?? '').replace(/\s/g, '')
      const missing = lacking(number, String(code ?? ''))
      if (missing.length > 0) return sendPage(reply, trackPage(web.frame(request), { no: number, errors: missing }), 422)
      await web.mayLookUp(request)
      const view = await findByCode(web.casework, number, String(code ?? ''), momentOf(web).today)
      if (!view)
        return sendPage(reply, trackPage(web.frame(request), { no: number, errors: [{ field: 'no', message: nothingFound }] }), 422)
      return sendPage(reply, casePage(web.frame(request), view, { licences: [], canRate: false }))
    })

    app.get('/open/notices', async (request, reply) => {
      const frame = web.frame(request)
      const from = continuedAt(request, 'day')
      const after = from ? { after: { on: from.at, id: from.id } } : {}
      const rows = await publicNotices(web.casework, frame.site.code.padEnd(12, '0'), momentOf(web).today, {
        limit: pageSize + 1,
        ...after,
      })
      const shown = rows.slice(0, pageSize)
      const last = shown.at(-1)
      const next = rows.length > pageSize && last ? href(frame, `/open/notices?after=${last.decidedOn}~${last.id}`) : undefined
      return sendPage(reply, noticesPage(frame, shown, next))
    })
  }
