import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { tag } from '../../../ui/page/parts.ts'
import { factsOf } from '../rules/texts.ts'
import type { ItemHit } from '../terms.ts'

/** The link to a guide: on this site for its own items, on the site of the place that handles it otherwise. */
export const guideLink = (frame: Frame, hit: Pick<ItemHit, 'code' | 'division'>, hasSite = true): string => {
  const own = hit.division.startsWith(frame.site.code) && hit.division === frame.site.code.padEnd(12, '0')
  const area = hit.division.slice(0, hit.division.slice(6, 9) === '000' ? 6 : 9)
  return own || !hasSite ? href(frame, `/guide/${hit.code}`) : `/${area}/guide/${hit.code}`
}

/** The name with what was searched for marked; one element, so that a link laid out as a box does not break it apart. */
export const nameOf = ({ name, highlight }: Pick<ItemHit, 'name' | 'highlight'>): Html =>
  html`<span>${highlight?.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text)) ?? name}</span>`

/** 第 1 件: the place in the order of a matter of life. */
export const stepTag = ({ step }: Pick<ItemHit, 'step'>): Html | false => step !== undefined && html`${tag('plain', `第 ${step} 件`)} `

const row = (frame: Frame, hit: ItemHit, hasSite: HasSite): Html => {
  const facts = [hit.department, factsOf(hit)].filter(Boolean).join(' · ')
  return html`<li><h2>${stepTag(hit)}<a href="${guideLink(frame, hit, hasSite(hit.division))}">${nameOf(hit)}</a></h2><p class="mut">${facts}${hit.applicable && html` ${tag('ok', '可网办')}`}</p></li>`
}

/** Whether a division has a site here; items of others are shown on this one. */
export type HasSite = (division: string) => boolean
const always: HasSite = () => true

/** 事项 as rows: name, department, 到现场次数, 承诺时限, 可网办; the place in the order of a matter of life before the name. */
export const itemRows = (frame: Frame, hits: readonly ItemHit[], hasSite: HasSite = always): Html =>
  html`<ul class="rows">${hits.map((hit) => row(frame, hit, hasSite))}</ul>`

/** 当前为市级事项,更多事项[请选择] (R-009). */
export const levelNotice = (frame: Frame, level: string): Html =>
  html`<p class="mut">当前为${level}事项，更多事项<a href="${href(frame, '/areas')}">请选择</a></p>`
