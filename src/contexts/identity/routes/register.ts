import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isMobile, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { agreementPage, codePage, registerPage } from '../pages/register-page.ts'
import { type Bound, newPass, newPicture, newWait, spendCaptcha } from '../perform/captcha.ts'
import { registerPerson } from '../perform/register.ts'
import { sendRegistrationCode } from '../perform/sms-codes.ts'
import { waitText } from '../rules/limits.ts'
import { passwordProblem } from '../rules/password.ts'
import { type Captcha, registrationAgreement } from '../terms.ts'
import { type Body, bodyOf, type IdentityWeb, nextOf, textOf, tooOften } from './web.ts'

const bound = (web: IdentityWeb, request: FastifyRequest): Bound => ({ binding: web.sessions.csrf(request), action: 'register' })
const to = (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, path: string) =>
  reply.redirect(href(web.frame(request), path), 303)

type Typed = { readonly phone: string; readonly agreed: boolean; readonly next: string }
const typedIn = (body: Body): Typed => ({ phone: textOf(body, 'phone'), agreed: textOf(body, 'agreed') === '1', next: nextOf(body) })

const startErrors = ({ phone, agreed }: Typed): FieldError[] => [
  ...(isMobile(tidyIdentifier(phone)) ? [] : [{ field: 'phone', message: '请填写 11 位手机号码' }]),
  ...(agreed ? [] : [{ field: 'agreed', message: '请阅读并勾选同意《用户注册协议》' }]),
]

const newCaptcha = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, make = newPicture): Promise<Captcha> => {
  const retryAfter = await web.limits.spend('captchaNetwork', request.ip)
  if (retryAfter === 0) return make(web, bound(web, request))
  reply.header('retry-after', String(retryAfter))
  throw new Problem(429, 'too-many-requests', `操作过于频繁，${waitText(retryAfter)}`, { retryAfter })
}

/** Where the telephone that a session is registering is kept: sealed, in the session's data (S-091). */
const phonePlace = 'platform.session.data:registering'
type Registering = { readonly phone: string; readonly next: string }

const registering = ({ secrets }: IdentityWeb, request: FastifyRequest): Registering | undefined => {
  const kept = request.session?.data.registering as { sealed?: string; next?: string } | undefined
  return kept?.sealed ? { phone: secrets.unseal(Buffer.from(kept.sealed, 'base64'), phonePlace), next: kept.next ?? '' } : undefined
}
const keepRegistering = ({ secrets, sessions }: IdentityWeb, request: FastifyRequest, { phone, next }: Registering) =>
  sessions.setData(request, { registering: { sealed: secrets.seal(phone, phonePlace).toString('base64'), next } })

const showStart = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  if (web.viewer(request).kind !== 'visitor') return to(web, request, reply, '/my')
  const captcha = await newCaptcha(web, request, reply)
  const kept = registering(web, request)
  const next = nextOf(request.query) || kept?.next || ''
  return sendPage(reply, registerPage(web.frame(request), { phone: kept?.phone ?? '', agreed: false, next, captcha, errors: [] }))
}

type Checked = { readonly captcha?: Captcha; readonly errors: FieldError[] }
const checkCaptcha = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply): Promise<Checked> => {
  const body = bodyOf(request)
  const [id, answer] = [textOf(body, 'captcha'), textOf(body, 'answer')]
  const outcome = await spendCaptcha(web, bound(web, request), { id, answer })
  if (outcome === 'passed') return { errors: [] }
  if (outcome !== 'wrong') {
    const message = `请再等 ${outcome.waitSeconds} 秒，然后重新按“获取短信验证码”`
    return { captcha: { id, ...outcome }, errors: [{ field: 'answer', message }] }
  }
  const message = answer ? '图片验证码不正确，请看新的图片重新输入' : '请输入图片验证码，或选择不看图'
  return { captcha: await newCaptcha(web, request, reply), errors: [{ field: 'answer', message }] }
}

const sendCode = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, typed: Typed) => {
  const checked = await checkCaptcha(web, request, reply)
  const again = async (status: number, errors: FieldError[]) => {
    const captcha = checked.captcha ?? (await newPass(web, bound(web, request)))
    return sendPage(reply, registerPage(web.frame(request), { ...typed, captcha, errors }), status)
  }
  const errors = [...startErrors(typed), ...checked.errors]
  if (errors.length > 0) return again(422, errors)
  const phone = tidyIdentifier(typed.phone)
  const limited = await sendRegistrationCode(web, { ...bound(web, request), phone, ip: request.ip })
  if (limited) return again(429, tooOften(reply, limited.retryAfter, 'phone'))
  await keepRegistering(web, request, { phone, next: typed.next })
  return to(web, request, reply, '/register/person/code')
}

const answerStart = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const body = bodyOf(request)
  const typed = typedIn(body)
  const act = textOf(body, 'act')
  if (act !== 'picture' && act !== 'wait') return sendCode(web, request, reply, typed)
  const captcha = await newCaptcha(web, request, reply, act === 'wait' ? newWait : newPicture)
  return sendPage(reply, registerPage(web.frame(request), { ...typed, captcha, errors: [] }))
}

const codeErrors = (code: string, password: string, phone: string): FieldError[] => {
  const problem = passwordProblem(password, { phone })
  return [
    ...(/^\d{6}$/.test(code) ? [] : [{ field: 'code', message: '请输入短信里的 6 位验证码' }]),
    ...(problem ? [{ field: 'password', message: problem }] : []),
  ]
}
const wrongCode: FieldError = { field: 'code', message: '验证码不正确或已过期，请检查短信；输错 5 次后须重新获取' }

const answerCode = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const kept = registering(web, request)
  if (!kept) return to(web, request, reply, '/register/person')
  const { phone, next } = kept
  const body = bodyOf(request)
  const [typed, password] = [textOf(body, 'code'), textOf(body, 'password')]
  const again = (status: number, errors: FieldError[]) =>
    sendPage(reply, codePage(web.frame(request), { phone, code: typed, resent: false, errors }), status)
  if (textOf(body, 'act') === 'resend') {
    const limited = await sendRegistrationCode(web, { ...bound(web, request), phone, ip: request.ip })
    return limited ? again(429, tooOften(reply, limited.retryAfter, 'code')) : to(web, request, reply, '/register/person/code?resent=1')
  }
  const code = tidyIdentifier(typed)
  const errors = codeErrors(code, password, phone)
  if (errors.length > 0) return again(422, errors)
  const outcome = await registerPerson(web, { ...bound(web, request), phone, code, password, channel: 'web' })
  if (outcome === 'wrongCode') return again(422, [wrongCode])
  await web.sessions.signIn(request, reply, { kind: 'applicant', subjectId: outcome.accountId })
  return to(web, request, reply, `/my/realname?${new URLSearchParams({ fresh: '1', ...(next ? { next } : {}) })}`)
}

/** Personal registration in two steps, whole without script. */
export const registerRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/agreement/registration', async (request, reply) =>
      sendPage(reply, agreementPage(web.frame(request), registrationAgreement.version)),
    )
    app.get('/register/person', (request, reply) => showStart(web, request, reply))
    app.post('/register/person', (request, reply) => answerStart(web, request, reply))
    app.get('/register/person/code', async (request, reply) => {
      const kept = registering(web, request)
      if (!kept) return to(web, request, reply, '/register/person')
      const resent = textOf(request.query, 'resent') === '1'
      return sendPage(reply, codePage(web.frame(request), { phone: kept.phone, code: '', resent, errors: [] }))
    })
    app.post('/register/person/code', (request, reply) => answerCode(web, request, reply))
  }
