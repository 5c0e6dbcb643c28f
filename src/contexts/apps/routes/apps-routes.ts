import type { FastifyInstance } from 'fastify'
import { providerOn } from '../perform/provider.ts'
import { appsApi } from './api.ts'
import { consentRoutes } from './consents.ts'
import type { AppsDeps } from './deps.ts'
import { interactionRoutes } from './interaction.ts'
import { postedRequestRoute, providerRoutes } from './provider.ts'

/** Every page and address of 应用接入. */
export const appsRoutes =
  (deps: AppsDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const web = { ...deps, provider: providerOn(deps) }
    await app.register(providerRoutes(web))
    await app.register(postedRequestRoute)
    await app.register(interactionRoutes(web))
    await app.register(consentRoutes(web))
    await app.register(appsApi(web))
  }
