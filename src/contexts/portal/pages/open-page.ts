import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, empty } from '../../../ui/page/parts.ts'
import type { TodayFigures } from '../../casework/index.ts'
import { todayList } from './home-page.ts'

/** How many items of a type are on the two lines; an item for both is in both counts and once in `total`. */
export type PowerLine = {
  readonly type: string
  readonly name: string
  readonly total: number
  readonly personal: number
  readonly business: number
}
export type OpenModel = { readonly powers: readonly PowerLine[]; readonly figures?: TodayFigures | undefined }

const count = (frame: Frame, line: 'personal' | 'business', type: string, n: number): Html =>
  n === 0 ? html`<span class="num">0</span>` : html`<a class="num" href="${href(frame, `/${line}?type=${type}`)}">${n}</a>`

const powers = (frame: Frame, lines: readonly PowerLine[]): Html =>
  lines.length === 0
    ? empty('这个站点还没有发布事项。', { href: href(frame, '/areas'), label: '看看别的站点' })
    : dataTable({
        caption: '权力清单：各类事项的数目',
        head: ['事项类型', '共', '个人可办', '法人可办'],
        rows: lines.map(({ type, name, total, personal, business }) => [
          name,
          html`<span class="num">${total}</span>`,
          count(frame, 'personal', type, personal),
          count(frame, 'business', type, business),
        ]),
      })

/** 阳光政务: 一网三清单 and the published results (R-003, R-004). */
export const openPage = (frame: Frame, model: OpenModel): Html =>
  layout(frame, {
    title: '阳光政务',
    description: `${frame.site.name}的权力清单、责任清单、负面清单和办件公告`,
    current: 'open',
    crumbs: [{ name: '首页', href: '/' }, { name: '阳光政务' }],
    wide: true,
    main: html`<h1>阳光政务</h1>
      ${model.figures && html`<h2>今天</h2>${todayList(model.figures)}`}
      <h2>审批办件公告</h2><p>谁申请了什么、决定是什么，决定作出后 7 个工作日内公开。<a href="${href(frame, '/open/notices')}">看办件公告</a></p>
      <h2 id="lists">清单</h2><p>目录清单、权力清单、责任清单、负面清单、证明事项、告知承诺、容缺受理、中介服务、收费、跨域通办、一窗受理，每一行都有依据和办事指南。<a href="${href(frame, '/lists')}">看全部清单</a></p>
      <h2 id="powers">权力清单</h2><p>${frame.site.name}正在办理的全部事项。点数目看每一项的依据、条件、材料、时限和收费。</p>${powers(frame, model.powers)}
      <h2 id="duties">部门责任清单</h2><p>每个部门负责哪些事项、在哪里、打哪个电话。<a href="${href(frame, '/depts')}">看部门</a></p>
      <h2 id="negative">负面清单</h2><p>市场准入负面清单由国家发展改革委、商务部统一制定，全国一张单。清单以外的行业、领域和业务，经营主体都可以依法平等进入；清单上的许可准入事项，在<a href="${href(frame, '/business?type=01')}">行政许可</a>里办。</p>
      <h2>开放数据</h2><p>全部事项和办事指南可以下载，变动可以订阅。<a href="${href(frame, '/open-data')}">看开放数据</a></p>`,
  })
