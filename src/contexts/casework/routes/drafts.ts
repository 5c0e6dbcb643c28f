import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { notFound, Problem, parse } from '../../../platform/http.ts'
import type { Viewer } from '../../identity/index.ts'
import { createDraft } from '../perform/begin.ts'
import { addDraftFile, type Draft, deleteDraft, findDraft, mayHandIn, removeDraftFile, saveDraft } from '../perform/drafts.ts'
import { asJson } from '../perform/journal.ts'
import { submitDraft } from '../perform/submit.ts'
import { carryToSuccessor } from '../perform/successor.ts'
import { maskedApplicant } from '../perform/view.ts'
import { type CaseworkWeb, caseworkOf, momentOf, problemOf, signedIn } from './api-web.ts'
import { CaseBody, DraftBody, SubmitBody } from './bodies.ts'

type WithNo = { Params: { no: string } }
type WithFile = { Params: { no: string; file: string } }

const largest = 20 * 1024 * 1024

const done = <T extends object>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw problemOf(outcome)
  return outcome
}

/** A draft as the API tells it; the guide comes from /items. */
const told = (draft: Draft) => ({
  id: draft.id,
  no: draft.id,
  stage: 'draft',
  item: draft.guide.code,
  itemName: draft.guide.name,
  guideVersion: draft.guideVersion,
  currentVersion: draft.currentVersion,
  begunVersion: draft.begunVersion,
  changes: draft.changes,
  reopened: draft.reopened,
  closed: draft.closed,
  carriedFrom: draft.carriedFrom,
  answers: draft.answers,
  situation: draft.situation,
  delivery: draft.delivery,
  about: draft.about,
  files: draft.files,
  revision: draft.revision,
  savedAt: draft.savedAt,
  savedBy: draft.savedBy.name,
  keptUntil: draft.keptUntil,
  applicant: maskedApplicant(draft.applicant, false),
  prefilled: [...draft.prefilled],
})

/** The name a file was given, without folders and control characters. */
export const fileName = (name: string): string => {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  return (
    [...base]
      .filter((c) => c >= ' ' && c !== '\u007f')
      .slice(0, 200)
      .join('') || '未命名'
  )
}

const materialOf = (request: FastifyRequest, part: MultipartFile): string => {
  const field = part.fields.material
  const sent = field && !Array.isArray(field) && field.type === 'field' ? field.value : (request.query as { material?: unknown }).material
  if (typeof sent === 'string' && sent !== '' && sent.length <= 64) return sent
  throw new Problem(400, 'invalid-request', '请先用 material 字段说明这是哪一份材料，再传文件')
}

const submissionKey = (request: FastifyRequest): string => {
  const key = request.headers['idempotency-key']
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new Problem(400, 'idempotency-key-missing', '提交申请要带 Idempotency-Key 请求头，重复提交时用同一个值')
}

/** Who stands at the window is written by its clerk; everybody else applies as himself or whom he acts for (S-042). */
const mayNameApplicant = (viewer: Viewer): boolean => viewer.kind === 'staff' && viewer.roles.includes('clerk')

/** The applicant's way (interfaces.md §2): begin, save, hand in files, submit. */
export const draftRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const casework = caseworkOf(web)

    app.post('/api/v1/cases', async (request, reply) => {
      const viewer = signedIn(web, request)
      const { item, situation, applicant } = parse(CaseBody, request.body)
      if (applicant && !mayNameApplicant(viewer)) throw new Problem(400, 'invalid-request', '只有窗口受理员可以写为谁申请(applicant)')
      const { id } = done(await createDraft(casework, { item, viewer, situation, walkIn: applicant }, momentOf(web)))
      return reply.code(201).header('location', `/api/v1/cases/${id}`).send({ id, no: id })
    })

    app.get<WithNo>('/api/v1/cases/:no/draft', async (request) => {
      const draft = await findDraft(casework, request.params.no, signedIn(web, request))
      if (!draft) throw notFound()
      return told(draft)
    })

    app.patch<WithNo>('/api/v1/cases/:no/draft', async (request) => {
      const viewer = signedIn(web, request)
      return done(await saveDraft(casework, request.params.no, parse(DraftBody, request.body), viewer, momentOf(web)))
    })

    app.delete<WithNo>('/api/v1/cases/:no/draft', async (request, reply) => {
      done(await deleteDraft(casework, request.params.no, signedIn(web, request)))
      return reply.code(204).send()
    })

    app.post<WithNo>('/api/v1/cases/:no/successor', async (request, reply) => {
      const { id } = done(await carryToSuccessor(casework, request.params.no, signedIn(web, request), momentOf(web)))
      return reply.code(201).header('location', `/api/v1/cases/${id}`).send({ id, no: id })
    })

    app.post<WithNo>('/api/v1/cases/:no/files', async (request, reply) => {
      const viewer = signedIn(web, request)
      if (!(await mayHandIn(casework, request.params.no, viewer))) throw notFound()
      const part = await request.file({ limits: { fileSize: largest + 1, files: 1 } })
      if (!part) throw new Problem(400, 'invalid-request', '没有收到文件')
      const material = materialOf(request, part)
      const name = fileName(part.filename)
      const stored = await web.files.put(part.file, { maxBytes: largest, name })
      const { id } = done(await addDraftFile(casework, request.params.no, { material, name, ...stored }, viewer, momentOf(web)))
      return reply.code(201).send({ id, material, name, size: stored.size, type: stored.type, sha256: stored.sha256 })
    })

    app.delete<WithFile>('/api/v1/cases/:no/files/:file', async (request, reply) => {
      done(await removeDraftFile(casework, request.params.no, request.params.file, signedIn(web, request), momentOf(web)))
      return reply.code(204).send()
    })

    app.post<WithNo>('/api/v1/cases/:no/submit', async (request, reply) => {
      const viewer = signedIn(web, request)
      const key = submissionKey(request)
      const body = parse(SubmitBody, request.body)
      const submission = { viewer, key, body: asJson(body), ...(body.checked ? { checked: body.checked } : {}) }
      const submitted = done(await submitDraft(casework, request.params.no, submission, momentOf(web)))
      return reply.code(201).header('location', `/api/v1/cases/${submitted.no}`).send(submitted)
    })
  }
