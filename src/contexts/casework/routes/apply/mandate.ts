import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type Answers, readAnswers } from '../../../../kernel/form.ts'
import { type FieldError, isRefusal } from '../../../../kernel/refusal.ts'
import { asProblem, Problem, refusalProblem, sendPage } from '../../../../platform/http.ts'
import { sameText } from '../../../../platform/secrets.ts'
import { refuseNull } from '../../../../platform/security.ts'
import { getPerson, type Recognition } from '../../../identity/index.ts'
import { type MandateModel, mandatePage, principalFields } from '../../pages/mandate-page.ts'
import { createDraft } from '../../perform/begin.ts'
import { partyOf, withMandate } from '../../perform/party.ts'
import type { HandedIn } from '../../terms.ts'
import { type CitizenWeb, granted } from '../citizen-web.ts'
import { guideFor } from './begin.ts'
import { type Step, step } from './step.ts'

/** What applying for another uses beside the other pages: the registry that confirms whom one names (S-014). */
export type MandateWeb = CitizenWeb & { readonly recognition: Recognition }

const megabyte = 1024 * 1024
const purpose = 'mandate'

/** How long the form carries a stored file on: less than the time of grace after which nobody's files are removed. */
const carriedFor = 24 * 3_600_000
type Carried = { readonly mandate: HandedIn; readonly until: number }

/** A 授权书 that was stored, as the form carries it on: what it is and until when, signed for this account. */
const tokenOf = ({ web, viewer }: Step, mandate: HandedIn): string => {
  const carried: Carried = { mandate, until: Date.now() + carriedFor }
  const text = Buffer.from(JSON.stringify(carried)).toString('base64url')
  return `${text}.${web.casework.secrets.sign(`${viewer.accountId} ${text}`, purpose)}`
}
const readToken = ({ web, viewer }: Step, token: unknown): HandedIn | undefined => {
  const [text = '', signature = ''] = typeof token === 'string' ? token.split('.') : []
  const mine = text !== '' && sameText(signature, web.casework.secrets.sign(`${viewer.accountId} ${text}`, purpose))
  if (!mine) return undefined
  const { mandate, until } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Carried
  return until > Date.now() ? mandate : undefined
}

type Sent = { readonly answers: Answers; readonly errors: readonly FieldError[]; readonly mandate?: HandedIn }

type Part = { readonly filename: string; readonly file: Readable }
/** Stores a 授权书, or says why it is not taken. */
const store = async ({ web }: Step, part: Part): Promise<HandedIn | string> => {
  try {
    const stored = await web.files.put(part.file, { maxBytes: 20 * megabyte, name: part.filename })
    return { material: 'mandate', name: part.filename.slice(-200), ...stored }
  } catch (error) {
    part.file.resume()
    const { title, extra } = asProblem(error)
    return [title, extra.detail].filter(Boolean).join('。')
  }
}

/** Reads the form: the particulars, and the file, which is stored at once. */
const read = async (at: Step): Promise<Sent> => {
  const typed: Record<string, unknown> = {}
  let taken: HandedIn | string | undefined
  for await (const part of at.request.parts({ limits: { files: 1, fields: 10 } })) {
    if (part.type === 'field') typed[part.fieldname] = part.value
    else if (part.filename === '') part.file.resume()
    else taken = await store(at, part)
  }
  refuseNull(typed)
  const mandate = taken ?? readToken(at, typed.kept) ?? '请上传授权书'
  const { answers, errors } = readAnswers(principalFields, typed)
  return typeof mandate === 'string' ? { answers, errors: [...errors, { field: 'file', message: mandate }] } : { answers, errors, mandate }
}

const himself = (at: Step): string => {
  if (at.viewer.personId && !at.viewer.organisation) return at.viewer.personId
  throw new Problem(403, 'not-a-person', '代办要用本人的身份', { detail: '请先切换到个人身份。', link: '/my/acting', linkText: '切换身份' })
}

const show = (at: Step, model: Omit<MandateModel, 'agent'>) =>
  sendPage(at.reply, mandatePage(at.frame, { ...model, agent: at.viewer.name }), model.errors.length > 0 ? 422 : 200)

const begin = (web: MandateWeb) => async (at: Step) => {
  const guide = await guideFor(at)
  const personId = himself(at)
  const { answers, errors, mandate } = await read(at)
  const kept = mandate && { name: mandate.name, token: tokenOf(at, mandate) }
  if (errors.length > 0 || !mandate) return show(at, { guide, answers, errors, kept })
  const present = await getPerson(web.casework.db.sql, personId, web.casework.secrets)
  const typed = { name: String(answers.name), idNumber: String(answers.idNumber), phone: String(answers.phone) }
  const party = await partyOf(web, present, { of: 'person', ...typed }, at.viewer.accountId)
  if (isRefusal(party)) {
    if (party.fields) return show(at, { guide, answers, errors: party.fields, kept })
    throw refusalProblem(party)
  }
  const applicant = withMandate(party.applicant, mandate.sha256)
  const begun = granted(await createDraft(web.casework, { item: guide.code, viewer: at.viewer, applicant, mandate }, at.moment))
  return at.to(`/apply/start/${guide.code}?draft=${begun.id}`)
}

/** `/apply/mandate/{code}`: applying for another person by 授权书. */
export const mandateRoutes =
  (web: MandateWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(
      '/apply/mandate/:code',
      step(web, async (at) => {
        himself(at)
        return show(at, { guide: await guideFor(at), answers: {}, errors: [] })
      }),
    )
    app.post('/apply/mandate/:code', step(web, begin(web)))
  }
