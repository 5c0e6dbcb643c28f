import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import { notFound, parse } from '../../../platform/http.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { pathOf } from '../../divisions/index.ts'
import { servicesPage, themePage } from '../pages/convenience-pages.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import { categoriesOf } from '../rules/convenience.ts'
import { convenienceEdition, listConvenience, listConvenienceThemes } from '../store/convenience.ts'
import { knownSite } from './known-site.ts'

export type ConvenienceDeps = { readonly db: Db; readonly pages: PublicPages }

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
export const convenienceRoutes = (app: FastifyInstance, { db, pages }: ConvenienceDeps): void => {
  const placesFor = async (division: string): Promise<readonly string[]> => (await pathOf(db.read, division)).map(({ code }) => code)
  const placesOf = ({ site }: Frame) => placesFor(site.code.padEnd(12, '0'))

  app.get('/services', async (request, reply) => {
    const make = async (own: Frame) => servicesPage(own, await listConvenienceThemes(db.read, await placesOf(own)))
    return pages.send(request, reply, '/services', make, await convenienceEdition(db.read))
  })

  app.get<{ Params: { theme: string } }>('/services/:theme', async (request, reply) => {
    const { theme: no } = request.params
    const make = async (own: Frame) => {
      const places = await placesOf(own)
      const theme = (await listConvenienceThemes(db.read, places)).find((one) => one.no === no)
      if (!theme) throw notFound('没有这个主题')
      return themePage(own, theme, categoriesOf(await listConvenience(db.read, places, theme.no)))
    }
    return pages.send(request, reply, `/services/${encodeURIComponent(no)}`, make, await convenienceEdition(db.read))
  })

  app.get('/api/v1/convenience', async (request) => {
    const { site, theme } = parse(Query, request.query)
    const places = await placesFor(await knownSite(db.read, site))
    const [themes, items] = await Promise.all([listConvenienceThemes(db.read, places), listConvenience(db.read, places, theme)])
    return { themes, items: items.map(({ details, ...entry }) => ({ ...entry, ...details })), next: null }
  })
}
