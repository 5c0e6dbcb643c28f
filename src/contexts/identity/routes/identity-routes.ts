import type { FastifyInstance } from 'fastify'
import { accountRoutes, inviteRoutes } from './account.ts'
import { actingRoutes, organisationRoutes } from './organisation.ts'
import { realNameRoutes } from './real-name.ts'
import { registerRoutes } from './register.ts'
import { signInRoutes } from './sign-in.ts'
import type { IdentityWeb } from './web.ts'

/** Every page and API of 统一用户. */
export const identityRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    for (const routes of [signInRoutes, registerRoutes, realNameRoutes, organisationRoutes, actingRoutes, accountRoutes, inviteRoutes]) {
      await app.register(routes(web))
    }
  }
