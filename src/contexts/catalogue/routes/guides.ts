import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../../platform/db.ts'
import { notFound, sendPage } from '../../../platform/http.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { findDivision } from '../../divisions/index.ts'
import { formSheet, type SheetKind } from '../pages/form-sheet.ts'
import { guidePage } from '../pages/guide-page.ts'
import { gonePage, versionsPage } from '../pages/versions-page.ts'
import { compareVersions } from '../perform/compare.ts'
import type { Catalogue } from '../perform/live-catalogue.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import { knownAnswers } from '../rules/situation.ts'
import { findStanding } from '../store/items.ts'
import { listPlacesOf } from '../store/lists.ts'
import { listWaiting } from '../store/standing.ts'
import { findGuide, listVersions } from '../store/versions.ts'
import { type GuideVersion, type SituationAnswers, sheetMembers } from '../terms.ts'
import type { LookCounter } from './looks.ts'

export type GuideDeps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly catalogue: Catalogue
  readonly pages: PublicPages
  readonly looks: LookCounter
}
type Query = Readonly<Record<string, unknown>>
type Address = { Params: { code: string }; Querystring: Query }

const known = async (db: Db, code: string, version?: number): Promise<GuideVersion> => {
  const found = await findGuide(db.read, code, version)
  if (!found) throw notFound('没有这个事项')
  return found
}

/** The situations of guides looked at lately, so that a query can be read without asking the database each time. */
const situationsMemo = ({ db, catalogue }: Pick<GuideDeps, 'db' | 'catalogue'>) => {
  const memo = new Map<string, GuideVersion['guide']['situations']>()
  catalogue.onChange(() => memo.clear())
  return async (code: string): Promise<GuideVersion['guide']['situations']> => {
    const kept = memo.get(code) ?? (await known(db, code)).guide.situations
    if (memo.size > 5000) memo.clear()
    memo.set(code, kept)
    return kept
  }
}

const numberIn = (sent: unknown): number | undefined => (/^\d{1,6}$/.test(String(sent)) ? Number(sent) : undefined)
const versionIn = (query: Query): number | undefined => numberIn(query.version)

/** The address of what is shown: the answers the guide knows, in its own order. */
const addressOf = (path: string, answers: SituationAnswers, version: number | undefined): string => {
  const query = new URLSearchParams(answers as Record<string, string>)
  if (version !== undefined) query.set('version', String(version))
  return query.size > 0 ? `${path}?${query}` : path
}

/** Undefined when the item is handled; the answer that was sent when it is not (R-050). */
const refuseGone = async (
  deps: GuideDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
): Promise<FastifyReply | undefined> => {
  if (deps.catalogue.find(code)) return undefined
  const item = await findStanding(deps.db.read, code)
  if (!item) throw notFound('没有这个事项')
  return item.state === 'published' ? undefined : sendPage(reply, gonePage(deps.frame(request), item), 410)
}

/** P06 the guide, its A4 form, its blank and sample forms, and the history of its versions. */
export const guideRoutes = (app: FastifyInstance, deps: GuideDeps): void => {
  const { db, pages, looks } = deps
  const situationsOf = situationsMemo(deps)

  const show = (print: boolean) => async (request: FastifyRequest<Address>, reply: FastifyReply) => {
    const { code } = request.params
    const refused = await refuseGone(deps, request, reply, code)
    if (refused) return refused
    looks.count(code)
    const hasQuery = Object.keys(request.query).length > 0
    const answers = hasQuery ? knownAnswers({ situations: await situationsOf(code) }, request.query) : {}
    const version = versionIn(request.query)
    const address = addressOf(`/guide/${encodeURIComponent(code)}${print ? '/print' : ''}`, answers, version)
    return pages.send(request, reply, address, async (frame) => {
      const found = await known(db, code, version)
      const place = (await findDivision(db.read, found.guide.division))?.name ?? found.guide.department
      const [planned, lists] = await Promise.all([listWaiting(db.read, [code]), listPlacesOf(db.read, code, found.guide.division)])
      return guidePage(print ? { ...frame, embed: true } : frame, {
        version: found,
        answers,
        place,
        planned,
        lists,
        old: version !== undefined,
      })
    })
  }

  app.get<Address>('/guide/:code', show(false))
  app.get<Address>('/guide/:code/print', show(true))
  app.get<Address>('/guide/:code/versions', async (request, reply) => {
    const { code } = request.params
    const [from, to] = [numberIn(request.query.from), numberIn(request.query.to)]
    const address = `/guide/${encodeURIComponent(code)}/versions${from && to ? `?from=${from}&to=${to}` : ''}`
    return pages.send(request, reply, address, async (frame) => {
      const item = await findStanding(db.read, code)
      if (!item) throw notFound('没有这个事项')
      const compared = from && to ? await compareVersions(db.read, code, from, to) : undefined
      if (from && to && !compared) throw notFound('没有这个版本')
      return versionsPage(frame, item, await listVersions(db.read, code), compared)
    })
  })
  for (const kind of ['blank', 'sample'] as const satisfies readonly SheetKind[])
    app.get<Address>(`/guide/:code/forms/${kind}`, async (request, reply) => {
      const { code } = request.params
      const { guide } = await known(db, code)
      const address = `/guide/${encodeURIComponent(code)}/forms/${kind}`
      const own = guide.materials.find((material) => material.fromForm && material[sheetMembers[kind]])
      if (own) return reply.redirect(`${address}/${encodeURIComponent(own.id)}`, 302)
      return pages.send(request, reply, address, (frame) => {
        if (!guide.form) throw notFound('这个事项没有在线表单，空表请向受理窗口领取')
        return formSheet(frame, guide, guide.form, kind)
      })
    })
}
