import { plainField } from '../../../ui/forms/fields.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, empty } from '../../../ui/page/parts.ts'
import type { PortalSite } from '../terms.ts'

export type AreasModel = {
  /** The installation's city: its site has no prefix. */
  readonly city: PortalSite
  readonly banners: readonly { readonly site: PortalSite; readonly towns: readonly PortalSite[] }[]
  readonly search?: { readonly words: string; readonly found: readonly PortalSite[] }
}

const pathTo = (site: PortalSite, city: PortalSite): string => (site.code === city.code ? '/' : `/${site.short}/`)

const results = (model: AreasModel): Html | undefined =>
  model.search &&
  html`<h2>名称含“${model.search.words}”的站点</h2>
  ${
    model.search.found.length === 0
      ? empty('没有找到。请换一个地名，或者在下面按旗区选择。')
      : html`<ul class="rows">${model.search.found.map((site) => html`<li><a href="${pathTo(site, model.city)}">${site.path.map((division) => division.name).join(' › ')}</a></li>`)}</ul>`
  }`

/** 选择您所在的地方 (R-008, R-011): the city, its 旗区 and their 苏木乡镇, each a site of its own. */
export const areasPage = (frame: Frame, model: AreasModel): Html =>
  layout(frame, {
    title: '选择站点',
    crumbs: [{ name: '首页', href: '/' }],
    main: html`<h1>选择您所在的地方</h1>
      <p>市级站点列市级事项，旗区站点列旗区事项，苏木乡镇站点列乡镇事项。</p>
      <form method="get" action="/areas" role="search">${plainField({ name: 'q', label: '按名称找', type: 'search', value: model.search?.words ?? '', hint: '例如：达拉特、阿勒腾席热' })}${button('查找')}</form>
      ${results(model)}
      <h2>市级</h2><ul class="cat"><li><a href="/"><b>${model.city.name}</b></a></li></ul>
      <h2>旗区和苏木乡镇</h2>
      ${model.banners.map(
        ({ site, towns }) =>
          html`<section><h3><a href="/${site.short}/">${site.name}</a></h3><ul class="hot">${towns.map((town) => html`<li><a href="/${town.short}/">${town.name}</a></li>`)}</ul></section>`,
      )}`,
  })
