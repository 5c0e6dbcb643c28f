import type { FastifyInstance } from 'fastify'
import { sendPage } from '../../../platform/http.ts'
import { agreementPage, registerCodePage, registerPage } from '../pages/register-page.ts'
import { provenNow } from '../perform/fresh.ts'
import { registerPerson } from '../perform/register.ts'
import { passwordProblem } from '../rules/password.ts'
import { registrationAgreement } from '../terms.ts'
import { type PhoneStep, phoneStepRoutes, to, wrongCode } from './phone-step.ts'
import { type IdentityWeb, textOf } from './web.ts'

const registering = (web: IdentityWeb): PhoneStep => ({
  action: 'register',
  path: '/register/person',
  phonePage: registerPage,
  codePage: registerCodePage,
  enter: (request, reply) => (web.viewer(request).kind === 'visitor' ? undefined : to(web, request, reply, '/my')),
  phoneErrors: (body) => (textOf(body, 'agreed') === '1' ? [] : [{ field: 'agreed', message: '请阅读并勾选同意《用户注册协议》' }]),
  codeErrors: (body, phone) => {
    const message = passwordProblem(textOf(body, 'password'), { phone }, web.passwordPolicies.person)
    return message ? [{ field: 'password', message }] : []
  },
  take: async (request, reply, { next, body, ...taken }) => {
    const outcome = await registerPerson(web, { ...taken, password: textOf(body, 'password'), channel: 'web' })
    if (outcome === 'wrongCode') return [wrongCode]
    await web.sessions.signIn(request, reply, { kind: 'applicant', subjectId: outcome.accountId, data: provenNow() })
    return to(web, request, reply, `/my/realname?${new URLSearchParams({ fresh: '1', ...(next ? { next } : {}) })}`)
  },
})

/** Personal registration in two steps, whole without script. */
export const registerRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/agreement/registration', async (request, reply) =>
      sendPage(reply, agreementPage(web.frame(request), registrationAgreement.version)),
    )
    await app.register(phoneStepRoutes(web, registering(web)))
  }
