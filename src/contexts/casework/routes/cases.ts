import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '../../../kernel/refusal.ts'
import { notFound, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import { listPapers } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { performAct } from '../perform/act.ts'
import { grantFor, outsideGrant } from '../perform/acting.ts'
import { brokenPromises } from '../perform/conduct.ts'
import { findDraft } from '../perform/drafts.ts'
import { type Casework, findCase, type Loaded } from '../perform/journal.ts'
import { noteLook } from '../perform/looks.ts'
import { findAnswers, mayShow, showNumbers } from '../perform/numbers.ts'
import { papersFor } from '../perform/paper-set.ts'
import { receiptFactsOf } from '../perform/receipt-facts.ts'
import { findSitePhotos } from '../perform/site-photos.ts'
import { actorFor, sees } from '../perform/standing.ts'
import { findByCode, listMyCases } from '../perform/view.ts'
import { clockOf } from '../rules/clock.ts'
import { present } from '../rules/present.ts'
import { detailsFor } from '../rules/procedure.ts'
import { listCards } from '../store/cards.ts'
import { listMovedDates } from '../store/night.ts'
import type { ActName, Actor, Photo, Today } from '../terms.ts'
import { type CaseworkWeb, caseworkOf, cursor, momentOf, problemOf, readCursor, signedIn } from './api-web.ts'
import { ActBody, PageQuery, ProgressBody, ShowBody } from './bodies.ts'
import { journalRow, listed, photosRow, told } from './case-answers.ts'

type WithNo = { Params: { no: string } }
type WithPaper = { Params: { no: string; paper: string } }
type WithFile = { Params: { no: string; file: string } }

/** As whom a viewer does an act; throws 404 where he has no standing and 403 where his grant does not reach (S-050). */
const asWhom = (viewer: Viewer, act: ActName, { matter }: Loaded): Actor => {
  const by = actorFor(viewer, act, matter)
  if (!by) throw notFound()
  const refusal = outsideGrant(viewer, grantFor(act), matter)
  if (refusal) throw problemOf(refusal)
  return by
}

/** What the clocks went through: dates that a calendar moved, and for officers the cards that were raised. */
const courseOf = async ({ db }: CaseworkWeb, { matter }: Loaded, viewer: Viewer) => ({
  history: (await listMovedDates(db.sql, matter.id)).map(({ was, became, ...row }) =>
    present({ ...row, was: was ?? undefined, became: became ?? undefined }),
  ),
  ...(viewer.kind === 'staff'
    ? { cards: (await listCards(db.sql, matter.id)).map(({ replyDue, ...card }) => present({ ...card, replyDue: replyDue ?? undefined })) }
    : {}),
})

/** 告知承诺 is not offered to who broke a promise; the clerk reads which. */
const trustIn = async (casework: Casework, { state }: Loaded, open: readonly ActName[]) => {
  const broken = open.includes('acceptOnPromise') && state.applicant ? await brokenPromises(casework, state.applicant) : []
  return broken.length === 0 ? {} : { brokenPromises: broken, open: open.filter((act) => act !== 'acceptOnPromise') }
}

/** Cases after submission: state, acts, journal, clock, papers, receipt. */
export const caseRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const casework = caseworkOf(web)
    const today = (): Today => momentOf(web).today

    /** The case for somebody who may see it; the same 404 for another's and for none (S-041). */
    const load = async (request: FastifyRequest<WithNo>): Promise<{ loaded: Loaded; viewer: Viewer }> => {
      const viewer = signedIn(web, request)
      const loaded = await findCase(casework, web.db.sql, request.params.no)
      if (!loaded || !sees(viewer, loaded.matter)) throw notFound()
      return { loaded, viewer }
    }

    /** Every file of the journal that this viewer may open: materials, and photographs whose record is his to read. */
    const handedIn = async (request: FastifyRequest<WithNo>): Promise<Photo[]> => {
      const { loaded, viewer } = await load(request)
      const photos = await findSitePhotos(web.db.sql, loaded, viewer)
      return [...loaded.events.flatMap((e) => e.materials ?? []), ...photos.flatMap(({ files }) => files)]
    }

    app.get('/api/v1/cases', async (request) => {
      const { limit, after } = parse(PageQuery, request.query)
      const from = readCursor(after, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      const rows = await listMyCases(casework, signedIn(web, request), today(), {
        limit: limit + 1,
        ...(from ? { after: { at: from.a, id: from.b } } : {}),
      })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { items: rows.slice(0, limit).map(listed), ...(last ? { next: cursor(last.submittedAt, last.id) } : {}) }
    })

    app.get<WithNo>('/api/v1/cases/:no', withoutQuery, async (request) => {
      const draft = await findDraft(casework, request.params.no, signedIn(web, request))
      if (draft && !(await findCase(casework, web.db.sql, draft.id)))
        return {
          id: draft.id,
          no: draft.id,
          stage: 'draft',
          item: draft.guide.code,
          itemName: draft.guide.name,
          open: ['submit'],
          savedAt: draft.savedAt,
          keptUntil: draft.keptUntil,
        }
      const { loaded, viewer } = await load(request)
      await noteLook(web.db.sql, viewer, loaded.matter, momentOf(web))
      const view = { ...told(loaded, viewer, today()), ...(await findAnswers(web.db.sql, loaded, viewer)) }
      const trust = await trustIn(casework, loaded, view.open)
      const sitePhotos = (await findSitePhotos(web.db.sql, loaded, viewer)).map(photosRow)
      return { ...view, ...trust, sitePhotos, licences: await web.licences(loaded.matter.id), ...(await courseOf(web, loaded, viewer)) }
    })

    app.post<WithNo>('/api/v1/cases/:no/acts', async (request) => {
      const { loaded, viewer } = await load(request)
      const { act, seen, ...details } = parse(ActBody, request.body)
      const foreign = Object.keys(details).filter((name) => !detailsFor(act).includes(name as never))
      if (foreign.length > 0) throw new Problem(400, 'invalid-request', `这个行为不带这些内容：${foreign.join('、')}`)
      const by = asWhom(viewer, act, loaded)
      const outcome = await performAct(casework, loaded.matter.id, { ...details, type: act, by }, { ...momentOf(web), seen })
      if (isRefusal(outcome)) throw problemOf(outcome, 409)
      const after = await findCase(casework, web.db.sql, outcome.caseId)
      if (!after) throw notFound()
      return { ...told(after, viewer, today()), ...(await findAnswers(web.db.sql, after, viewer)), papers: outcome.papers }
    })

    app.post<WithNo>('/api/v1/cases/:no/numbers', async (request) => {
      const { loaded, viewer } = await load(request)
      if (viewer.kind !== 'staff' || !mayShow(viewer, loaded))
        throw new Problem(403, 'not-your-case', '只有办理这个办件的工作人员可以看完整的号码')
      const { purpose } = parse(ShowBody, request.body)
      const shown = await showNumbers(web.db, loaded, viewer, purpose, momentOf(web))
      if (shown.isLast)
        request.log.error({ alarm: 'numbers-over-budget' }, 'an officer had the numbers of more cases shown today than expected')
      return { answers: shown.answers }
    })

    app.get<WithNo>('/api/v1/cases/:no/journal', withoutQuery, async (request) => {
      const { loaded, viewer } = await load(request)
      return { items: loaded.events.map((e, i) => journalRow(e, i, loaded, viewer.kind === 'staff')) }
    })

    app.get<WithNo>('/api/v1/cases/:no/clock', withoutQuery, async (request) => {
      const { loaded, viewer } = await load(request)
      return { ...clockOf(loaded.state, today()), ...(await courseOf(web, loaded, viewer)) }
    })

    app.get<WithNo>('/api/v1/cases/:no/documents', withoutQuery, async (request) => {
      const { loaded, viewer } = await load(request)
      return { items: papersFor(viewer, await listPapers(web.db.sql, loaded.matter.id)) }
    })

    app.get<WithPaper>('/api/v1/cases/:no/documents/:paper', async (request, reply) => {
      const { loaded, viewer } = await load(request)
      const id = request.params.paper.replace(/\.pdf$/, '')
      const mine = papersFor(viewer, await listPapers(web.db.sql, loaded.matter.id)).some((paper) => paper.id === id)
      const pdf = mine ? await web.paper(id) : undefined
      if (!pdf) throw notFound()
      return named(reply, pdf.name, 'application/pdf', 'inline').send(pdf.bytes)
    })

    app.get<WithNo>('/api/v1/cases/:no/receipt', withoutQuery, async (request, reply) => {
      const { loaded } = await load(request)
      const facts = receiptFactsOf(loaded)
      if (!facts) throw notFound()
      const receipt = await web.receipt(facts)
      return named(reply, `收件凭证${loaded.matter.no}.json`, 'application/json; charset=utf-8', 'attachment').send(receipt)
    })

    app.get<WithFile>('/api/v1/cases/:no/files/:file', async (request, reply) => {
      const viewer = signedIn(web, request)
      const draft = await findDraft(casework, request.params.no, viewer)
      const waiting = draft?.files.find((file) => file.id === request.params.file)
      const file = waiting ?? (await handedIn(request)).find((m) => m.sha256 === request.params.file)
      if (!file) throw notFound()
      return named(reply, file.name, file.type, 'attachment').send(web.files.open(file.sha256))
    })

    app.post('/api/v1/progress', async (request) => {
      await web.mayLookUp(request)
      const { no, code } = parse(ProgressBody, request.body)
      const view = await findByCode(casework, no, code, today())
      if (!view) throw new Problem(404, 'not-found', '编号或者查询码不对，请核对后再查')
      const { itemName, department, stageWords, nodes, turn, applicant, timeline, lamp, next } = view
      return { no, itemName, department, stage: view.state.stage, stageWords, turn, applicant: applicant.name, nodes, timeline, lamp, next }
    })
  }

/** A download: exact type, its name, nothing that could run (S-068). */
const named = (reply: FastifyReply, name: string, type: string, how: 'inline' | 'attachment'): FastifyReply =>
  reply
    .type(type)
    .header('content-disposition', `${how}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
