import type { FastifyInstance } from 'fastify'
import { accountRoutes, inviteRoutes } from './account.ts'
import { againRoutes } from './again.ts'
import { actingRoutes, organisationRoutes } from './organisation.ts'
import { realNameRoutes } from './real-name.ts'
import { registerRoutes } from './register.ts'
import { signInRoutes } from './sign-in.ts'
import { type IdentityDeps, identityWeb } from './web.ts'

/** Every page and API of 统一用户. */
export const identityRoutes =
  (deps: IdentityDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const web = identityWeb(deps)
    for (const routes of [
      signInRoutes,
      againRoutes,
      registerRoutes,
      realNameRoutes,
      organisationRoutes,
      actingRoutes,
      accountRoutes,
      inviteRoutes,
    ]) {
      await app.register(routes(web))
    }
  }
