import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { notFound, Problem, parse } from '../../../platform/http.ts'
import { rateLimiter, tooMany } from '../../../platform/rate-limit.ts'
import { qr } from '../../../ui/page/qr.ts'
import { findStanding } from '../../catalogue/index.ts'
import { askConfirmation, confirmationOf } from '../perform/confirmations.ts'
import { findDraft } from '../perform/drafts.ts'
import { partyOf, withMandate } from '../perform/party.ts'
import { sees } from '../perform/standing.ts'
import { maskedApplicant } from '../perform/view.ts'
import {
  beginAtWindow,
  changeVisit,
  draftsOf,
  findVisit,
  isOfVisit,
  type Officer,
  openAtWindow,
  openVisit,
  type Reception,
  registerVisitor,
  type Visit,
} from '../perform/visits.ts'
import { listOfApplicant, type Matter } from '../store/matters.ts'
import { caseworkOf, momentOf } from './api-web.ts'
import { done, type ReceptionWeb, windowOfficer } from './reception-answers.ts'
import { PartyBody, PersonBody, ProofBody, VisitDraftBody } from './reception-bodies.ts'
import { receptionCaseRoutes } from './reception-cases.ts'

type WithVisit = { Params: { visit: string } }
type WithDraft = { Params: { visit: string; draft: string } }

/** Wrong codes an officer may type before he has to wait: guessing six digits is slow (S-041). */
const limits = { wrongVisitCode: { points: 10, seconds: 600 } } as const
const largest = 20 * 1024 * 1024

/** Whether something is to be handed in: the case waits for its applicant, or more was asked of him. */
const waits = ({ queue, pending }: Pick<Matter, 'queue' | 'pending'>): boolean => queue === 'applicant' || pending.includes('more')
const casesOf = async (web: ReceptionWeb, visit: Visit, viewer: Officer) =>
  (await listOfApplicant(web.db.sql, { owner: visit.applicant.id }, 50))
    .filter((matter) => sees(viewer, matter))
    .sort((a, b) => Number(waits(b)) - Number(waits(a)))
    .slice(0, 10)
    .map(({ no, itemName, stage, queue, pending, dueOn }) => ({
      no,
      itemName,
      stage,
      applicantsTurn: waits({ queue, pending }),
      closed: queue === 'closed',
      ...(dueOn === 'infinity' ? {} : { dueOn }),
    }))

/** A visit as the desk shows it: numbers masked, drafts only of who showed his own code. */
const told = async (web: ReceptionWeb, reception: Reception, visit: Visit, viewer: Officer) => {
  const drafts = await draftsOf(reception, visit)
  const items = await Promise.all(drafts.map(({ item }) => findStanding(web.db.sql, item)))
  return {
    id: visit.id,
    way: visit.way,
    until: visit.until,
    present: maskedApplicant({ kind: 'person', ...visit.present }, false),
    applicant: maskedApplicant(visit.applicant, false),
    self: visit.applicant.id === visit.present.id,
    mandateMissing: visit.mandateMissing,
    mandate: visit.mandate?.name,
    drafts: drafts.map(({ id, item, savedAt, expiresOn }, i) => ({
      id,
      item,
      itemName: items[i]?.name ?? item,
      savedAt,
      keptUntil: expiresOn,
    })),
    cases: await casesOf(web, visit, viewer),
  }
}

