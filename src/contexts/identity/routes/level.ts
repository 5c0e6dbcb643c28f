import type { FastifyInstance } from 'fastify'
import { sendPage } from '../../../platform/http.ts'
import { civilTime } from '../pages/civil-time.ts'
import { levelPage } from '../pages/level-page.ts'
import { listLinks } from '../store/partners.ts'
import { listProofingsOf } from '../store/people.ts'
import { type IdentityWeb, needApplicant, textOf } from './web.ts'

/** 认证等级. */
export const levelRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/level', async (request, reply) => {
      const { accountId, level, organisation } = needApplicant(web.viewer(request))
      const [proofs, links] = await Promise.all([listProofingsOf(web.db.sql, accountId), listLinks(web.db.sql, accountId)])
      const linked = web.partners.find(({ id }) => id === textOf(request.query, 'linked'))
      const model = {
        level,
        isOrganisation: organisation !== undefined && request.session?.data.actingFor === undefined,
        proofs: proofs.map(({ at, ...one }) => ({ ...one, at: civilTime(at) })),
        partners: web.partners.map(({ id, name }) => {
          const link = links.find(({ partner }) => partner === id)
          return { id, name, linkedOn: link ? civilTime(link.at) : '' }
        }),
        done: linked ? `${linked.name}已关联，以后可以用它登录。` : '',
      }
      return sendPage(reply, levelPage(web.frame(request), model))
    })
  }
