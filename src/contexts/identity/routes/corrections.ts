import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chineseDate } from '../../../kernel/date.ts'
import type { Answers } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { StoredFile } from '../../../platform/files.ts'
import { asProblem, Problem, sendPage } from '../../../platform/http.ts'
import { refuseNull } from '../../../platform/security.ts'
import { href } from '../../../ui/page/frame.ts'
import { civilTime } from '../pages/civil-time.ts'
import { type CorrectionLine, correctionPage } from '../pages/correction-page.ts'
import { askCorrection } from '../perform/corrections.ts'
import { needFresh } from '../perform/fresh.ts'
import { getPerson } from '../perform/viewer.ts'
import { answerDueOn, correctable, readWanted } from '../rules/corrections.ts'
import { listCorrectionsOf, type OwnCorrection } from '../store/corrections.ts'
import type { Applicant } from '../terms.ts'
import { type IdentityWeb, inPerson, needApplicant, textOf } from './web.ts'

const path = '/my/profile/correction'
const maxBytes = 20 * 1024 * 1024
const types = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp']
/** A page is filled in and a photograph taken within this; the page itself asks for a proof of five minutes (S-035). */
const minutesToFill = 30

type Owner = Applicant & { readonly personId: string }
/** A person in his own name whose values were confirmed. */
const owner = (web: IdentityWeb, request: FastifyRequest): Owner => {
  const viewer = needApplicant(web.viewer(request))
  const { personId } = viewer
  if (viewer.organisation) throw new Problem(409, 'own-account-only', '实名信息属于个人，请用个人身份更正', inPerson(viewer, request.url))
  if (!personId) throw new Problem(409, 'not-verified', '您还没有实名，没有要更正的内容', { link: '/my/realname', linkText: '去实名认证' })
  return { ...viewer, personId }
}

const lineOf = (web: IdentityWeb, one: OwnCorrection): CorrectionLine => ({
  what: correctable[one.field],
  reason: one.reason,
  askedOn: civilTime(one.askedAt),
  dueOn: chineseDate(answerDueOn(one.askedAt, web.calendar())),
  state: one.accepted === null ? 'waiting' : one.accepted ? 'accepted' : 'refused',
  answer: one.decidedAt ? `${civilTime(one.decidedAt)} ${one.opinion ?? ''}`.trim() : '等答复',
})

type Shown = { readonly answers: Answers; readonly errors: readonly FieldError[]; readonly status: number }
const show = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, viewer: Owner, shown: Shown) => {
  const [{ name, idNumber, ethnicity = '' }, requests] = await Promise.all([
    getPerson(web.db.sql, viewer.personId, web.secrets),
    listCorrectionsOf(web.db.sql, viewer.personId),
  ])
  const isAsked = textOf(request.query, 'done') === '1'
  const model = { name, idNumber, ethnicity, isAsked, requests: requests.map((one) => lineOf(web, one)), ...shown }
  return sendPage(reply, correctionPage(web.frame(request), model), shown.status)
}

type Evidence = StoredFile & { readonly name: string }
/** Stores the evidence; or says how to mend what was refused. */
const keepEvidence = async (web: IdentityWeb, part: MultipartFile): Promise<Evidence | FieldError> => {
  try {
    return { ...(await web.files.put(part.file, { maxBytes, types, name: part.filename })), name: part.filename.slice(0, 200) }
  } catch (error) {
    part.file.resume()
    const { title, extra } = asProblem(error)
    return { field: 'file', message: [title, extra.detail].filter((text) => typeof text === 'string').join('。') }
  }
}

type Taken = { readonly fields: Record<string, string>; readonly file: Evidence | FieldError }
/** The fields and the one file of a multipart form. */
const takeForm = async (web: IdentityWeb, request: FastifyRequest): Promise<Taken> => {
  const fields: Record<string, string> = {}
  let file: Taken['file'] = { field: 'file', message: '请选择证明材料' }
  if (!request.isMultipart()) return { fields, file }
  for await (const part of request.parts({ limits: { fileSize: maxBytes + 1, files: 1 } })) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value).slice(0, 1000)
    else if (part.filename) file = await keepEvidence(web, part)
    else part.file.resume()
  }
  refuseNull(fields)
  return { fields, file }
}

const answer = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const viewer = owner(web, request)
  needFresh(request, minutesToFill)
  const { fields, file } = await takeForm(web, request)
  const person = await getPerson(web.db.sql, viewer.personId, web.secrets)
  const { answers, errors, wanted } = readWanted(fields, person)
  const isMissing = 'field' in file
  if (!wanted || isMissing)
    return show(web, request, reply, viewer, { answers, errors: isMissing ? [...errors, file] : errors, status: 422 })
  const division = web.frame(request).site.code.padEnd(12, '0')
  const outcome = await askCorrection(web, { accountId: viewer.accountId, person, division, wanted, file })
  if (outcome === 'waiting') return show(web, request, reply, viewer, { answers: {}, errors: [], status: 409 })
  return reply.redirect(href(web.frame(request), `${path}?done=1`), 303)
}

/** A person asks for a confirmed value to be corrected, and sees what became of it (个人信息保护法 §46). */
export const correctionRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(path, async (request, reply) => {
      const viewer = owner(web, request)
      needFresh(request)
      return show(web, request, reply, viewer, { answers: {}, errors: [], status: 200 })
    })
    app.post(path, (request, reply) => answer(web, request, reply))
  }
