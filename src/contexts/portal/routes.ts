import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { maskName } from '../../kernel/text.ts'
import { NeedsSignIn, notFound, sendPage } from '../../platform/http.ts'
import type { Frame } from '../../ui/page/frame.ts'
import type { Today } from '../casework/index.ts'
import { type Applicant, levels } from '../identity/index.ts'
import { helpTopics } from './pages/help-topics.ts'
import { type HomeModel, homePage } from './pages/home-page.ts'
import { myPage } from './pages/my-page.ts'
import { openPage } from './pages/open-page.ts'
import { siteLinks } from './pages/site-links.ts'
import { accessibilityPage, helpPage, helpTopicPage, privacyPage, sitemapPage } from './pages/text-pages.ts'
import { homeOf, openOf, overviewOf, type PortalMeans, unfinishedOf } from './perform.ts'
import type { PortalDeps } from './routes/deps.ts'
import { grantRoutes } from './routes/grants.ts'
import { myDataRoutes } from './routes/my-data.ts'

const siteOf = (frame: Frame): string => frame.site.code.padEnd(12, '0')

/** What a page shows beside the catalogue is at most this old. */
const freshFor = 60_000
const editionNow = (): string => String(Math.floor(Date.now() / freshFor))

/** The common part of the home pages, made once a minute for each site; forgotten when the catalogue changes. */
const homeMemo = (means: PortalMeans) => {
  const kept = new Map<string, { readonly edition: string; readonly model: Promise<HomeModel> }>()
  means.catalogue.onChange(() => kept.clear())
  return (site: string, today: Today): Promise<HomeModel> => {
    const edition = `${today.date} ${editionNow()}`
    const known = kept.get(site)
    if (known?.edition === edition) return known.model
    const model = homeOf(means, site, today)
    kept.set(site, { edition, model })
    return model
  }
}

const roleOf = ({ organisation, level }: Applicant): string => (organisation ? '单位' : `个人，${levels[level]}`)

/** Home, 阳光政务 and the user space. */
const livingRoutes =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const means: PortalMeans = { ...deps, missed: (error) => app.log.warn({ err: error }, 'a part of a page could not be had') }
    const home = homeMemo(means)
    const today = (): Today => ({ date: deps.today(), calendar: deps.calendar() })

    app.get('/', (request, reply) =>
      deps.pages.send(
        request,
        reply,
        '/',
        async (frame) => {
          const viewer = deps.viewer(request)
          const unfinished = viewer.kind === 'applicant' ? await unfinishedOf(means, viewer, today()) : undefined
          return homePage(frame, await home(siteOf(frame), today()), unfinished)
        },
        editionNow(),
      ),
    )

    app.get('/open', (request, reply) =>
      deps.pages.send(request, reply, '/open', async (frame) => openPage(frame, await openOf(means, siteOf(frame), today())), editionNow()),
    )

    app.get('/my', async (request, reply) => {
      const viewer = deps.viewer(request)
      if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
      if (viewer.kind === 'staff') return reply.redirect('/console/', 303)
      const frame = deps.frame(request)
      const [overview, { popular }] = await Promise.all([overviewOf(means, viewer, today()), home(siteOf(frame), today())])
      const name = viewer.organisation?.name ?? (viewer.name ? maskName(viewer.name) : `手机尾号 ${viewer.phone.slice(-4)}`)
      const verified = viewer.organisation !== undefined || viewer.level !== 'unverified'
      const isOrganisationAccount = viewer.organisation?.own === true
      return sendPage(reply, myPage(frame, { ...overview, popular, name, as: roleOf(viewer), verified, isOrganisationAccount }))
    })
  }

/** Pages of words alone: help, statements, the map of the site. */
const textRoutes =
  ({ pages }: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const texts = {
      '/help': helpPage,
      '/accessibility': accessibilityPage,
      '/privacy': privacyPage,
      '/sitemap': (frame: Frame) => sitemapPage(frame, siteLinks),
    }
    for (const [path, page] of Object.entries(texts)) {
      app.get(path, (request: FastifyRequest, reply: FastifyReply) => pages.send(request, reply, path, page))
    }
    app.get<{ Params: { slug: string } }>('/help/:slug', async (request, reply) => {
      const topic = helpTopics.find(({ slug }) => slug === request.params.slug)
      if (!topic) throw notFound('没有这一篇指南')
      return pages.send(request, reply, `/help/${topic.slug}`, (frame) => helpTopicPage(frame, topic))
    })
  }

/** The portal: home, 阳光政务, 我的, help and statements (ui.md P01, P08, P13, A01). */
export const portalRoutes =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(livingRoutes(deps))
    await app.register(textRoutes(deps))
    await app.register(grantRoutes(deps))
    await app.register(myDataRoutes(deps))
  }
