import { randomUUID } from 'node:crypto'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { notFound, sendPage } from '../../../../platform/http.ts'
import { href } from '../../../../ui/page/frame.ts'
import { moment as inWords } from '../../pages/case-page.ts'
import { checkPage } from '../../pages/check-page.ts'
import { donePage } from '../../pages/done-page.ts'
import { draftErrors } from '../../pages/draft-view.ts'
import { taskPage } from '../../pages/task-page.ts'
import { type Draft, findDraft } from '../../perform/drafts.ts'
import { submitDraft } from '../../perform/submit.ts'
import { type CaseView, caseView } from '../../perform/view.ts'
import type { Pinned } from '../../terms.ts'
import { granted } from '../citizen-web.ts'
import type { Step } from './step.ts'

type InDraft = Step & { readonly draft: Draft }

const incomplete = ({ frame, draft }: InDraft) => draftErrors(draft).map((error) => ({ ...error, href: href(frame, error.href) }))

export const showCheck = async (at: InDraft) =>
  sendPage(at.reply, checkPage(at.frame, { draft: at.draft, key: randomUUID(), errors: incomplete(at) }))

/** The address of the form, asked for by a display choice or the address line: back to where the form stands. */
export const backToCheck = async (at: Step) => at.to(`/apply/${at.params.id}/check`)

const notSent = (at: InDraft, outcome: Refusal) => {
  if (outcome.refused === 'incomplete')
    return sendPage(at.reply, checkPage(at.frame, { draft: at.draft, key: randomUUID(), errors: incomplete(at) }), 422)
  if (outcome.refused === 'guide-changed') return at.to(`/apply/${at.draft.id}`)
  if (outcome.refused === 'item-not-open') return sendPage(at.reply, taskPage(at.frame, at.draft), 409)
  return granted<never>(outcome)
}

/** The key of the form makes a double click, a reload and a second tab one case (U-040); afterwards the address shows the 号牌. */
export const submit = async (at: Step) => {
  const { id } = at.params
  const draft = await findDraft(at.web.casework, id, at.viewer)
  if (!draft) return at.to(`/apply/${id}/done`)
  if (at.body.declared !== '1') {
    const errors = [{ field: 'declared', message: '请勾选申请人声明' }]
    return sendPage(at.reply, checkPage(at.frame, { draft, key: String(at.body.key), errors }), 422)
  }
  const submission = { viewer: at.viewer, key: String(at.body.key ?? ''), body: { declared: true } }
  const outcome = await submitDraft(at.web.casework, id, submission, at.moment)
  if (isRefusal(outcome) && !['already-submitted', 'no-such-case'].includes(outcome.refused)) return notSent({ ...at, draft }, outcome)
  return at.to(`/apply/${id}/done`)
}

const promiseOf = (pinned: Pinned | undefined): string => {
  if (pinned?.instant) return '当场办结'
  return pinned?.promised ? `${pinned.promised} 个${pinned.unit === 'workday' ? '工作日' : '自然日'}内` : '按指南的时限'
}

const ticketOf = (view: CaseView) => {
  const receipt = view.papers.find((paper) => paper.type === 'receipt')
  return {
    no: view.no,
    queryCode: view.queryCode,
    itemName: view.itemName,
    submittedAt: inWords(view.submittedAt),
    noticeDue: view.clock.noticeDue?.on,
    promised: promiseOf(view.state.pinned),
    receipt: receipt && `/api/v1/cases/${view.no}/documents/${receipt.id}.pdf`,
    preReview: view.state.stage === 'submitted',
  }
}

export const showDone = async (at: Step) => {
  const view = await caseView(at.web.casework, at.params.id, at.viewer, at.moment.today)
  if (!view) throw notFound('没有找到这个办件')
  return sendPage(at.reply, donePage(at.frame, ticketOf(view)))
}
