import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readAnswers } from '../../../kernel/form.ts'
import { notFound, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { casePage, hearingPage, remindPage, withdrawPage } from '../pages/case-page.ts'
import { type CorrectModel, correctPage } from '../pages/correct-page.ts'
import { progress, taskGroups } from '../pages/draft-view.ts'
import { casesPage, draftsPage } from '../pages/list-pages.ts'
import { performAct } from '../perform/act.ts'
import { grantFor, outsideGrant } from '../perform/acting.ts'
import { findDraft, listMyDrafts, removeDraftFile, saveDraft } from '../perform/drafts.ts'
import { actorFor, agentIdOf } from '../perform/standing.ts'
import { type CaseView, caseView, listMyCases } from '../perform/view.ts'
import { type HandIn, handInOf, stillToMend, toMendOf } from '../rules/to-mend.ts'
import { listUploads } from '../store/drafts.ts'
import type { ActName } from '../terms.ts'
import { applicant, type CitizenWeb, continuedAt, form, granted, momentOf, type Params } from './citizen-web.ts'
import { takeFiles } from './uploads.ts'

const pageSize = 20

/** 我的办件: lists, the case, answering a 补正, withdrawing, reminding. */
export const myCaseRoutes =
  (web: CitizenWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const own = async (request: FastifyRequest): Promise<CaseView> => {
      const view = await caseView(web.casework, (request.params as Params['Params']).no, applicant(web, request), momentOf(web).today)
      if (!view) throw notFound('没有找到这个办件')
      return view
    }
    const back = (reply: FastifyReply, request: FastifyRequest, view: CaseView, rest = '') =>
      reply.redirect(href(web.frame(request), `/my/cases/${view.no}${rest}`), 303)

    const act = async (request: FastifyRequest, view: CaseView, type: ActName) => {
      const viewer = applicant(web, request)
      const { applicant: whose } = view.state
      const matter = { applicantId: whose?.id ?? '', agentId: whose ? agentIdOf(whose) : null, item: view.item, division: view.division }
      const by = actorFor(viewer, type, { ...matter, departmentCode: '' })
      if (!by) throw notFound()
      const refusal = outsideGrant(viewer, grantFor(type), matter)
      if (refusal) return refusal
      return performAct(web.casework, view.id, { type, by }, momentOf(web))
    }

    app.get('/my/cases', async (request, reply) => {
      const viewer = applicant(web, request)
      const after = continuedAt(request, 'instant')
      const rows = await listMyCases(web.casework, viewer, momentOf(web).today, {
        limit: pageSize + 1,
        ...(after ? { after } : {}),
      })
      const shown = rows.slice(0, pageSize)
      const last = shown.at(-1)
      const frame = web.frame(request)
      const next =
        rows.length > pageSize && last ? href(frame, `/my/cases?after=${encodeURIComponent(`${last.submittedAt}~${last.id}`)}`) : undefined
      return sendPage(reply, casesPage(frame, shown, next))
    })

    app.get('/my/drafts', async (request, reply) => {
      const drafts = await listMyDrafts(web.casework, applicant(web, request))
      const lines = drafts.map((draft) => ({
        id: draft.id,
        name: draft.guide.name,
        savedAt: draft.savedAt,
        keptUntil: draft.keptUntil,
        ...progress(taskGroups(draft)),
      }))
      return sendPage(reply, draftsPage(web.frame(request), lines))
    })

    app.get<Params>('/my/cases/:no', async (request, reply) => {
      const view = await own(request)
      return sendPage(reply, casePage(web.frame(request), view, await web.extras(view)))
    })

    const correctModel = async (request: FastifyRequest, view: CaseView, kind: HandIn): Promise<CorrectModel> => {
      const draft = await findDraft(web.casework, view.id, applicant(web, request))
      const notice = view.papers.find((paper) => paper.type === 'correctionNotice')
      return {
        kind,
        case: view,
        toMend: toMendOf(view, kind),
        answers: draft?.answers ?? view.state.answers,
        files: await listUploads(web.casework.db.sql, view.id),
        errors: [],
        ...(notice ? { notice: `/api/v1/cases/${view.no}/documents/${notice.id}.pdf` } : {}),
      }
    }
    const waiting = async (request: FastifyRequest): Promise<{ view: CaseView; model: CorrectModel }> => {
      const view = await own(request)
      const kind = handInOf(view.open)
      if (!kind) throw notFound('这个办件现在没有需要补正的内容')
      return { view, model: await correctModel(request, view, kind) }
    }

    app.get<Params>('/my/cases/:no/correct', async (request, reply) =>
      sendPage(reply, correctPage(web.frame(request), (await waiting(request)).model)),
    )

    app.get<Params>('/my/cases/:no/correct/:target', async (request, reply) => back(reply, request, await own(request), '/correct'))
    app.post<Params>('/my/cases/:no/correct/:target', async (request, reply) => {
      const { view, model } = await waiting(request)
      const { target } = request.params
      if (target === 'remove') {
        granted(await removeDraftFile(web.casework, view.id, String(form(request).file), applicant(web, request), momentOf(web)))
        return back(reply, request, view, '/correct')
      }
      const errors = await takeFiles(web, request, view.id, target, applicant(web, request))
      if (errors.length === 0) return back(reply, request, view, '/correct')
      const again = { ...model, errors: errors.map(({ message }) => ({ field: `m-${target}`, message })) }
      return sendPage(reply, correctPage(web.frame(request), again), 422)
    })

    app.post<Params>('/my/cases/:no/correct', async (request, reply) => {
      const { view, model } = await waiting(request)
      const viewer = applicant(web, request)
      const fields = model.toMend.flatMap((item) => (item.field ? [item.field] : []))
      const { answers } = readAnswers(fields, form(request), model.answers)
      const typed = Object.fromEntries(fields.map((field) => [field.name, answers[field.name] ?? '']))
      if (fields.length > 0) granted(await saveDraft(web.casework, view.id, { answers: typed }, viewer, momentOf(web)))
      if (form(request).later) return back(reply, request, view)
      const errors = stillToMend(model.toMend, model.kind, { files: model.files, answers })
      if (errors.length > 0) return sendPage(reply, correctPage(web.frame(request), { ...model, answers, errors }), 422)
      granted(await act(request, view, model.kind))
      return back(reply, request, view)
    })

    for (const [path, type, page] of [
      ['withdraw', 'withdraw', withdrawPage],
      ['remind', 'remind', remindPage],
      ['hearing', 'applyHearing', hearingPage],
    ] as const) {
      app.get<Params>(`/my/cases/:no/${path}`, async (request, reply) => sendPage(reply, page(web.frame(request), await own(request))))
      app.post<Params>(`/my/cases/:no/${path}`, async (request, reply) => {
        const view = await own(request)
        granted(await act(request, view, type))
        return back(reply, request, view)
      })
    }

    app.get<Params>('/my/cases/:no/files/:file', async (request, reply) => {
      const view = await own(request)
      const file = view.materials.flatMap((material) => material.files).find((one) => one.id === request.params.file)
      if (!file) throw notFound('没有找到这个文件')
      return reply
        .type(file.type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('content-security-policy', "sandbox; default-src 'none'")
        .send(web.files.open(file.id))
    })
  }
