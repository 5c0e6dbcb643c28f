import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isMobile, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { Problem, sendPage } from '../../../platform/http.ts'
import { networkOf } from '../../../platform/origin.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import type { Html } from '../../../ui/page/html.ts'
import type { CodeModel, PhoneModel } from '../pages/phone-page.ts'
import { type Bound, newPass, newPicture, newWait, spendCaptcha } from '../perform/captcha.ts'
import { sendCode } from '../perform/sms-codes.ts'
import { waitText } from '../rules/limits.ts'
import type { Captcha, Purpose } from '../terms.ts'
import { type Body, bodyOf, type IdentityWeb, nextOf, textOf, tooOften } from './web.ts'

/** What a right code is taken for: the telephone, and what else the page of the code asked. */
export type Taken = Bound & {
  readonly ip: string
  readonly phone: string
  readonly code: string
  readonly next: string
  readonly body: Body
}

/**
 * Two pages that confirm a telephone: one asks for it with a captcha or a wait, one for the code that was sent.
 * The code's page is at `{path}/code`. `take` uses the code: it answers, or says what was wrong.
 */
export type PhoneStep = {
  readonly action: Purpose
  readonly path: string
  readonly phonePage: (frame: Frame, model: PhoneModel) => Html
  readonly codePage: (frame: Frame, model: CodeModel) => Html
  /** Who may come here; answers itself when he may not. */
  readonly enter?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined
  /** What else is wrong with the first page. */
  readonly phoneErrors?: (body: Body) => FieldError[]
  /** What else is wrong with the page of the code, before the code is tried. */
  readonly codeErrors?: (body: Body, phone: string) => FieldError[]
  /** More to do once the code went out. */
  readonly sent?: (request: FastifyRequest, phone: string) => Promise<number>
  readonly take: (request: FastifyRequest, reply: FastifyReply, taken: Taken) => Promise<FastifyReply | FieldError[]>
}

/** The session and purpose that codes and captchas of a request are for. */
export const bound = (web: IdentityWeb, request: FastifyRequest, action: Purpose): Bound => ({
  binding: web.sessions.csrf(request),
  action,
})

/** Leads to another page of this site. */
export const to = (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply =>
  reply.redirect(href(web.frame(request), path), 303)

export const wrongCode: FieldError = { field: 'code', message: '验证码不正确或已过期，请检查短信；输错 5 次后须重新获取' }

/** Where the telephone that a session is confirming is kept: sealed, in the session's data (S-091). */
const phonePlace = 'platform.session.data:confirming'
type Confirming = { readonly phone: string; readonly next: string }

const confirming = ({ secrets }: IdentityWeb, request: FastifyRequest, action: Purpose): Confirming | undefined => {
  const kept = request.session?.data.confirming as { action?: string; sealed?: string; next?: string } | undefined
  if (!kept?.sealed || kept.action !== action) return undefined
  return { phone: secrets.unseal(Buffer.from(kept.sealed, 'base64'), phonePlace), next: kept.next ?? '' }
}
/** Keeps the telephone that is to be confirmed by a step, and where its owner goes on to. */
export const keepConfirming = ({ secrets, sessions }: IdentityWeb, request: FastifyRequest, action: Purpose, { phone, next }: Confirming) =>
  sessions.setData(request, { confirming: { action, sealed: secrets.seal(phone, phonePlace).toString('base64'), next } })

const newCaptcha = async (
  web: IdentityWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Purpose,
  make = newPicture,
): Promise<Captcha> => {
  const retryAfter = await web.limits.spend('captchaNetwork', networkOf(request.ip))
  if (retryAfter === 0) return make(web, bound(web, request, action))
  reply.header('retry-after', String(retryAfter))
  throw new Problem(429, 'too-many-requests', `操作过于频繁，${waitText(retryAfter)}`, { retryAfter })
}

const showStart = async (web: IdentityWeb, { action, phonePage }: PhoneStep, request: FastifyRequest, reply: FastifyReply) => {
  const captcha = await newCaptcha(web, request, reply, action)
  const kept = confirming(web, request, action)
  const next = nextOf(request.query) || kept?.next || ''
  return sendPage(reply, phonePage(web.frame(request), { phone: kept?.phone ?? '', next, captcha, errors: [], typed: {} }))
}

type Checked = { readonly captcha?: Captcha; readonly errors: FieldError[] }
const checkCaptcha = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, action: Purpose): Promise<Checked> => {
  const body = bodyOf(request)
  const [id, answer] = [textOf(body, 'captcha'), textOf(body, 'answer')]
  const outcome = await spendCaptcha(web, bound(web, request, action), { id, answer })
  if (outcome === 'passed') return { errors: [] }
  if (outcome !== 'wrong') {
    const message = `请再等 ${outcome.waitSeconds} 秒，然后重新按“获取短信验证码”`
    return { captcha: { id, ...outcome }, errors: [{ field: 'answer', message }] }
  }
  const message = answer ? '图片验证码不正确，请看新的图片重新输入' : '请输入图片验证码，或选择不看图'
  return { captcha: await newCaptcha(web, request, reply, action), errors: [{ field: 'answer', message }] }
}

