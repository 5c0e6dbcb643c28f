import type { FastifyRequest } from 'fastify'
import { NeedsSignIn, Problem } from '../../../platform/http.ts'
import { type Applicant, type GrantAct, type GrantRow, grantActs, grantStateAt, ownPersonOf } from '../../identity/index.ts'
import type { GrantLine } from '../pages/grants-pages.ts'
import { scopeWords } from '../perform/scope.ts'
import type { PortalDeps } from './deps.ts'

/** An applicant who is 实名. */
export type Real = Applicant & { readonly personId: string }

/** The 实名 person who asks; leads to the door, or to 实名. */
export const realPerson = (deps: PortalDeps, request: FastifyRequest): Real => {
  const viewer = deps.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
  if (viewer.kind === 'staff') throw new Problem(403, 'not-for-staff', '这个页面供办事的个人和法人使用')
  const { personId } = viewer
  if (personId) return { ...viewer, personId }
  const link = `/my/realname?next=${encodeURIComponent(request.url)}`
  throw new Problem(403, 'needs-real-name', '授权要先实名，约 1 分钟', { detail: '请先完成实名认证。', link, linkText: '去实名认证' })
}

/** The 实名 person in his own space: an organisation's account has no family, and does not read its 法定代表人's (S-041). */
export const himself = (deps: PortalDeps, request: FastifyRequest): Real => {
  const viewer = realPerson(deps, request)
  if (ownPersonOf(viewer)) return viewer
  throw new Problem(403, 'not-a-person', '这里是个人的内容，请用个人帐号登录', {
    detail: '法人帐号只为本单位办事。',
    link: `/login/person?next=${encodeURIComponent(request.url)}`,
    linkText: '用个人帐号登录',
  })
}

/** The site of a request, as the catalogue knows it. */
export const siteOf = (deps: PortalDeps, request: FastifyRequest): string => deps.frame(request).site.code.padEnd(12, '0')

/** A grant as its pages show it, at this moment. */
export const lineOf =
  (deps: PortalDeps, request: FastifyRequest) =>
  (grant: GrantRow): GrantLine => ({
    id: grant.id,
    principal: grant.principalName,
    helper: grant.helperName,
    relation: grant.relation,
    acts: grant.acts,
    scope: scopeWords(deps.catalogue, siteOf(deps, request), grant.scope),
    since: grant.since,
    until: grant.until,
    state: grantStateAt(grant, new Date().toISOString()),
  })

/** What a viewer may give away: everything in his own right, else what a grant lets him pass on. */
export const givable = ({ organisation, grants = [] }: Real): GrantAct[] => {
  const all = (Object.keys(grantActs) as GrantAct[]).filter((act) => organisation !== undefined || act !== 'delegate')
  if (!organisation?.byGrant) return all
  const mine = grants.filter(({ acts }) => acts.includes('delegate')).flatMap(({ acts }) => acts)
  return all.filter((act) => act !== 'delegate' && mine.includes(act))
}

const day = 86_400_000
/** 00:00 in China of a date, as an instant; `days` later. */
export const midnightOf = (date: string, days = 0): string => new Date(Date.parse(`${date}T00:00:00+08:00`) + days * day).toISOString()
