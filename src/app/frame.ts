import type { FastifyRequest } from 'fastify'
import type { PortalSite } from '../contexts/divisions/index.ts'
import type { Viewer } from '../contexts/identity/index.ts'
import type { LocalDate } from '../kernel/date.ts'
import { maskName } from '../kernel/text.ts'
import { notFound } from '../platform/http.ts'
import type { Sessions } from '../platform/session.ts'
import type { loadAssets } from '../ui/page/assets.ts'
import type { Frame, FrameViewer, Site } from '../ui/page/frame.ts'
import { displayOf } from './settings.ts'
import { siteCodeOf } from './sites.ts'

export const ownCity = '150600'

const pathOf = (short: string): string => (short === ownCity ? '' : `/${short}`)

const asSite = (site: PortalSite): Site => {
  const trail = site.path.map((division, i) => {
    const short = division.code.slice(0, division.level === 4 ? 9 : 6)
    return i === 0 ? { name: division.name } : { name: division.name, href: `${pathOf(short)}/` }
  })
  const bureau = site.short === ownCity ? '鄂尔多斯市行政审批和政务服务局' : `${site.name}政务服务局`
  return { code: site.short, name: site.name, path: pathOf(site.short), trail, bureau }
}

const asFrameViewer = (viewer: Viewer, unread: number): FrameViewer | undefined => {
  if (viewer.kind === 'visitor') return undefined
  if (viewer.kind === 'staff') return { kind: 'staff', name: viewer.name, unread: 0 }
  const { organisation, name, phone } = viewer
  return organisation
    ? { kind: 'organisation', name: organisation.name, unread }
    : { kind: 'person', name: name ? maskName(name) : phone.slice(-4), unread }
}

type Means = {
  readonly sites: readonly PortalSite[]
  readonly sessions: Sessions
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly demo: boolean
  readonly assets: ReturnType<typeof loadAssets>
}

/** Makes the frame of a request: its site, display, viewer. An unknown site is a page that is not there. */
export const frames = ({ sites, sessions, viewer, today, demo, assets }: Means) => {
  const byCode = new Map(sites.map((site) => [site.short, asSite(site)]))
  const passkeys = { js: assets.passkeys.url, integrity: assets.passkeys.sha256 }
  const urls = { css: assets.css.url, js: assets.js.url, integrity: assets.js.sha256, passkeys }
  return (request: FastifyRequest, siteCode = siteCodeOf(request, ownCity)): Frame => {
    const site = byCode.get(siteCode)
    if (!site) throw notFound('没有这个站点，请重新选择所在的地方')
    const { mode, size, language, embed } = displayOf(request)
    const who = asFrameViewer(viewer(request), request.unread ?? 0)
    return {
      site,
      path: request.url,
      mode,
      ...(size ? { size } : {}),
      language,
      ...(who ? { viewer: who } : {}),
      csrf: () => sessions.csrf(request),
      today: today(),
      demo,
      embed,
      assets: urls,
    }
  }
}
