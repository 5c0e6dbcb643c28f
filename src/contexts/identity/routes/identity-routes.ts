import type { FastifyInstance } from 'fastify'
import { accountRoutes, inviteRoutes } from './account.ts'
import { againRoutes } from './again.ts'
import { auditRoutes } from './audit.ts'
import { certificateSignInRoutes } from './certificate-sign-in.ts'
import { certificateRoutes } from './certificates.ts'
import { codeSignInRoutes } from './code-sign-in.ts'
import { correctionDeskRoutes } from './correction-desk.ts'
import { correctionRoutes } from './corrections.ts'
import { factorRoutes } from './factors.ts'
import { invitationRoutes } from './invitations.ts'
import { levelRoutes } from './level.ts'
import { officerPersonRoutes } from './officer-person.ts'
import { actingRoutes, organisationRoutes } from './organisation.ts'
import { partnerRoutes } from './partners.ts'
import { passkeyRoutes } from './passkeys.ts'
import { phoneAtWindowRoutes } from './phone-at-window.ts'
import { phoneChangeRoutes } from './phone-change.ts'
import { phoneStopRoutes } from './phone-stop.ts'
import { placeRoutes } from './places.ts'
import { realNameRoutes } from './real-name.ts'
import { recoverRoutes } from './recover.ts'
import { registerRoutes } from './register.ts'
import { secondStepRoutes } from './second-step.ts'
import { signInRoutes } from './sign-in.ts'
import { staffingRoutes } from './staffing.ts'
import { type IdentityDeps, identityWeb } from './web.ts'

/** Every page and API of 统一用户. */
export const identityRoutes =
  (deps: IdentityDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const web = identityWeb(deps)
    for (const routes of [
      signInRoutes,
      againRoutes,
      secondStepRoutes,
      passkeyRoutes,
      factorRoutes,
      certificateSignInRoutes,
      certificateRoutes,
      levelRoutes,
      codeSignInRoutes,
      recoverRoutes,
      partnerRoutes,
      phoneChangeRoutes,
      phoneAtWindowRoutes,
      phoneStopRoutes,
      registerRoutes,
      realNameRoutes,
      organisationRoutes,
      actingRoutes,
      accountRoutes,
      officerPersonRoutes,
      inviteRoutes,
      correctionRoutes,
      correctionDeskRoutes,
      staffingRoutes,
      invitationRoutes,
      placeRoutes,
      auditRoutes,
    ]) {
      await app.register(routes(web))
    }
  }
