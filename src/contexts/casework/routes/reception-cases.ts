import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parse } from '../../../platform/http.ts'
import { type CaseAtWindow, handInAtWindow, openCaseAtWindow } from '../perform/case-at-window.ts'
import { findVisit, type Reception, type Visit } from '../perform/visits.ts'
import { momentOf } from './api-web.ts'
import { done, type ReceptionWeb, windowOfficer } from './reception-answers.ts'
import { HandInBody } from './reception-bodies.ts'

type WithCase = { Params: { visit: string; no: string } }

/** A case that waits for its applicant as the desk shows it: what is asked for, word for word as the notice has it. */
const told = ({ view, kind, toMend, answers, files }: CaseAtWindow) => {
  const { correctionDue, supplementDue } = view.clock
  const due = kind === 'correct' ? correctionDue : kind === 'supplyGaps' ? supplementDue : undefined
  const notice = view.papers.findLast(({ type }) => type === 'correctionNotice' || type === 'gaps')
  const fields = toMend.flatMap(({ field }) => (field ? [field.name] : []))
  return {
    id: view.id,
    no: view.no,
    item: view.item,
    itemName: view.itemName,
    stage: view.state.stage,
    act: kind,
    applicant: view.applicant,
    position: view.position,
    ...(due ? { due: due.on } : {}),
    ...(notice && kind === 'correct' ? { notice: `/api/v1/cases/${view.no}/documents/${notice.id}.pdf` } : {}),
    toMend,
    answers: Object.fromEntries(fields.flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]]))),
    files: files.map(({ id, material, name, size, type }) => ({ id, material, name, size, type })),
  }
}

/** 补正, 补齐, 补充 for who stands at the window. */
export const receptionCaseRoutes = (app: FastifyInstance, web: ReceptionWeb, reception: Reception): void => {
  const before = async (request: FastifyRequest<WithCase>) => {
    const viewer = windowOfficer(web, request)
    const visit: Visit = done(await findVisit(reception, request.params.visit, viewer))
    return { viewer, visit, no: request.params.no, moment: momentOf(web) }
  }

  app.post<WithCase>('/api/v1/reception/visits/:visit/cases/:no/open', async (request) => {
    const { anew } = parse(z.strictObject({ anew: z.boolean().optional() }), request.body ?? {})
    const { visit, no, viewer, moment } = await before(request)
    return told(done(await openCaseAtWindow(reception, visit, no, viewer, { ...moment, anew })))
  })

  app.post<WithCase>('/api/v1/reception/visits/:visit/cases/:no/hand-in', async (request) => {
    const body = parse(HandInBody, request.body ?? {})
    const { visit, no, viewer, moment } = await before(request)
    const { state, no: number, papers, position } = done(await handInAtWindow(reception, visit, no, body, viewer, moment))
    return { no: number, queryCode: reception.secrets.queryCode(number), stage: state.stage, position, papers }
  })
}
