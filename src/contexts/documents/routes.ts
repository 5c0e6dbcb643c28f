import type { FastifyInstance } from 'fastify'
import type { LocalDate } from '../../kernel/date.ts'
import type { Db } from '../../platform/db.ts'
import { notFound } from '../../platform/http.ts'
import { findGuide, findStanding } from '../catalogue/index.ts'
import { noticeOfGuide } from './perform/notice.ts'
import type { PaperPdf } from './perform/print.ts'

export type DocumentDeps = {
  readonly db: Db
  readonly today: () => LocalDate
  readonly publicUrl: string
  /** The PDF of a recorded paper. */
  readonly paper: (id: string) => Promise<PaperPdf | undefined>
}

/** `/guide/:code/notice.pdf`: the 一次性告知书 of a matter that is handled today, for anybody (鄂政务发〔2023〕13号 一次性告知制度 §3). */
export const documentRoutes =
  ({ db, today, publicUrl, paper }: DocumentDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { code: string } }>('/guide/:code/notice.pdf', async (request, reply) => {
      const { code } = request.params
      const [found, standing] = await Promise.all([findGuide(db.read, code), findStanding(db.read, code)])
      if (!found || standing?.state !== 'published') throw notFound('没有这个事项，或者现在不办理')
      const pdf = await paper(await noticeOfGuide(db, found, publicUrl, today()))
      if (!pdf) throw notFound()
      return reply
        .type('application/pdf')
        .header('cache-control', 'no-cache')
        .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(pdf.name)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(pdf.bytes)
    })
  }