const send = async (web: IdentityWeb, step: PhoneStep, request: FastifyRequest, reply: FastifyReply) => {
  const { action } = step
  const body = bodyOf(request)
  const typed = { phone: textOf(body, 'phone'), next: nextOf(body), typed: body }
  const checked = await checkCaptcha(web, request, reply, action)
  const again = async (status: number, errors: FieldError[]) => {
    const captcha = checked.captcha ?? (await newPass(web, bound(web, request, action)))
    return sendPage(reply, step.phonePage(web.frame(request), { ...typed, captcha, errors }), status)
  }
  const phone = tidyIdentifier(typed.phone)
  const errors = [
    ...(isMobile(phone) ? [] : [{ field: 'phone', message: '请填写 11 位手机号码' }]),
    ...checked.errors,
    ...(step.phoneErrors?.(body) ?? []),
  ]
  if (errors.length > 0) return again(422, errors)
  const limited = await sendCode(web, { ...bound(web, request, action), phone, ip: request.ip })
  const retryAfter = limited?.retryAfter ?? (await step.sent?.(request, phone)) ?? 0
  if (retryAfter > 0) return again(429, tooOften(reply, retryAfter, 'phone'))
  await keepConfirming(web, request, action, { phone, next: typed.next })
  return to(web, request, reply, `${step.path}/code`)
}

const answerStart = async (web: IdentityWeb, step: PhoneStep, request: FastifyRequest, reply: FastifyReply) => {
  const body = bodyOf(request)
  const act = textOf(body, 'act')
  if (act !== 'picture' && act !== 'wait') return send(web, step, request, reply)
  const captcha = await newCaptcha(web, request, reply, step.action, act === 'wait' ? newWait : newPicture)
  const model = { phone: textOf(body, 'phone'), next: nextOf(body), captcha, errors: [], typed: body }
  return sendPage(reply, step.phonePage(web.frame(request), model))
}

const codeShape = (code: string): FieldError[] => (/^\d{6}$/.test(code) ? [] : [{ field: 'code', message: '请输入短信里的 6 位验证码' }])

const answerCode = async (web: IdentityWeb, step: PhoneStep, request: FastifyRequest, reply: FastifyReply) => {
  const kept = confirming(web, request, step.action)
  if (!kept) return to(web, request, reply, step.path)
  const { phone, next } = kept
  const body = bodyOf(request)
  const [typed, act] = [textOf(body, 'code'), textOf(body, 'act')]
  const again = (status: number, errors: FieldError[]) =>
    sendPage(reply, step.codePage(web.frame(request), { phone, code: typed, sent: '', errors }), status)
  if (act === 'resend' || act === 'voice') {
    const limited = await sendCode(web, { ...bound(web, request, step.action), phone, ip: request.ip, voice: act === 'voice' })
    return limited ? again(429, tooOften(reply, limited.retryAfter, 'code')) : to(web, request, reply, `${step.path}/code?sent=${act}`)
  }
  const code = tidyIdentifier(typed)
  const errors = [...codeShape(code), ...(step.codeErrors?.(body, phone) ?? [])]
  if (errors.length > 0) return again(422, errors)
  const answer = await step.take(request, reply, { ...bound(web, request, step.action), ip: request.ip, phone, code, next, body })
  return Array.isArray(answer) ? again(reply.hasHeader('retry-after') ? 429 : 422, answer) : answer
}

const showCode = (web: IdentityWeb, step: PhoneStep, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const kept = confirming(web, request, step.action)
  if (!kept) return to(web, request, reply, step.path)
  const how = textOf(request.query, 'sent')
  const sent = how === 'voice' || how === 'resend' ? how : ''
  return sendPage(reply, step.codePage(web.frame(request), { phone: kept.phone, code: '', sent, errors: [] }))
}

type Work = (web: IdentityWeb, step: PhoneStep, request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>
/** What the two pages of a step answer, whole without script. */
export const phoneStep = (web: IdentityWeb, step: PhoneStep) => {
  const guarded =
    (work: Work) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      step.enter?.(request, reply) ?? work(web, step, request, reply)
  return {
    showPhone: guarded(showStart),
    answerPhone: guarded(answerStart),
    showCode: guarded(showCode),
    answerCode: guarded(answerCode),
  }
}

/** The routes of a step that is the same for everybody who comes. */
export const phoneStepRoutes =
  (web: IdentityWeb, step: PhoneStep) =>
  async (app: FastifyInstance): Promise<void> => {
    const { showPhone, answerPhone, showCode: show, answerCode: answer } = phoneStep(web, step)
    app.get(step.path, showPhone)
    app.post(step.path, answerPhone)
    app.get(`${step.path}/code`, show)
    app.post(`${step.path}/code`, answer)
  }
