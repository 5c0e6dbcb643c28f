import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { empty, tag } from '../../../ui/page/parts.ts'
import { sourcesOf } from '../rules/convenience.ts'
import { levelOfSite } from '../rules/texts.ts'
import type { ConvenienceCategory, ConvenienceEntry, ConvenienceTheme } from '../terms/convenience.ts'

const home = { name: '首页', href: '/' }
const services = { name: '便民服务', href: '/services' }

const offered = (frame: Frame, themes: readonly ConvenienceTheme[]): Html => {
  const sum = (of: (theme: ConvenienceTheme) => number): number => themes.reduce((total, theme) => total + of(theme), 0)
  return html`<p>${frame.site.name}站点汇集了上级和本级的便民服务：${themes.length} 个主题、${sum(({ categories }) => categories)} 类、${sum(({ entries }) => entries)} 项。便民服务多在旗区办理，<a href="${href(frame, '/areas')}">切换到您所在的旗区</a>看得更全。</p>`
}

/** P07 便民服务: the themes of a site, with what the places above it offer (R-010). */
export const servicesPage = (frame: Frame, themes: readonly ConvenienceTheme[]): Html =>
  layout(frame, {
    title: '便民服务',
    description: `${frame.site.name}的便民服务：教育、医疗、社保、住房、交通和别的生活服务`,
    crumbs: [home, { name: '便民服务' }],
    wide: true,
    main: html`<h1>便民服务</h1>${
      themes.length === 0
        ? empty('还没有便民服务。', { href: href(frame, '/personal'), label: '看个人办事' })
        : html`${offered(frame, themes)}<ul class="rows">${themes.map(
            ({ no, name, categories, entries }) =>
              html`<li><h2><a href="${href(frame, `/services/${no}`)}">${name}</a></h2><p class="mut">${categories} 类 · ${entries} 项</p></li>`,
          )}</ul>`
    }`,
  })

const levelOf = (division: string): string => {
  const level = levelOfSite(division.slice(0, division.slice(6, 9) === '000' ? 6 : 9))
  return level === '自治区级' ? '自治区' : level
}

const title = (frame: Frame, { name, details: { path, find } }: ConvenienceEntry): Html => {
  const to = path ?? (find && `/search?q=${encodeURIComponent(find)}`)
  return to ? html`<a href="${href(frame, to)}">${name}</a>` : html`<b>${name}</b>`
}

const entry = (frame: Frame, one: ConvenienceEntry): Html => {
  const { phones = [], address, office, sample } = one.details
  const facts = [office && `由${office}提供`, address].filter(Boolean).join(' · ')
  return html`<li>${title(frame, one)} ${tag('plain', levelOf(one.division))}${sample && html` ${tag('plain', '示例数据')}`}
    ${(facts !== '' || phones.length > 0) && html`<p class="mut">${facts}${phones.map((phone) => html` <a href="tel:${phone}">${phone}</a>`)}</p>`}</li>`
}

const category = (frame: Frame, { name, entries }: ConvenienceCategory, i: number): Html =>
  html`<section aria-labelledby="c${i}"><h2 id="c${i}">${name}</h2><ul class="rows">${entries.map((one) => entry(frame, one))}</ul></section>`

const jumps = (categories: readonly ConvenienceCategory[]): Html =>
  html`<nav aria-label="类别"><ul class="hot">${categories.map(({ name }, i) => html`<li><a href="#c${i}">${name}</a></li>`)}</ul></nav>`

/** The 便民服务 of one theme by category, nearest first, with their sources. */
export const themePage = (frame: Frame, theme: ConvenienceTheme, categories: readonly ConvenienceCategory[]): Html => {
  const sources = sourcesOf(categories.flatMap(({ entries }) => entries))
  return layout(frame, {
    title: `${theme.name}-便民服务`,
    crumbs: [home, services, { name: theme.name }],
    main: html`<h1>${theme.name}</h1><p>${frame.site.name}站点：${theme.categories} 类、${theme.entries} 项。</p>
      ${jumps(categories)}${categories.map((one, i) => category(frame, one, i))}
      ${sources.length > 0 && html`<h2>出处</h2><ul>${sources.map((source) => html`<li class="mut">${source}</li>`)}</ul>`}`,
  })
}
