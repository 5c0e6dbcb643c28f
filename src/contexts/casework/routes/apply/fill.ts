import { checkAnswers, type FormPage, fieldsOn, isPageAsked, readAnswers } from '../../../../kernel/form.ts'
import { notFound, sendPage } from '../../../../platform/http.ts'
import type { Material } from '../../../catalogue/index.ts'
import { deliverPage, deliveryAnswers, deliveryFields, deliveryOf } from '../../pages/deliver-page.ts'
import { draftErrors, materialsToGive, nextAfter } from '../../pages/draft-view.ts'
import { materialPage } from '../../pages/material-page.ts'
import { questionPage } from '../../pages/question-page.ts'
import { type Draft, findDraft, removeDraftFile, saveDraft } from '../../perform/drafts.ts'
import { granted, query } from '../citizen-web.ts'
import { takeFiles } from '../uploads.ts'
import type { Step } from './step.ts'

type InDraft = Step & { readonly draft: Draft }

const pageOf = ({ draft, params }: InDraft): FormPage => {
  const page = draft.guide.form?.pages.find((one) => one.id === params.page)
  if (!page) throw notFound('没有这一页')
  return page
}

/** A page that the answers leave out leads back to the list of tasks. */
export const showQuestion = async (at: InDraft) => {
  const page = pageOf(at)
  if (!isPageAsked({ pageWhen: page.when }, at.draft.answers)) return at.to(`/apply/${at.draft.id}`)
  return sendPage(at.reply, questionPage(at.frame, { draft: at.draft, page, errors: [], fromCheck: query(at.request).then === 'check' }))
}

/** Saved whatever was typed; checked only when the person goes on, so that nothing typed is lost (U-037). */
export const answer = async (at: InDraft) => {
  const page = pageOf(at)
  const { answers } = readAnswers(page.fields, at.body, at.draft.answers)
  const typed = Object.fromEntries(page.fields.map((field) => [field.name, answers[field.name] ?? '']))
  granted(await saveDraft(at.web.casework, at.draft.id, { answers: typed }, at.viewer, at.moment))
  if (at.request.headers['x-autosave']) return at.reply.code(204).send()
  return at.body.later ? at.to(`/apply/${at.draft.id}`) : goOn(at, { ...at.draft, answers }, page)
}

const goOn = (at: InDraft, saved: Draft, page: FormPage) => {
  const errors = checkAnswers(fieldsOn(page), saved.answers)
  const fromCheck = at.body.then === 'check'
  if (errors.length > 0) return sendPage(at.reply, questionPage(at.frame, { draft: saved, page, errors, fromCheck }), 422)
  return at.to(fromCheck && draftErrors(saved).length === 0 ? `/apply/${saved.id}/check` : nextAfter(saved, page.id))
}

const materialOf = ({ draft, params }: InDraft): Material => {
  const material = materialsToGive(draft.guide, draft.situation).find((one) => one.id === params.material)
  if (!material) throw notFound('这个申请不需要这份材料')
  return material
}

export const showMaterial = async (at: InDraft) =>
  sendPage(at.reply, materialPage(at.frame, { draft: at.draft, material: materialOf(at), errors: [] }))

export const upload = async (at: InDraft) => {
  const material = materialOf(at)
  const errors = await takeFiles(at.web, at.request, at.draft.id, material.id, at.viewer)
  if (errors.length === 0) return at.to(`/apply/${at.draft.id}/materials/${material.id}`)
  const now = (await findDraft(at.web.casework, at.draft.id, at.viewer)) ?? at.draft
  return sendPage(at.reply, materialPage(at.frame, { draft: now, material, errors }), 422)
}

export const takeBack = async (at: InDraft) => {
  granted(await removeDraftFile(at.web.casework, at.draft.id, String(at.body.file), at.viewer, at.moment))
  return at.to(`/apply/${at.draft.id}/materials/${at.params.material}`)
}

/** The files stay as they are, though the guide changed what it says of this material. */
export const confirmMaterial = async (at: InDraft) => {
  const confirmed = [`m-${at.params.material}`]
  granted(await saveDraft(at.web.casework, at.draft.id, { confirmed }, at.viewer, at.moment))
  return at.to(`/apply/${at.draft.id}`)
}

export const showDelivery = async (at: InDraft) =>
  sendPage(
    at.reply,
    deliverPage(at.frame, { draft: at.draft, answers: deliveryAnswers(at.draft.delivery, at.draft.applicant), errors: [] }),
  )

export const chooseDelivery = async (at: InDraft) => {
  const { answers, errors } = readAnswers(deliveryFields(at.draft.guide), at.body)
  if (errors.length > 0) return sendPage(at.reply, deliverPage(at.frame, { draft: at.draft, answers, errors }), 422)
  granted(await saveDraft(at.web.casework, at.draft.id, { delivery: deliveryOf(answers) }, at.viewer, at.moment))
  return at.to(`/apply/${at.draft.id}`)
}
