import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import { notFound, parse, sendPage } from '../../../platform/http.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { pathOf } from '../../divisions/index.ts'
import { servicesPage, themePage } from '../pages/convenience-pages.ts'
import { categoriesOf } from '../rules/convenience.ts'
import { listConvenience, listConvenienceThemes } from '../store/convenience.ts'
import { knownSite } from './known-site.ts'

export type ConvenienceDeps = { readonly db: Db; readonly frame: (request: FastifyRequest) => Frame }

const Query = z.strictObject({
  site: z
    .string()
    .regex(/^\d{6}(\d{3}){0,2}$/)
    .default('150600'),
  theme: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
})

/** P07 便民服务, as pages and as API: a site shows its own and those of the places above it. */
export const convenienceRoutes = (app: FastifyInstance, { db, frame }: ConvenienceDeps): void => {
  const placesFor = async (division: string): Promise<readonly string[]> => (await pathOf(db.read, division)).map(({ code }) => code)
  const placesOf = ({ site }: Frame) => placesFor(site.code.padEnd(12, '0'))

  app.get('/services', async (request, reply) => {
    const own = frame(request)
    return sendPage(reply, servicesPage(own, await listConvenienceThemes(db.read, await placesOf(own))))
  })

  app.get<{ Params: { theme: string } }>('/services/:theme', async (request, reply) => {
    const own = frame(request)
    const places = await placesOf(own)
    const theme = (await listConvenienceThemes(db.read, places)).find(({ no }) => no === request.params.theme)
    if (!theme) throw notFound('没有这个主题')
    return sendPage(reply, themePage(own, theme, categoriesOf(await listConvenience(db.read, places, theme.no))))
  })

  app.get('/api/v1/convenience', async (request) => {
    const { site, theme } = parse(Query, request.query)
    const places = await placesFor(await knownSite(db.read, site))
    const [themes, items] = await Promise.all([listConvenienceThemes(db.read, places), listConvenience(db.read, places, theme)])
    return { themes, items: items.map(({ details, ...entry }) => ({ ...entry, ...details })), next: null }
  })
}
