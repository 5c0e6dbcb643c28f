import { chineseDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, catalogueList, dataTable, empty, pager, printButton, tag } from '../../../ui/page/parts.ts'
import { headsOf, listAbout } from '../rules/lists/kinds.ts'
import { type ListedItem, type ListKind, type ListVersion, listKinds, type PublishedRow } from '../terms/lists.ts'
import { guideLink } from './item-rows.ts'

const home = { name: '首页', href: '/' }

/** Every list of a place: how many rows, which version, since when. */
export const listsPage = (frame: Frame, lists: readonly ListVersion[]): Html => {
  const byKind = new Map(lists.map((list) => [list.kind, list]))
  const lines = (Object.keys(listKinds) as ListKind[]).map((kind) => {
    const list = byKind.get(kind)
    return { name: listKinds[kind], count: list?.size ?? 0, href: href(frame, `/lists/${kind}`) }
  })
  return layout(frame, {
    title: '清单',
    description: `${frame.site.name}的目录清单、权力清单、责任清单、收费清单等公开清单`,
    current: 'open',
    crumbs: [home, { name: '阳光政务', href: '/open' }, { name: '清单' }],
    main: html`<h1>清单</h1><p>${frame.site.name}按清单办事：清单上写什么就办什么、收什么，每一行都能看到依据和办事指南。</p>
      ${lists.length === 0 ? empty('这个站点还没有发布清单。', { href: href(frame, '/areas'), label: '看看别的站点' }) : catalogueList(lines)}`,
  })
}

export type ListView = {
  readonly kind: ListKind
  /** Undefined before the first version. */
  readonly list: ListVersion | undefined
  readonly versions: readonly ListVersion[]
  readonly rows: readonly PublishedRow[]
  readonly total: number
  readonly q: string
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** An older version, asked for by its number. */
  readonly old: boolean
}

/** The address of a page of a list: what was searched, the version when it is an older one, the page after the first. */
export const listRowsAddress = (kind: ListKind, of: { q?: string; page?: number; version?: number | undefined }, ext = ''): string => {
  const query = new URLSearchParams()
  if (of.version !== undefined) query.set('version', String(of.version))
  if (of.q) query.set('q', of.q)
  if (of.page && of.page > 1) query.set('page', String(of.page))
  return `/lists/${kind}${ext}${query.size > 0 ? `?${query}` : ''}`
}

const gone = { published: undefined, suspended: tag('warn', '暂停办理'), cancelled: tag('err', '已取消') } as const

const itemLink = (frame: Frame, item: ListedItem, text: Html | string = item.name): Html =>
  html`<a href="${guideLink(frame, item)}">${text}</a> ${gone[item.state]}`

/** More than these are behind one line: a row may lead to hundreds. */
const shownItems = 5

/** Guides of the row's own name are told apart by who carries them out. */
const itemLinks = (frame: Frame, { name, items }: PublishedRow): Html => {
  const links = items.map((item) => html`<p>${itemLink(frame, item, item.name === name ? item.department : item.name)}</p>`)
  return items.length <= shownItems ? html`${links}` : html`<details><summary>${items.length} 个办事指南</summary>${links}</details>`
}

/** The name leads to its one guide; with several, or with guides of other names, they stand under it. */
const nameCell = (frame: Frame, kind: ListKind, row: PublishedRow): Html => {
  const [first, second] = row.items
  if (kind === 'catalogue' && row.facts.baseCode)
    return html`<a href="${href(frame, `/lists/catalogue/${encodeURIComponent(row.facts.baseCode)}`)}">${row.name}</a>${itemLinks(frame, row)}`
  if (first && !second && first.name === row.name) return itemLink(frame, first, row.name)
  return 'item' in listAbout[kind].columns ? html`${row.name}` : html`${row.name}${itemLinks(frame, row)}`
}

const factCell = (frame: Frame, row: PublishedRow, key: string): Html | string =>
  key === 'item' && row.items.length > 0 ? itemLinks(frame, row) : (row.facts[key] ?? '未提供')

