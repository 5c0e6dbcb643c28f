import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { note, pager } from '../../../ui/page/parts.ts'
import type { Filters } from '../rules/facets.ts'
import type { SearchAnswer } from '../rules/search.ts'
import { levelOfSite } from '../rules/texts.ts'
import type { ItemHit } from '../terms.ts'
import { guideLink, type HasSite, itemRows, levelNotice, nameOf, stepTag } from './item-rows.ts'
import { facetList, listAddress } from './list-page.ts'

export type SearchView = {
  readonly q: string
  readonly filters: Filters
  readonly answer: SearchAnswer
  readonly continued: boolean
  /** Ways of saying that often help, for a question nothing was found for. */
  readonly phone: string
  readonly hasSite: HasSite
  /** Matters of life that may be asked for, shown while nothing is asked. */
  readonly intents: readonly string[]
}

/** The search box; the same on every page that has one. `example` stands in it until something is typed. */
export const searchBox = (frame: Frame, q = '', example?: string): Html => html`
<form class="ask" role="search" method="get" action="${href(frame, '/search')}"><label class="sr" for="q">搜索事项</label><input id="q" name="q" type="search" data-suggest="/api/v1/items/suggestions?site=${frame.site.code}&amp;q=" value="${q}"${example && html` placeholder="${example}"`} maxlength="60" autocomplete="off"><button class="btn" type="submit">搜索</button></form>`

const groupsShown = 10
const placesShown = 12

const group = (frame: Frame, hits: readonly ItemHit[], hasSite: SearchView['hasSite']): Html => {
  const [first] = hits
  const places = hits.slice(0, placesShown)
  return html`<li><h3>${first && html`${stepTag(first)}${nameOf(first)}`}</h3><ul class="hot">${places.map(
    (hit) =>
      html`<li><a href="${guideLink(frame, hit, hasSite(hit.division))}">${hit.divisionName}<span class="sr">:${hit.name}</span></a></li>`,
  )}${hits.length > placesShown && html`<li class="mut">共 ${hits.length} 处</li>`}</ul></li>`
}

/** The same matter at many places is one row with the places as links (R-009). */
const elsewhere = (frame: Frame, { answer, hasSite }: SearchView): Html | undefined => {
  const above = new Set(answer.above?.items.map(({ code }) => code))
  const hits = answer.elsewhere.filter(({ code }) => !above.has(code))
  if (hits.length === 0) return undefined
  const groups = [...Map.groupBy(hits, ({ name }) => name).values()].slice(0, groupsShown)
  return html`<section aria-labelledby="e"><h2 id="e">其他层级和地方的事项</h2><p class="mut">这些事项不由${frame.site.name}办理，请选择您要去的地方。</p><ul class="rows">${groups.map((hits) => group(frame, hits, hasSite))}</ul></section>`
}

const nothing = (frame: Frame, { q, answer, phone }: SearchView): Html => html`
  <p>没有找到“${q}”。</p>
  <h2>可以这样做</h2>
  <ul><li>换个说法，例如写事项的名称“社会保障卡补领”，或只写“社保卡”</li>
  <li>从<a href="${href(frame, '/personal')}">个人办事</a>或<a href="${href(frame, '/business')}">法人办事</a>的目录里找</li>
  <li>拨打 <a href="tel:${phone}">${phone}</a>,说出您要办的事</li></ul>
  ${answer.nearest.length > 0 && html`<h2>读起来相近的事项</h2>${itemRows(frame, answer.nearest)}`}`

/** The items of the site; where it has none, those of the place above it, said in words. */
const own = (frame: Frame, { answer, hasSite }: SearchView): Html => {
  if (answer.items.length > 0) return itemRows(frame, answer.items)
  if (!answer.above) return html`<p>${frame.site.name}不办这件事，请看下面的地方。</p>`
  const { divisionName, items } = answer.above
  return html`<p>${frame.site.name}没有这件事，由上一级${divisionName}办理：</p>${itemRows(frame, items, hasSite)}`
}

const isNarrowed = ({ department, audience, type }: Filters): boolean => Boolean(department || audience || type)

const found = (frame: Frame, view: SearchView): Html => {
  const { answer, filters, q } = view
  const link = (change: Filters): string => href(frame, listAddress('/search', change, { q }))
  const next = answer.next && href(frame, listAddress('/search', filters, { q, after: answer.next }))
  return html`${levelNotice(frame, levelOfSite(frame.site.code))}
    ${(answer.total > 5 || isNarrowed(filters)) && facetList(frame.site.name, link, filters, answer.facets, ['department', 'audience', 'type'])}
    <h2>${frame.site.name}的事项 <span class="num">${answer.total}</span> 项</h2>
    ${own(frame, view)}
    ${pager({ next })}${view.continued && html`<p><a href="${link(filters)}">回到第一页</a></p>`}
    ${elsewhere(frame, view)}`
}

const heading = ({ q, answer }: SearchView): Html | undefined => {
  if (answer.intent) return note('info', `“${answer.intent}”通常从第 1 件开始，依次办理下面的事。哪些要办，以您的实际情况为准。`)
  if (answer.meant) return note('info', `没有找到“${q}”，下面是“${answer.meant}”的结果。`)
  return answer.loose ? note('info', `没有事项同时符合“${q}”里的每个词，下面是相近的。`) : undefined
}

/** What people often want, as links: a way in for who does not know the name of a matter. */
const often = (frame: Frame, { intents }: SearchView): Html | false =>
  intents.length > 0 &&
  html`<h2>按要办的一件事找</h2><ul class="hot">${intents.map((saying) => html`<li><a href="${href(frame, `/search?q=${encodeURIComponent(saying)}`)}">${saying}</a></li>`)}</ul>`

/** P05 搜索: own items first, other levels and places with their site named, and a way on when nothing was found. */
export const searchPage = (frame: Frame, view: SearchView): Html => {
  const { q, answer } = view
  const any = answer.total > 0 || answer.elsewhere.length > 0
  const results = any ? html`${heading(view)}${found(frame, view)}` : nothing(frame, view)
  return layout(frame, {
    title: q ? `搜索“${q}”` : '搜索',
    crumbs: [{ name: '首页', href: '/' }, { name: '搜索' }],
    wide: true,
    main: html`<h1>${q ? `搜索“${q}”` : '您要办什么事？'}</h1>${searchBox(frame, q)}${q ? results : often(frame, view)}`,
  })
}
