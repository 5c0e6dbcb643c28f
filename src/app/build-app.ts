import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import { appsRoutes } from '../contexts/apps/index.ts'
import {
  applyRoutes,
  caseworkApi,
  countUnderWay,
  mandateRoutes,
  myCaseRoutes,
  myPaperRoutes,
  publicCaseRoutes,
  receptionApi,
  visitPages,
} from '../contexts/casework/index.ts'
import { catalogueRoutes, openCatalogue, publicPages } from '../contexts/catalogue/index.ts'
import { divisionRoutes, listForSites, sitesOf } from '../contexts/divisions/index.ts'
import { documentRoutes, printPapers, renderPaper, signReceipt } from '../contexts/documents/index.ts'
import { callbackOf, identityRoutes, readPartners, recognition, type Viewer, viewerOf } from '../contexts/identity/index.ts'
import { licenceRoutes, listLicencesOfCase } from '../contexts/licences/index.ts'
import { organisationRoutes } from '../contexts/organisations/index.ts'
import { portalRoutes } from '../contexts/portal/index.ts'
import { findRating, grades, isRatable, ratingRoutes } from '../contexts/ratings/index.ts'
import { calendarCache } from '../platform/calendar.ts'
import { codeBudget } from '../platform/code-budget.ts'
import { fileStore } from '../platform/files.ts'
import { openLog } from '../platform/log.ts'
import { networkOf } from '../platform/origin.ts'
import { commonLimits, rateLimiter, tooMany } from '../platform/rate-limit.ts'
import { secrets } from '../platform/secrets.ts'
import { checkCsrf, checkHost, checkShape, securityHeaders } from '../platform/security.ts'
import { sessions as sessionsOn } from '../platform/session.ts'
import { smsOutbox } from '../platform/sms.ts'
import { asSystem } from '../platform/wall.ts'
import { sandboxPartner } from '../sandbox/partner-provider.ts'
import { sandboxRoutes } from '../sandbox/routes.ts'
import { subSiteRoutes } from '../sandbox/sub-site.ts'
import { loadAssets } from '../ui/page/assets.ts'
import { wordsOf } from './access/words.ts'
import { keepAccessTrail } from './access-trail.ts'
import { assetRoutes } from './asset-routes.ts'
import { type Config, nowOf, todayOf } from './config.ts'
import { consoleRoutes } from './console/routes.ts'
import { addressFault, errorAnswers } from './errors.ts'
import { frames, ownCity } from './frame.ts'
import { healthRoutes, policyReports } from './health.ts'
import { openApiRoutes, watchRoutes } from './open-api.ts'
import { resumeRoutes } from './resume.ts'
import { caseworkOn, officeKey } from './services.ts'
import { settingsRoutes } from './settings.ts'
import { rewriteSite } from './sites.ts'
import { countMessages } from './unread.ts'
import { openWalledDb, wallRequests } from './wall.ts'

declare module 'fastify' {
  interface FastifyRequest {
    viewer?: Viewer
  }
}

const megabyte = 1024 * 1024

/** Fastify with every limit said aloud: its own defaults wait for ever (S-015 proxies, F-15 slow clients). */
const newServer = (config: Config): FastifyInstance => {
  const logger: FastifyBaseLogger = openLog(process.env.LOG_LEVEL ?? (config.production ? 'info' : 'warn'))
  return Fastify({
    loggerInstance: logger,
    genReqId: () => randomBytes(6).toString('hex'),
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    bodyLimit: megabyte,
    trustProxy: config.trustProxy,
    rewriteUrl: rewriteSite,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: addressFault,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what still reaches a worker that is being replaced is answered (S-077)
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1000 },
  })
}

/** The budget of codes by text message; what it has to tell goes to the log under a code that does not change (S-011). */
const codesOf = ({ smsCodesADay }: Config, { log }: FastifyInstance) =>
  codeBudget({ aDay: smsCodesADay, alarm: (alarm, figures) => log.error({ alarm, ...figures }, 'codes by text message') })

const clientOf = (request: FastifyRequest): string => networkOf(request.ip)

