import type { Frame } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable } from '../../../ui/page/parts.ts'
import { guideFields, itemFields, type OpenField, openLicence, sampleNotice } from '../rules/open-data.ts'

type Described = Pick<OpenField<never>, 'key' | 'name' | 'about'>

const fields = (caption: string, list: readonly Described[]): Html =>
  html`<details><summary>${caption}(${list.length} 项)</summary>${dataTable({
    caption,
    head: ['名称', 'JSON 里的键', '说明'],
    rows: list.map(({ name, key, about }) => [name, key, about]),
  })}</details>`

const files = (frame: Frame, what: string): Html => {
  const own = `?site=${frame.site.code}`
  return html`<ul><li><a href="/open-data/${what}.json${own}">${frame.site.name},JSON</a></li><li><a href="/open-data/${what}.csv${own}">${frame.site.name},CSV</a></li>
    <li><a href="/open-data/${what}.json">全部站点，JSON</a></li><li><a href="/open-data/${what}.csv">全部站点，CSV</a></li></ul>`
}

/** 开放数据: what may be taken, in which form, and how to follow what changes. */
export const openDataPage = (frame: Frame): Html =>
  layout(frame, {
    title: '开放数据',
    description: `${frame.site.name}的政务服务事项和办事指南数据，可以下载和订阅变动`,
    crumbs: [{ name: '首页', href: '/' }, { name: '阳光政务', href: '/open' }, { name: '开放数据' }],
    main: html`<h1>开放数据</h1>
      <p>已经发布的事项和办事指南可以整份下载，不用登录。窗口、网站和别的平台用的是同一份数据。</p>
      <h2>许可</h2><p>${openLicence}</p><p>${sampleNotice}</p>
      <h2>事项</h2><p>一行一个事项：编码、名称、类型、机构、时限。</p>${files(frame, 'items')}${fields('事项的字段', itemFields)}
      <h2>办事指南</h2><p>一行一份指南。CSV 是主要内容，JSON 是指南的全部要素。</p>${files(frame, 'guides')}${fields('办事指南的字段', guideFields)}
      <h2>订阅变动</h2>
      <p>先下载 JSON，记下里面的 <code>change</code>;以后每次从这个数往后取，不会漏，也不会重复：</p>
      <p><code>/api/v1/items/changes?after=</code><i>上次的 next</i></p>
      <p>每条变动有种类(published 发布、revised 新版本、suspended 暂停、cancelled 取消、resumed 恢复)、编码、版本、时间和原因。版本的地址永远不变，可以一直留着。</p>
      <p><a href="/api/v1/items/changes">从头看变动</a> · <a href="/openapi.json">全部接口的说明</a></p>`,
  })
