import { chineseDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable } from '../../../ui/page/parts.ts'
import type { ItemStanding, VersionRow } from '../terms.ts'

/** The history of a guide: every version that was ever published. */
export const versionsPage = (frame: Frame, item: ItemStanding, versions: readonly VersionRow[]): Html =>
  layout(frame, {
    title: `${item.name}:历次版本`,
    crumbs: [{ name: '首页', href: '/' }, { name: item.name, href: `/guide/${item.code}` }, { name: '历次版本' }],
    main: html`<h1>历次版本</h1><p>${item.name}</p>
      ${dataTable({
        caption: '历次版本',
        head: ['版本', '发布日期', '发布', '原因', '内容指纹'],
        rows: versions.map(({ version, publishedOn, publishedBy, reason, sha256 }) => [
          html`<a href="${href(frame, `/guide/${item.code}?version=${version}`)}">第 ${version} 版</a>`,
          chineseDate(publishedOn),
          publishedBy,
          reason,
          html`<span class="num">${sha256.slice(0, 12)}</span>`,
        ]),
      })}
      <p class="mut">办件按提交时的版本办理,以后的新版本不影响已经提交的办件。</p>`,
  })

const words = { published: '', suspended: '暂停办理', cancelled: '已取消' } as const

/** 410: since when and why an item is not handled, and what took its place. */
export const gonePage = (frame: Frame, item: ItemStanding): Html =>
  layout(frame, {
    title: `${item.name}${words[item.state]}`,
    crumbs: [{ name: '首页', href: '/' }, { name: '事项' }],
    main: html`<h1>${item.name}${words[item.state]}</h1>
      <p>自${item.on ? chineseDate(item.on) : '公布之日'}起,这个事项${item.state === 'suspended' ? '暂停办理' : '不再办理'}。原因:${item.reason ?? '未提供'}。</p>
      ${item.successor && html`<p>现在请办:<a href="${href(frame, `/guide/${item.successor}`)}">${item.successorName ?? item.successor}</a></p>`}
      <p>已经受理的办件继续办理,不受影响。</p>
      <div class="acts"><a class="btn" href="${href(frame, '/search')}">搜索其他事项</a><a href="${href(frame, `/guide/${item.code}/versions`)}">历次版本</a></div>`,
  })
