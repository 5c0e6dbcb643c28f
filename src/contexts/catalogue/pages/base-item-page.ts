import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, summaryList, tag } from '../../../ui/page/parts.ts'
import type { Carried } from '../rules/directory.ts'
import type { Difference } from '../rules/unity.ts'
import { itemTypes, useLevels } from '../terms/code-lists.ts'
import type { BaseItem } from '../terms/directory.ts'
import { guideLink } from './item-rows.ts'

export type BaseItemView = {
  readonly code: string
  readonly base: BaseItem | undefined
  readonly carried: readonly Carried[]
  /** Names of the divisions, by their codes. */
  readonly places: ReadonlyMap<string, string>
}

const differences = (all: readonly Difference[], same: string): Html =>
  all.length === 0
    ? html`${tag('ok', same)}`
    : html`${all.map(({ element, expected, found }) => html`<p><b>${element}</b>不同：应为“${expected}”，现为“${found}”</p>`)}`

const states = { published: undefined, suspended: tag('warn', '暂停办理'), cancelled: tag('err', '已取消') } as const

const rowOf = (frame: Frame, places: BaseItemView['places'], base: BaseItem | undefined, one: Carried): (Html | string)[] => [
  html`<a href="${guideLink(frame, one)}">${places.get(one.division) ?? one.division}</a> ${states[one.state]}`,
  html`${one.department}<br><span class="num mut">${one.code}</span>`,
  base ? differences(one.fromBase, '一致') : '自治区目录没有这一项',
  one.fromCity.length === 0 && one.code.slice(18, 19) === '3' ? '以市级为准' : differences(one.fromCity, '五个统一'),
  one.matters.length === 0
    ? '不分'
    : html`${one.matters.map((matter) => html`<p><a href="${guideLink(frame, { ...matter, division: one.division })}">${matter.name}</a></p>`)}`,
]

const basisText = (base: BaseItem): Html =>
  html`${base.basis.map(({ title, article }) => html`<p>《${title.replace(/^《|》$/g, '')}》${article}</p>`)}`

const facts = (base: BaseItem): Html =>
  summaryList([
    { name: '基本编码', value: html`<span class="num">${base.code}</span>` },
    { name: '事项类型', value: itemTypes[base.type] },
    { name: '设定依据', value: basisText(base) },
    { name: '行使层级', value: base.levels.map((level) => useLevels[level]).join('、') || '未提供' },
    { name: '目录来源', value: base.source },
  ])

/** One entry of the 基本目录 and everybody who carries it out: what must be the same and is not is named (R-021, R-065). */
export const baseItemPage = (frame: Frame, { code, base, carried, places }: BaseItemView): Html => {
  const name = base?.name ?? carried[0]?.matters[0]?.name ?? code
  return layout(frame, {
    title: name,
    description: `${name}：基本目录、各级实施清单和业务办理项`,
    crumbs: [
      { name: '首页', href: '/' },
      { name: '清单', href: '/lists' },
      { name: '政务服务事项目录清单', href: '/lists/catalogue' },
    ],
    wide: true,
    main: html`<h1>${name}</h1>
      ${base?.sample && html`<p>${tag('plain', '示例数据')}</p>`}
      ${base ? facts(base) : html`<p class="mut">自治区的基本目录里没有基本编码 ${code}，下面的事项由本地编制。</p>`}
      <h2>各级实施清单</h2><p>共 <b class="num">${carried.length}</b> 个实施主体。名称、编码、依据、类型以自治区目录为准；名称、材料、流程、时限、收费标准以市级为准。</p>
      ${dataTable({
        caption: '各级实施清单',
        head: ['地区', '实施主体和编码', '与自治区目录', '与市级事项', '业务办理项'],
        rows: carried.map((one) => rowOf(frame, places, base, one)),
      })}
      <p class="noprint"><a href="${href(frame, '/lists/catalogue')}">回到目录清单</a></p>`,
  })
}
