import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, empty, tag } from '../../../ui/page/parts.ts'
import type { DirectoryEntry } from '../terms.ts'

const home = { name: '首页', href: '/' }
const notGiven = '未提供'

/** Telephones as links that call; a note stands where the source gives one that is not repeated here. */
export const phoneLinks = (phones: readonly string[] | undefined, note?: string): Html =>
  phones && phones.length > 0
    ? html`${phones.map((phone, i) => html`${i > 0 && '、'}<a href="tel:${phone}">${phone}</a>`)}`
    : html`${notGiven}${note && html` <span class="mut">(${note})</span>`}`

const addressOf = ({ address, postcode, fax }: DirectoryEntry['details']): string =>
  [address, postcode && `邮政编码 ${postcode}`, fax && `传真 ${fax}`].filter(Boolean).join(' · ')

/** Rows of one kind of a directory: name with its badge, telephones, address, source. */
export const directoryTable = (entries: readonly DirectoryEntry[], caption: string): Html =>
  dataTable({
    caption,
    head: ['名称', '电话', '地址', '出处'],
    rows: entries.map(({ name, details }) => [
      html`${name}${details.badge && html` ${tag('plain', details.badge)}`}`,
      phoneLinks(details.phones, details.phoneNote),
      addressOf(details),
      details.source,
    ]),
  })

/** 办事机构, 中介机构, 专业顾问 beside one another (R-011). */
export const directoryTabs = (frame: Frame, current: '/depts' | '/intermediaries' | '/advisers'): Html => {
  const tabs = [
    ['/depts', '办事机构'],
    ['/intermediaries', '中介机构'],
    ['/advisers', '专业顾问'],
  ] as const
  return html`<nav aria-label="名录"><ul class="hot">${tabs.map(
    ([path, name]) => html`<li><a href="${href(frame, path)}"${path === current && html` aria-current="page"`}>${name}</a></li>`,
  )}</ul></nav>`
}

/** 中介机构 with the badge and the telephone their source gives (R-013). */
export const intermediariesPage = (frame: Frame, entries: readonly DirectoryEntry[]): Html =>
  layout(frame, {
    title: '中介机构',
    crumbs: [home, { name: '中介机构' }],
    wide: true,
    main: html`<h1>中介机构</h1>${directoryTabs(frame, '/intermediaries')}
      <p>列在这里不是推荐，办事也不以找中介为条件。哪些事项法定要有中介服务，见事项的办事指南。</p>
      ${entries.length === 0 ? empty('还没有收录中介机构。', { href: href(frame, '/depts'), label: '看办事机构' }) : directoryTable(entries, '中介机构')}`,
  })

const advisersTable = (entries: readonly DirectoryEntry[]): Html =>
  dataTable({
    caption: '专业顾问',
    head: ['名称', '熟悉的事情', '电话', '在哪里问', '出处'],
    rows: entries.map(({ name, details }) => [
      html`${name}${details.badge && html` ${tag('plain', details.badge)}`}`,
      details.field ?? notGiven,
      phoneLinks(details.phones, details.phoneNote),
      addressOf(details),
      details.source,
    ]),
  })

/** 专业顾问 as they are published (R-011); where there are none the page says what to do instead. */
export const advisersPage = (frame: Frame, entries: readonly DirectoryEntry[]): Html =>
  layout(frame, {
    title: '专业顾问',
    crumbs: [home, { name: '专业顾问' }],
    wide: true,
    main: html`<h1>专业顾问</h1>${directoryTabs(frame, '/advisers')}
      <p>列在这里不是推荐，办事也不以找顾问为条件；在大厅问怎么办不收费。</p>
      ${entries.length === 0 ? empty('还没有公布专业顾问名录。', { href: href(frame, '/depts'), label: '找办事机构' }) : advisersTable(entries)}
      <p>要问怎么办一件事，可以打 <a href="tel:12345">12345</a>;要法律帮助，可以<a href="${href(frame, `/search?q=${encodeURIComponent('法律援助')}`)}">申请法律援助</a>。</p>`,
  })