/** The whole platform as one server: the table of contents of what it serves. */
export const buildApp = async (config: Config): Promise<FastifyInstance> => {
  const db = await openWalledDb(config.databaseUrl ?? '', { readUrl: config.databaseReadUrl, connections: 12 })
  const vault = secrets(config.secret)
  const sessions = sessionsOn({ db, secret: config.secret, publicUrl: config.publicUrl })
  const calendar = await calendarCache(db)
  const files = fileStore(join(config.dataDir, 'files'), process.env, db.sql)
  const key = await officeKey(db, vault)
  const casework = await caseworkOn(db, vault)
  const assets = loadAssets()
  const cityCode = ownCity.padEnd(12, '0')
  const sites = sitesOf(await listForSites(db.sql, cityCode), cityCode)
  const catalogue = await openCatalogue(
    db,
    sites.map(({ code }) => code),
  )
  const limiter = rateLimiter(db, vault, commonLimits)
  const mayLookUp = async (request: FastifyRequest): Promise<void> => {
    const wait = await limiter.spend('lookup', clientOf(request))
    if (wait > 0) throw tooMany(wait)
  }

  const app = newServer(config)
  watchRoutes(app)
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: megabyte })
  await app.register(multipart, { limits: { fileSize: 21 * megabyte, files: 20, fields: 20, parts: 40 }, throwFileSizeLimit: false })
  securityHeaders(app, { scriptHashes: [assets.js.sha256, assets.passkeys.sha256] }, config.publicUrl.startsWith('https:'))
  if (config.production) checkHost(app, config.hosts)
  sessions.install(app)
  checkShape(app)
  checkCsrf(app, sessions, config.publicUrl)

  const resolveViewer = viewerOf(db, vault)
  app.addHook('onRequest', async (request) => {
    if (request.session) request.viewer = await resolveViewer(request)
  })
  const viewer = (request: FastifyRequest): Viewer => request.viewer ?? { kind: 'visitor' }
  wallRequests(app, viewer)
  countMessages(app, db, viewer)
  keepAccessTrail(app, db, viewer)
  const today = todayOf(config)
  const frame = frames({ sites, sessions, viewer, today, demo: !config.production, assets })
  errorAnswers(app, { sessions, frame, fallbackFrame: (request) => frame(request, ownCity) })

  const demoPartner = sandboxPartner(config.publicUrl)
  const partners = readPartners(config.identityPartners || (config.production ? '' : JSON.stringify([demoPartner])))

  const web = {
    catalogue, pages: publicPages({ frame, catalogue }),
    db, frame, viewer, today, now: nowOf(config), calendar: calendar.current, sessions, secrets: vault, secret: config.secret, files, publicUrl: config.publicUrl,
    casework, subscribers: casework.subscribers, key, mayLookUp, limitVerify: mayLookUp, sealLines: ['业务专用章', '(示例)'], sms: smsOutbox(vault), codeBudget: codesOf(config, app), registryUrl: config.registryUrl, staffSecondFactor: config.staffSecondFactor, passwordPolicies: config.passwordPolicies, certificates: config.certificates, partners, wordsOf,
  } // biome-ignore format: one bag of means for all contexts
  const press = { sql: db.sql, files, key, printing: { publicUrl: config.publicUrl, sealLines: web.sealLines } }
  const paper = (id: string) => renderPaper(press, id)
  const print = (ids: readonly string[]) => printPapers(press, ids, web.now())
  const receipt = (facts: Parameters<typeof signReceipt>[1]) => signReceipt(key, facts)
  const licences = async (caseId: string) =>
    (await listLicencesOfCase(db.sql, caseId)).map(({ id, typeName, number, code }) => ({
      id,
      name: typeName,
      number,
      verificationCode: code,
    }))
  const extras = async (view: { id: string; state: { stage: string } }) => {
    const [issued, rating] = await Promise.all([licences(view.id), findRating(db.sql, view.id)])
    return {
      licences: issued,
      ...(rating ? { rated: grades[rating.grade] } : {}),
      canRate: !rating && isRatable(view.state.stage as never),
    }
  }

  await app.register(healthRoutes(db))
  await app.register(policyReports)
  await app.register(assetRoutes(assets.files))
  await app.register(settingsRoutes(config.publicUrl.startsWith('https:')))
  await app.register(resumeRoutes(sessions, frame))
  await app.register(
    divisionRoutes({ ...web, sites, city: sites.find((site) => site.code === cityCode) ?? (sites[0] as (typeof sites)[number]) }),
  )
  await app.register(organisationRoutes(web))
  await app.register(identityRoutes(web))
  await app.register(
    catalogueRoutes({
      ...web,
      openDrafts: (code) => asSystem('who keeps a guide is told how many are under way, not whose', () => countUnderWay(db.sql, code)),
    }),
  )
  await app.register(documentRoutes({ ...web, paper }))
  await app.register(caseworkApi({ ...web, paper, print, receipt, licences }))
  const registry = { db, secrets: vault, registryUrl: config.registryUrl }
  await app.register(receptionApi({ ...web, paper, receipt, licences, recognition: recognition({ ...registry, limit: 'proofAtWindow' }) }))
  await app.register(applyRoutes({ ...web, extras }))
  await app.register(myCaseRoutes({ ...web, extras }))
  await app.register(myPaperRoutes({ ...web, extras }))
  await app.register(publicCaseRoutes({ ...web, extras }))
  await app.register(visitPages({ ...web, extras }))
  await app.register(mandateRoutes({ ...web, extras, recognition: recognition({ ...registry, limit: 'proofAccount' }) }))
  await app.register(licenceRoutes(web))
  await app.register(ratingRoutes(web))
  await app.register(appsRoutes({ ...web, mayBeLoopback: !config.production }))
  await app.register(portalRoutes(web))
  await app.register(consoleRoutes(web))
  const callback = callbackOf(config.publicUrl, demoPartner.id)
  if (!config.production) await app.register(sandboxRoutes({ db, frame, address: () => config.publicUrl, callback }))
  if (!config.production) await app.register(subSiteRoutes({ db, frame, issuer: config.publicUrl }))
  await app.register(openApiRoutes(config.publicUrl))

  app.addHook('onClose', async () => {
    await catalogue.close()
    await calendar.stop()
    await db.end()
  })
  return app
}
