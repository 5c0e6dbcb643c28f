import { chineseDate } from '../../../kernel/date.ts'
import type { Field } from '../../../kernel/form.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, dataTable, printButton } from '../../../ui/page/parts.ts'
import { type Change, policyOf } from '../rules/change-kinds.ts'
import type { ItemStanding, VersionRow } from '../terms.ts'

/** Two versions side by side: what the later one changed. */
export type Compared = { readonly from: number; readonly to: number; readonly changes: readonly Change[] }

const choices = (versions: readonly VersionRow[]): Field[] => {
  const options = versions.map(({ version, publishedOn }) => ({
    value: String(version),
    label: `第 ${version} 版(${chineseDate(publishedOn)})`,
  }))
  return [
    { name: 'from', label: '从', kind: 'select', options },
    { name: 'to', label: '到', kind: 'select', options },
  ]
}

const chooser = (frame: Frame, code: string, versions: readonly VersionRow[], compared: Compared | undefined): Html | undefined =>
  versions.length < 2
    ? undefined
    : html`<form method="get" action="${href(frame, `/guide/${code}/versions`)}" class="noprint"><h2>比较两个版本</h2>
        ${formFields(choices(versions), { from: String(compared?.from ?? versions[1]?.version), to: String(compared?.to ?? versions[0]?.version) }, [])}
        <div class="acts">${button('看改了什么')}</div>
      </form>`

/** Differences as a list of sentences, each under the name of its kind; `also` says what it does to what is under way. */
export const changeList = (changes: readonly Change[], also?: (change: Change) => string | undefined): Html =>
  html`<ul class="rows">${changes.map((change) => {
    const words = also?.(change)
    return html`<li><b>${policyOf(change).name}</b><p>${change.says}</p>${words && html`<p class="mut">${words}</p>`}</li>`
  })}</ul>`

const differences = ({ from, to, changes }: Compared): Html => html`
  <h2>第 ${from} 版到第 ${to} 版改了什么</h2>
  ${changes.length === 0 ? html`<p>这两个版本没有不同。</p>` : html`<p>共 <span class="num">${changes.length}</span> 处。</p>${changeList(changes, (change) => standing[policyOf(change).case])}`}
  <div class="acts noprint">${printButton('打印')}</div>`

/** How a difference stands to a case that was submitted before it. */
const standing = {
  pinned: '已经提交的办件仍按提交时的版本',
  favours: '对已经提交的办件同样适用',
  newest: '以新的为准',
  none: undefined,
} as const

/** The history of a guide: every version that was ever published, and the differences of any two (R-048). */
export const versionsPage = (frame: Frame, item: ItemStanding, versions: readonly VersionRow[], compared?: Compared): Html =>
  layout(frame, {
    title: compared ? `${item.name}：第 ${compared.from} 版到第 ${compared.to} 版改了什么` : `${item.name}：历次版本`,
    crumbs: [{ name: '首页', href: '/' }, { name: item.name, href: `/guide/${item.code}` }, { name: '历次版本' }],
    main: html`<h1>历次版本</h1><p>${item.name}</p>
      ${compared && differences(compared)}
      ${compared && html`<h2>全部版本</h2>`}
      ${dataTable({
        caption: '历次版本',
        head: ['版本', '发布日期', '发布', '原因', '内容指纹', '改动'],
        rows: versions.map(({ version, publishedOn, publishedBy, reason, sha256 }) => [
          html`<a href="${href(frame, `/guide/${item.code}?version=${version}`)}">第 ${version} 版</a>`,
          chineseDate(publishedOn),
          publishedBy,
          reason,
          html`<span class="num">${sha256.slice(0, 12)}</span>`,
          version === 1
            ? '首次发布'
            : html`<a href="${href(frame, `/guide/${item.code}/versions?from=${version - 1}&to=${version}`)}">比第 ${version - 1} 版</a>`,
        ]),
      })}
      ${chooser(frame, item.code, versions, compared)}
      <p class="mut">办件按提交时的版本办理，以后的新版本不影响已经提交的办件；新版本少要的材料不再要，降低的收费按低的收。</p>`,
  })

const words = { published: '', suspended: '暂停办理', cancelled: '已取消' } as const

/** 410: since when and why an item is not handled, and what took its place. */
export const gonePage = (frame: Frame, item: ItemStanding): Html =>
  layout(frame, {
    title: `${item.name}${words[item.state]}`,
    crumbs: [{ name: '首页', href: '/' }, { name: '事项' }],
    main: html`<h1>${item.name}${words[item.state]}</h1>
      <p>自${item.on ? chineseDate(item.on) : '公布之日'}起，这个事项${item.state === 'suspended' ? '暂停办理' : '不再办理'}。原因：${item.reason ?? '未提供'}。</p>
      ${item.successor && html`<p>现在请办：<a href="${href(frame, `/guide/${item.successor}`)}">${item.successorName ?? item.successor}</a></p>`}
      <p>已经受理的办件继续办理，不受影响。</p>
      <div class="acts"><a class="btn" href="${href(frame, '/search')}">搜索其他事项</a><a href="${href(frame, `/guide/${item.code}/versions`)}">历次版本</a></div>`,
  })
