import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NeedsSignIn, notFound, Problem, parse, sendPage } from '../../../platform/http.ts'
import { holding } from '../../../platform/wall.ts'
import { printedCode } from '../../documents/index.ts'
import { certPage } from '../pages/cert-page.ts'
import { certsPage } from '../pages/certs-page.ts'
import { type VerifyModel, verifyPage } from '../pages/verify-page.ts'
import { type Checking, checkCode, checkPresentation } from '../perform/check.ts'
import { offersFor } from '../perform/matters.ts'
import { presentationSeconds, presentationToken } from '../perform/present.ts'
import { type LicencePress, licenceFile, openLicence, renderLicence } from '../perform/print.ts'
import { licenceState } from '../rules.ts'
import { listLicences, listVerifications } from '../store.ts'
import { licenceStates } from '../terms.ts'
import { atInWords, type LicenceDeps, mine, mineToTake, ownerOf } from './deps.ts'
import { matterRoutes } from './matters.ts'
import { officeRoutes } from './office.ts'
import { windowRoutes } from './window.ts'

const pressOf = ({ db, files, key, secrets, publicUrl, sealLines }: LicenceDeps): LicencePress => ({
  sql: db.sql,
  files,
  key,
  secrets,
  printing: { publicUrl, sealLines },
})

/** `/my/certs`, `/my/certs/:id`: 卡包 and 亮证. */
const walletRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/certs', async (request, reply) => {
      const viewer = deps.viewer(request)
      if (viewer.kind !== 'applicant') throw new NeedsSignIn()
      const owner = await ownerOf(deps, viewer)
      const licences = owner ? await listLicences(deps.db.sql, owner) : []
      return sendPage(reply, certsPage(deps.frame(request), { licences, today: deps.today(), owner: owner?.name ?? viewer.name }))
    })

    app.get<{ Params: { id: string } }>('/my/certs/:id', async (request, reply) => {
      if (deps.viewer(request).kind !== 'applicant') throw new NeedsSignIn()
      const licence = await mine(deps, request, request.params.id)
      const now = Date.parse(deps.now())
      const token = presentationToken(deps.secrets, licence.id, now)
      const verifications = (await listVerifications(deps.db.sql, licence.id)).map((one) => ({ ...one, at: atInWords(one.at) }))
      const page = certPage(deps.frame(request), {
        licence,
        today: deps.today(),
        ...(licenceState(licence, deps.today()) === 'valid' ? { presentation: `${deps.publicUrl}/verify?show=${token}` } : {}),
        until: atInWords(new Date(now + presentationSeconds * 1000).toISOString()).slice(-8),
        code: printedCode(licence.code),
        verifications,
        offers: await offersFor(deps.db.sql, licence, deps.today()),
      })
      return sendPage(reply.header('cache-control', 'no-store'), page)
    })
  }

const fileName = /^([0-9a-f-]{36})\.(pdf|json)$/
const sendFile = (reply: FastifyReply, bytes: Buffer, type: string, name: string): FastifyReply =>
  reply
    .type(type)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(bytes)

/** `/licences/:id.pdf`, `.json` and the API. */
const fileRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { file: string } }>('/licences/:file', async (request, reply) => {
      const [, id = '', kind] = fileName.exec(request.params.file) ?? []
      const licence = await mineToTake(deps, request, id)
      const press = pressOf(deps)
      const bytes = kind === 'pdf' ? await renderLicence(press, licence.id) : await licenceFile(press, licence.id)
      if (!bytes) throw notFound()
      return sendFile(reply, bytes, kind === 'pdf' ? 'application/pdf' : 'application/json', `${licence.typeName}${licence.number}.${kind}`)
    })

    app.get<{ Params: { id: string } }>('/api/v1/licences/:id', async (request) => {
      const licence = await mineToTake(deps, request, request.params.id)
      const opened = await openLicence(deps.db.sql, deps.secrets, licence.id)
      if (!opened) throw notFound()
      const state = licenceState(licence, deps.today())
      return {
        state,
        stateName: licenceStates[state],
        content: opened.content,
        signatures: opened.signatures,
        authority: deps.key.authority,
      }
    })
  }

const codeSchema = z.strictObject({ code: z.string().max(200) })

/** `/verify` and `POST /api/v1/verifications`: anybody, without an account. */
const verifyRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const checking = (): Checking => ({ db: deps.db, secrets: deps.secrets, today: deps.today(), now: Date.parse(deps.now()) })
    const show = (request: FastifyRequest, reply: FastifyReply, model: Omit<VerifyModel, 'at'>) => {
      const page = verifyPage(deps.frame(request), { ...model, at: atInWords(deps.now()) })
      return sendPage(
        reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer'),
        page,
        model.answer === 'unknown' ? 404 : 200,
      )
    }

    app.get('/verify', async (request, reply) => {
      const { code, show: presented } = request.query as { code?: unknown; show?: unknown }
      if (typeof presented === 'string' && presented !== '') return show(request, reply, { code: '', presented })
      if (typeof code !== 'string' || code.trim() === '') return show(request, reply, { code: '' })
      await deps.limitVerify?.(request)
      const answer = (await checkCode(checking(), code, deps.viewer(request))) ?? 'unknown'
      return show(request, reply, { code: answer === 'unknown' ? code : '', answer })
    })

    app.post('/verify', async (request, reply) => {
      const { show: presented } = (request.body ?? {}) as { show?: unknown }
      await deps.limitVerify?.(request)
      const answer = (await checkPresentation(checking(), String(presented ?? ''), deps.viewer(request))) ?? 'unknown'
      return show(request, reply, { code: '', answer })
    })

    app.post('/api/v1/verifications', async (request) => {
      const { code } = parse(codeSchema, request.body)
      await deps.limitVerify?.(request)
      const viewer = deps.viewer(request)
      const answer = (await checkCode(checking(), code, viewer)) ?? (await checkPresentation(checking(), code.trim(), viewer))
      if (!answer) throw new Problem(404, 'unknown-code', '没有查到对应的证照或文书，请核对后重新输入')
      return answer
    })
  }

/** All routes of this context. */
export const licenceRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    // A licence is its holder's, wherever and for whom its case was opened: an applicant holds his own id, and the hash of his number.
    app.addHook('preHandler', (request, _reply, done) => {
      ownerOf(deps, deps.viewer(request)).then((owner) => holding(owner ? [owner.hash, owner.id] : [], done), done)
    })
    for (const routes of [walletRoutes, matterRoutes, windowRoutes, officeRoutes, fileRoutes, verifyRoutes])
      await app.register(routes(deps))
  }
