import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { empty, pager } from '../../../ui/page/parts.ts'
import type { FacetName, Facets, FacetValue, Filters, Line } from '../rules/facets.ts'
import { levelOfSite } from '../rules/texts.ts'
import type { ItemHit } from '../terms.ts'
import { itemRows, levelNotice } from './item-rows.ts'

export type ListView = {
  readonly line: Line
  readonly filters: Filters
  readonly items: readonly ItemHit[]
  readonly total: number
  readonly facets: Facets
  readonly next?: string | undefined
  /** Not the first page. */
  readonly continued: boolean
}

/** What stays in the address: the chosen values, in one order, so that one list has one address. */
export const listAddress = (path: string, filters: Filters, more: Readonly<Record<string, string | undefined>> = {}): string => {
  const query = new URLSearchParams()
  for (const name of ['theme', 'stage', 'department', 'audience', 'type'] as const) {
    const value = filters[name]
    if (value) query.set(name, value)
  }
  if (filters.online) query.set('online', '1')
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value)
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

const titles: Record<Line, string> = { personal: '个人办事', business: '法人办事' }
const labels: Record<FacetName, string> = { theme: '主题', stage: '生命周期', department: '部门', audience: '服务对象', type: '事项类型' }
const order: readonly FacetName[] = ['theme', 'stage', 'department', 'audience', 'type']
/** More than these are behind one link, without script too. */
const shownAtOnce = 12

type Links = (change: Filters) => string

const choice = (link: Links, filters: Filters, name: FacetName, { value, name: text, count }: FacetValue): Html =>
  filters[name] === value
    ? html`<a href="${link({ ...filters, [name]: '' })}" aria-current="true">${text}<span class="sr">(已选，再点取消)</span></a>`
    : html`<a href="${link({ ...filters, [name]: value })}">${text}<small>${count}</small></a>`

const facet = (link: Links, filters: Filters, name: FacetName, values: readonly FacetValue[]): Html | undefined => {
  if (values.length < 2 && filters[name] === undefined) return undefined
  const chosenFirst = values.toSorted((a, b) => Number(b.value === filters[name]) - Number(a.value === filters[name]))
  const choices = (values.length > shownAtOnce ? chosenFirst : values).map((value) => choice(link, filters, name, value))
  const rest = choices.slice(shownAtOnce)
  const more = rest.length > 0 && html`<details><summary>还有 ${rest.length} 个</summary>${rest}</details>`
  return html`<div><dt>${labels[name]}</dt><dd>${choices.slice(0, shownAtOnce)}${more}</dd></div>`
}

/** Facets as links with counts; a facet with nothing to choose is not shown. `site` is left out of the names of its departments. */
export const facetList = (
  site: string,
  link: Links,
  filters: Filters,
  facets: Facets,
  names: readonly FacetName[] = order,
): Html | undefined => {
  const short = (values: readonly FacetValue[]): FacetValue[] =>
    values.map((one) => ({ ...one, name: one.name.replace(site, '') || one.name }))
  const shown = names.flatMap((name) => facet(link, filters, name, short(facets[name])) ?? [])
  return shown.length > 0 ? html`<dl class="facets">${shown}</dl>` : undefined
}

const isNarrowed = (filters: Filters): boolean => filters.online === true || order.some((name) => filters[name])

const summary = (view: ListView, link: Links): Html => html`
  <p role="status">${isNarrowed(view.filters) ? '按您的选择，' : ''}共 <b class="num">${view.total}</b> 项。${
    view.filters.online
      ? html`<a href="${link({ ...view.filters, online: false })}">不限可网办</a>`
      : html`<a href="${link({ ...view.filters, online: true })}">只看可网办</a>`
  }${isNarrowed(view.filters) && html` <a href="${link({})}">清除全部选择</a>`}</p>`

/** P02 个人办事, P03 法人办事: facets as links, rows of matters, all without script. */
export const listPage = (frame: Frame, view: ListView): Html => {
  const path = `/${view.line}`
  const link: Links = (filters) => href(frame, listAddress(path, filters))
  const next = view.next && href(frame, listAddress(path, view.filters, { after: view.next }))
  const title = titles[view.line]
  return layout(frame, {
    title,
    description: `${frame.site.name}${title}：按主题、生命周期、部门查找政务服务事项`,
    current: view.line,
    crumbs: [{ name: '首页', href: '/' }, { name: title }],
    wide: true,
    main: html`<h1>${title}</h1>${levelNotice(frame, levelOfSite(frame.site.code))}
      ${facetList(frame.site.name, link, view.filters, view.facets)}${summary(view, link)}
      ${view.items.length > 0 ? itemRows(frame, view.items) : empty('这里没有事项。', { href: href(frame, '/search'), label: '搜索其他层级的事项' })}
      ${pager({ next })}${view.continued && html`<p><a href="${link(view.filters)}">回到第一页</a></p>`}`,
  })
}
