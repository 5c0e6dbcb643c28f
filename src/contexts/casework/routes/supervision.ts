import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { notFound, parse } from '../../../platform/http.ts'
import { listShownAlarms } from '../perform/numbers.ts'
import { rolesOf } from '../perform/standing.ts'
import { scopeOf } from '../perform/worklists.ts'
import { beginning } from '../rules/span.ts'
import { groupings, listLights } from '../store/overview.ts'
import type { CaseworkWeb } from './api-web.ts'
import { officer } from './worklists.ts'

const LightsQuery = z.strictObject({ by: z.enum(groupings).default('department') })

/** C06: the lamps of all open cases by department, item or person, for those who watch over them. */
export const supervisionRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/supervision/lights', async (request) => {
      const viewer = officer(web, request)
      if (!rolesOf(viewer).some((role) => role === 'supervisor' || role === 'chief')) throw notFound()
      const { by } = parse(LightsQuery, request.query)
      const isSupervisor = rolesOf(viewer).includes('supervisor')
      const alarms = isSupervisor ? await listShownAlarms(web.db.sql, beginning(viewer.division)) : []
      return { by, on: web.today(), alarms, items: await listLights(web.db.sql, scopeOf(viewer), by, web.today()) }
    })
  }
