import { readAnswers } from '../../../../kernel/form.ts'
import { notFound, Problem, sendPage } from '../../../../platform/http.ts'
import { findGuide, type Guide } from '../../../catalogue/index.ts'
import { moment as inWords } from '../../pages/case-page.ts'
import { whyReopened } from '../../pages/draft-view.ts'
import { situationFields, startPage } from '../../pages/start-page.ts'
import { deletePage, taskPage } from '../../pages/task-page.ts'
import { outsideGrant } from '../../perform/acting.ts'
import { createDraft } from '../../perform/begin.ts'
import { closedItem } from '../../perform/closed.ts'
import { type Draft, deleteDraft, findDraft, listMyDrafts, saveDraft } from '../../perform/drafts.ts'
import { clientOf } from '../../perform/standing.ts'
import { acknowledgeVersion, carryToSuccessor } from '../../perform/successor.ts'
import { caseView } from '../../perform/view.ts'
import { granted, query } from '../citizen-web.ts'
import type { Step } from './step.ts'

/** The guide of an item that can be applied for by somebody of this level; 实名 is asked for here at the latest. */
export const guideFor = async ({ web, request, viewer, params }: Step): Promise<Guide> => {
  if (viewer.level === 'unverified') {
    const link = `/my/realname?next=${encodeURIComponent(request.originalUrl)}`
    throw new Problem(403, 'needs-real-name', '这件事要先实名，约 1 分钟', {
      detail: '请先完成实名认证，再回来办理。',
      link,
      linkText: '去实名认证',
    })
  }
  const version = await findGuide(web.casework.db.read, params.code)
  if (!version?.guide.form) throw notFound('这个事项不能在网上申请')
  if (version.state !== 'published') {
    const { title, detail, successor } = await closedItem(web.casework.db.read, params.code)
    const next = successor && { successor, link: `/guide/${successor.code}`, linkText: successor.name }
    throw new Problem(410, 'gone', title, { detail, ...next })
  }
  return version.guide
}

/** Who let the viewer apply for them in this matter. */
const clientsFor = ({ viewer }: Step, guide: Guide) =>
  viewer.organisation || !guide.audiences.includes('1')
    ? []
    : (viewer.grants ?? [])
        .filter((grant) => outsideGrant(viewer, 'apply', { applicantId: grant.principal.id, item: guide.code }) === undefined)
        .map(({ id, principal }) => ({ grant: id, name: principal.name }))

/** Who may not apply for his organisation in this matter hears it before he answers anything (S-050). */
const refuseOutside = ({ viewer }: Step, guide: Guide): void => {
  const { organisation } = viewer
  const refused = organisation && outsideGrant(viewer, 'apply', { applicantId: organisation.id, item: guide.code })
  if (!refused) return
  const { title, detail } = refused
  throw new Problem(403, refused.refused, title, { detail, link: '/my/orgs', linkText: '看授权' })
}

const nameOf = ({ viewer }: Step): string => viewer.organisation?.name ?? viewer.name

export const showStart = async (at: Step) => {
  const guide = await guideFor(at)
  const { draft: id } = query(at.request)
  refuseOutside(at, guide)
  const draft = id ? await findDraft(at.web.casework, id, at.viewer) : undefined
  const others = id ? [] : (await listMyDrafts(at.web.casework, at.viewer)).filter((other) => other.guide.code === guide.code)
  const otherDrafts = others.map((other) => ({ id: other.id, savedAt: inWords(other.savedAt) }))
  return sendPage(
    at.reply,
    startPage(at.frame, {
      guide,
      draft: draft?.id,
      situation: draft?.situation ?? {},
      changed: draft ? whyReopened(draft, 'start') : [],
      errors: [],
      applicant: draft?.applicant.name ?? nameOf(at),
      clients: id ? [] : clientsFor(at, guide),
      forOthers: !id && !at.viewer.organisation && guide.audiences.includes('1'),
      otherDrafts,
    }),
  )
}

/** A draft is created at once and kept 30 days, or the situation of an existing one changes. */
export const start = async (at: Step) => {
  const guide = await guideFor(at)
  const { answers: situation, errors } = readAnswers(situationFields(guide), at.body)
  const draft = typeof at.body.draft === 'string' ? at.body.draft : undefined
  const grant = typeof at.body.for === 'string' ? at.body.for : ''
  if (errors.length > 0)
    return sendPage(
      at.reply,
      startPage(at.frame, {
        guide,
        draft,
        situation,
        errors,
        applicant: nameOf(at),
        clients: draft ? [] : clientsFor(at, guide),
        chosen: grant,
        otherDrafts: [],
      }),
      422,
    )
  if (draft) {
    granted(await saveDraft(at.web.casework, draft, { situation }, at.viewer, at.moment))
    return at.to(`/apply/${draft}`)
  }
  const { db, secrets } = at.web.casework
  const applicant = grant ? await clientOf(db.sql, secrets, at.viewer, grant) : undefined
  if (grant && !applicant)
    throw new Problem(403, 'outside-grant', '这份授权已经结束，不能再替对方办理', { link: '/my/family', linkText: '看授权' })
  const begun = granted(await createDraft(at.web.casework, { item: guide.code, viewer: at.viewer, situation, applicant }, at.moment))
  return at.to(`/apply/${begun.id}`)
}

/** 任务单; the address of a draft that was submitted leads to its case. */
export const showTasks = async (at: Step) => {
  const draft = await findDraft(at.web.casework, at.params.id, at.viewer)
  if (draft) return sendPage(at.reply, taskPage(at.frame, draft))
  const submitted = await caseView(at.web.casework, at.params.id, at.viewer, at.moment.today)
  if (!submitted) throw notFound('没有找到这份草稿，它可能已经提交或删除')
  return at.to(`/my/cases/${submitted.no}`)
}

/** He has seen what changed of the guide: his draft may be submitted under the new version. */
export const goOnUnderVersion = async (at: Step & { readonly draft: Draft }) => {
  granted(await acknowledgeVersion(at.web.casework, at.draft.id, at.viewer))
  return at.to(`/apply/${at.draft.id}`)
}

/** A closed item: a new draft of the one that took its place, with all that carries the same name. */
export const goToSuccessor = async (at: Step & { readonly draft: Draft }) => {
  const { id } = granted(await carryToSuccessor(at.web.casework, at.draft.id, at.viewer, at.moment))
  return at.to(`/apply/${id}`)
}

/** Asks once more. */
export const askToRemove = async (at: Step & { readonly draft: Draft }) => sendPage(at.reply, deletePage(at.frame, at.draft))

export const remove = async (at: Step & { readonly draft: Draft }) => {
  if (at.body.sure !== 'yes') return askToRemove(at)
  granted(await deleteDraft(at.web.casework, at.draft.id, at.viewer))
  return at.to('/my')
}
