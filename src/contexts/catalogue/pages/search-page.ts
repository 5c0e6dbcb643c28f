import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { note, pager } from '../../../ui/page/parts.ts'
import type { Filters } from '../rules/facets.ts'
import type { SearchAnswer } from '../rules/search.ts'
import { levelOfSite } from '../rules/texts.ts'
import type { ItemHit } from '../terms.ts'
import { guideLink, itemRows, levelNotice, nameOf } from './item-rows.ts'
import { facetList, listAddress } from './list-page.ts'

export type SearchView = {
  readonly q: string
  readonly filters: Filters
  readonly answer: SearchAnswer
  readonly continued: boolean
  /** Ways of saying that often help, for a question nothing was found for. */
  readonly phone: string
  /** Divisions that have a site here; items of others are shown on this one. */
  readonly hasSite: (division: string) => boolean
}

/** The search box; the same on every page that has one. `example` stands in it until something is typed. */
export const searchBox = (frame: Frame, q = '', example?: string): Html => html`
<form class="ask" role="search" method="get" action="${href(frame, '/search')}"><label class="sr" for="q">搜索事项</label><input id="q" name="q" type="search" value="${q}"${example && html` placeholder="${example}"`} maxlength="60" autocomplete="off"><button class="btn" type="submit">搜索</button></form>`

const groupsShown = 10
const placesShown = 12

const group = (frame: Frame, hits: readonly ItemHit[], hasSite: SearchView['hasSite']): Html => {
  const [first] = hits
  const places = hits.slice(0, placesShown)
  return html`<li><h3>${first && nameOf(first)}</h3><ul class="hot">${places.map(
    (hit) =>
      html`<li><a href="${guideLink(frame, hit, hasSite(hit.division))}">${hit.divisionName}<span class="sr">:${hit.name}</span></a></li>`,
  )}${hits.length > placesShown && html`<li class="mut">共 ${hits.length} 处</li>`}</ul></li>`
}

/** The same matter at many places is one row with the places as links (R-009). */
const elsewhere = (frame: Frame, { answer, hasSite }: SearchView): Html | undefined => {
  if (answer.elsewhere.length === 0) return undefined
  const groups = [...Map.groupBy(answer.elsewhere, ({ name }) => name).values()].slice(0, groupsShown)
  return html`<section aria-labelledby="e"><h2 id="e">其他层级和地方的事项</h2><p class="mut">这些事项不由${frame.site.name}办理,请选择您要去的地方。</p><ul class="rows">${groups.map((hits) => group(frame, hits, hasSite))}</ul></section>`
}

const nothing = (frame: Frame, { q, answer, phone }: SearchView): Html => html`
  <p>没有找到“${q}”。</p>
  <h2>可以这样做</h2>
  <ul><li>换个说法,例如写事项的名称“社会保障卡补领”,或只写“社保卡”</li>
  <li>从<a href="${href(frame, '/personal')}">个人办事</a>或<a href="${href(frame, '/business')}">法人办事</a>的目录里找</li>
  <li>拨打 <a href="tel:${phone}">${phone}</a>,说出您要办的事</li></ul>
  ${answer.nearest.length > 0 && html`<h2>读起来相近的事项</h2>${itemRows(frame, answer.nearest)}`}`

const isNarrowed = ({ department, audience, type }: Filters): boolean => Boolean(department || audience || type)

const found = (frame: Frame, view: SearchView): Html => {
  const { answer, filters, q } = view
  const link = (change: Filters): string => href(frame, listAddress('/search', change, { q }))
  const next = answer.next && href(frame, listAddress('/search', filters, { q, after: answer.next }))
  return html`${levelNotice(frame, levelOfSite(frame.site.code))}
    ${(answer.total > 5 || isNarrowed(filters)) && facetList(frame.site.name, link, filters, answer.facets, ['department', 'audience', 'type'])}
    <h2>${frame.site.name}的事项 <span class="num">${answer.total}</span> 项</h2>
    ${answer.items.length > 0 ? itemRows(frame, answer.items) : html`<p>${frame.site.name}不办这件事,请看下面的地方。</p>`}
    ${pager({ next })}${view.continued && html`<p><a href="${link(filters)}">回到第一页</a></p>`}
    ${elsewhere(frame, view)}`
}

const heading = ({ q, answer }: SearchView): Html | undefined => {
  if (answer.meant) return note('info', `没有找到“${q}”,下面是“${answer.meant}”的结果。`)
  return answer.loose ? note('info', `没有事项同时符合“${q}”里的每个词,下面是相近的。`) : undefined
}

/** P05 搜索: own items first, other levels and places with their site named, and a way on when nothing was found. */
export const searchPage = (frame: Frame, view: SearchView): Html => {
  const { q, answer } = view
  const any = answer.total > 0 || answer.elsewhere.length > 0
  const results = any ? html`${heading(view)}${found(frame, view)}` : nothing(frame, view)
  return layout(frame, {
    title: q ? `搜索“${q}”` : '搜索',
    crumbs: [{ name: '首页', href: '/' }, { name: '搜索' }],
    wide: true,
    main: html`<h1>${q ? `搜索“${q}”` : '您要办什么事?'}</h1>${searchBox(frame, q)}${q && results}`,
  })
}