/** Recognising who stands at the window, and for whom he applies. */
const visitRoutes = (app: FastifyInstance, web: ReceptionWeb, reception: Reception): void => {
  const limiter = rateLimiter(web.db, web.secrets, limits)
  const answer = async (reply: FastifyReply, visit: Visit, viewer: Officer) =>
    reply
      .code(201)
      .header('location', `/api/v1/reception/visits/${visit.id}`)
      .send(await told(web, reception, visit, viewer))

  /** A code that a clerk types counts from its beginning and is given back when it was right: tries at the same time do not pass the limit together (S-016). */
  const opened = async (proof: string, viewer: Officer): Promise<Visit | Refusal> => {
    const { wait, settle } = await limiter.hold('wrongVisitCode', viewer.accountId)
    if (wait > 0) throw tooMany(wait)
    let isWrong = false
    try {
      const outcome = await openVisit(reception, proof, viewer)
      isWrong = isRefusal(outcome) && outcome.refused === 'wrong-code'
      return outcome
    } finally {
      await settle(isWrong)
    }
  }
  app.post('/api/v1/reception/visits', async (request, reply) => {
    const viewer = windowOfficer(web, request)
    const { proof } = parse(ProofBody, request.body)
    return answer(reply, done(await opened(proof, viewer)), viewer)
  })

  app.post('/api/v1/reception/people', async (request, reply) => {
    const viewer = windowOfficer(web, request)
    return answer(reply, done(await registerVisitor(reception, parse(PersonBody, request.body), viewer)), viewer)
  })

  app.get<WithVisit>('/api/v1/reception/visits/:visit', async (request) => {
    const viewer = windowOfficer(web, request)
    return told(web, reception, done(await findVisit(reception, request.params.visit, viewer)), viewer)
  })

  app.post<WithVisit>('/api/v1/reception/visits/:visit/party', async (request) => {
    const viewer = windowOfficer(web, request)
    const visit = done(await findVisit(reception, request.params.visit, viewer))
    const party = done(await partyOf(reception, visit.present, parse(PartyBody, request.body), viewer.accountId))
    return told(web, reception, await changeVisit(reception, visit, party), viewer)
  })

  app.post<WithVisit>('/api/v1/reception/visits/:visit/mandate', async (request) => {
    const viewer = windowOfficer(web, request)
    const visit = done(await findVisit(reception, request.params.visit, viewer))
    const part = await request.file({ limits: { fileSize: largest + 1, files: 1 } })
    if (!part || !visit.applicant.agent) throw new Problem(400, 'invalid-request', part ? '本人办理不用授权书' : '没有收到文件')
    const stored = await web.files.put(part.file, { maxBytes: largest, name: part.filename })
    const mandate = { material: 'mandate', name: part.filename.slice(-200), ...stored }
    const applicant = withMandate(visit.applicant, stored.sha256)
    return told(web, reception, await changeVisit(reception, visit, { applicant, mandate, mandateMissing: false }), viewer)
  })
}

const drawn = (text: string, label: string): string => qr(text, label).text.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')

/** Beginning and opening applications during a visit, and asking the person whether one is right. */
const draftRoutes = (app: FastifyInstance, web: ReceptionWeb, reception: Reception): void => {
  const visitOf = async (request: FastifyRequest<WithVisit>, viewer: Officer): Promise<Visit> =>
    done(await findVisit(reception, request.params.visit, viewer))
  const draftOf = async (request: FastifyRequest<WithDraft>, viewer: Officer, visit: Visit) => {
    const { draft: id } = request.params
    const draft = (await isOfVisit(reception, visit, id)) ? await findDraft(reception, id, viewer) : undefined
    if (!draft) throw notFound()
    return draft
  }

  app.post<WithVisit>('/api/v1/reception/visits/:visit/drafts', async (request, reply) => {
    const viewer = windowOfficer(web, request)
    const visit = await visitOf(request, viewer)
    const begun = done(await beginAtWindow(reception, visit, parse(VisitDraftBody, request.body), viewer, momentOf(web)))
    return reply.code(201).header('location', `/api/v1/cases/${begun.id}/draft`).send(begun)
  })

  app.post<WithDraft>('/api/v1/reception/visits/:visit/drafts/:draft/open', async (request) => {
    parse(z.strictObject({}), request.body ?? {})
    const viewer = windowOfficer(web, request)
    return done(await openAtWindow(reception, await visitOf(request, viewer), request.params.draft, viewer))
  })

  app.post<WithDraft>('/api/v1/reception/visits/:visit/drafts/:draft/confirmation', async (request, reply) => {
    parse(z.strictObject({}), request.body ?? {})
    const viewer = windowOfficer(web, request)
    const visit = await visitOf(request, viewer)
    const { token } = await askConfirmation(reception, visit, await draftOf(request, viewer, visit))
    const path = `/confirm/${token}`
    return reply.code(201).send({ path, qr: drawn(`${web.publicUrl}${path}`, '核对申请的二维码') })
  })

  app.get<WithDraft>('/api/v1/reception/visits/:visit/drafts/:draft/confirmation', async (request) => {
    const viewer = windowOfficer(web, request)
    const draft = await draftOf(request, viewer, await visitOf(request, viewer))
    return { confirmation: await confirmationOf(reception, draft) }
  })
}

/** 综窗 (ui.md C02): who stands at the window, what he began, for whom he applies. */
export const receptionApi =
  (web: ReceptionWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const reception: Reception = { ...caseworkOf(web), recognition: web.recognition }
    visitRoutes(app, web, reception)
    draftRoutes(app, web, reception)
    receptionCaseRoutes(app, web, reception)
  }