const table = (frame: Frame, { kind, rows }: ListView): Html =>
  dataTable({
    caption: listKinds[kind],
    head: headsOf(kind),
    rows: rows.map((row) => [
      nameCell(frame, kind, row),
      row.department,
      ...Object.keys(listAbout[kind].columns).map((key) => factCell(frame, row, key)),
      row.basis || '未提供',
    ]),
  })

const published = (view: ListView, list: ListVersion): Html => html`
  <p role="status">${view.q && `“${view.q}”`}共 <b class="num">${view.total}</b> 行。第 <span class="num">${list.version}</span> 版，${chineseDate(list.publishedOn)}发布。依据：${listAbout[view.kind].article}。${view.rows.some(({ sample }) => sample) && tag('plain', '示例数据')}</p>`

const searchForm = (frame: Frame, { kind, q }: ListView): Html => html`
  <form class="ask noprint" role="search" method="get" action="${href(frame, `/lists/${kind}`)}"><label class="sr" for="q">在清单里找名称、部门、依据、编码</label><input id="q" name="q" type="search" value="${q}" placeholder="名称、部门、依据、编码" maxlength="60" autocomplete="off">${button('查找')}</form>
  ${q && html`<p class="noprint"><a href="${href(frame, `/lists/${kind}`)}">看全部</a></p>`}`

const exportsOf = (frame: Frame, { kind, q, list, old }: ListView): Html => {
  const of = { q, version: old ? list?.version : undefined }
  return html`<div class="acts noprint"><a href="${href(frame, listRowsAddress(kind, of, '.xlsx'))}" download>导出 Excel</a><a href="${href(frame, listRowsAddress(kind, of, '.csv'))}" download>导出 CSV</a>${printButton('打印')}</div>`
}

const history = (frame: Frame, { kind, versions, list }: ListView): Html | false =>
  versions.length > 1 &&
  html`<section class="noprint" aria-labelledby="versions"><h2 id="versions">历次版本</h2><ul>${versions.map(
    ({ version, publishedOn, reason, size }) =>
      html`<li><a href="${href(frame, listRowsAddress(kind, { version }))}"${version === list?.version && html` aria-current="true"`}>第 ${version} 版</a> ${chineseDate(publishedOn)}，${size} 行，${reason}</li>`,
  )}</ul></section>`

const pages = (frame: Frame, { kind, q, page, pages: last, list, old }: ListView): Html | undefined => {
  const to = (there: number) => href(frame, listRowsAddress(kind, { q, page: there, version: old ? list?.version : undefined }))
  return pager({
    previous: page > 1 ? to(page - 1) : undefined,
    next: page < last ? to(page + 1) : undefined,
    label: `第 ${page} 页，共 ${last} 页`,
  })
}

/** One list of a place: searchable, paged, each row with its basis and its guides (R-064). */
export const listRowsPage = (frame: Frame, view: ListView): Html => {
  const title = listKinds[view.kind]
  const { list } = view
  return layout(frame, {
    title: view.old ? `${title}第 ${list?.version} 版` : title,
    description: `${frame.site.name}${title}:${listAbout[view.kind].says}`,
    current: 'open',
    crumbs: [home, { name: '清单', href: '/lists' }, { name: title }],
    wide: true,
    main: html`<h1>${title}</h1><p>${listAbout[view.kind].says}</p>
      ${view.old && html`<p><b>这是以前的版本。</b><a href="${href(frame, `/lists/${view.kind}`)}">看现行版本</a></p>`}
      ${list && published(view, list)}${list && searchForm(frame, view)}
      ${view.rows.length > 0 ? table(frame, view) : empty(list ? '清单里没有找到。' : '这个站点还没有发布这份清单。', { href: href(frame, '/lists'), label: '看别的清单' })}
      ${pages(frame, view)}${view.rows.length > 0 && exportsOf(frame, view)}${history(frame, view)}`,
  })
}
