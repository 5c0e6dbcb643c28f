import type { FastifyInstance } from 'fastify'
import { codeSignInCodePage, codeSignInPage } from '../pages/sign-in-page.ts'
import { isLimited } from '../perform/means.ts'
import { accountByCode } from '../perform/recover.ts'
import { type PhoneStep, phoneStepRoutes, to, wrongCode } from './phone-step.ts'
import { enter } from './sign-in.ts'
import { type IdentityWeb, nextOf, tooOften } from './web.ts'

const signingIn = (web: IdentityWeb): PhoneStep => ({
  action: 'signIn',
  path: '/login/code',
  phonePage: codeSignInPage,
  codePage: codeSignInCodePage,
  enter: (request, reply) => (web.viewer(request).kind === 'visitor' ? undefined : to(web, request, reply, nextOf(request.query) || '/my')),
  take: async (request, reply, { next, ...taken }) => {
    const outcome = await accountByCode(web, taken)
    if (isLimited(outcome)) return tooOften(reply, outcome.retryAfter, 'code')
    if (outcome === 'wrongCode') return [wrongCode]
    return enter(web, request, reply, { ...outcome, kind: 'person', next })
  },
})

/** A person signs in by a code sent to his telephone. */
export const codeSignInRoutes =
  (web: IdentityWeb) =>
  (app: FastifyInstance): Promise<void> =>
    phoneStepRoutes(web, signingIn(web))(app)
