import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, summaryList } from '../../../ui/page/parts.ts'
import type { Hall } from '../terms.ts'

const home = { name: '首页', href: '/' }

export const hallsPage = (frame: Frame, halls: readonly Hall[]): Html =>
  layout(frame, {
    title: '政务服务大厅',
    crumbs: [home],
    main: html`<h1>政务服务大厅</h1>
      <ul class="rows">${halls.map(
        (hall) =>
          html`<li><h2><a href="${href(frame, `/halls/${hall.key}`)}">${hall.name}</a></h2><p>${hall.details.street}</p><p class="mut">${hall.details.hours}</p></li>`,
      )}</ul>`,
  })

const facts = ({ details }: Hall): { name: string; value: string }[] => [
  { name: '地址', value: details.street },
  { name: '时间', value: details.hours },
  ...(details.weekend ? [{ name: '延时服务', value: `${details.weekend.on} ${details.weekend.hours}，${details.weekend.how}` }] : []),
  { name: '咨询电话', value: details.phones.join('、') || '未提供' },
  { name: '监督电话', value: details.supervisePhones.join('、') },
  ...(details.sections ?? []).map((section) => ({ name: section.name, value: [section.duties, section.room].filter(Boolean).join(';') })),
]

const windows = (hall: Hall): Html | undefined =>
  hall.details.windows &&
  html`<h2>窗口</h2>${dataTable({
    caption: '窗口',
    head: ['窗口', '在哪里', '办什么'],
    rows: hall.details.windows.map((window) => [
      window.name,
      [window.where, window.number].filter(Boolean).join(' ') || '—',
      window.functions.join('、') || '—',
    ]),
  })}`

const selfService = (hall: Hall): Html | undefined =>
  hall.details.selfService &&
  html`<h2>${hall.details.selfService.name}</h2>${dataTable({
    caption: '自助设备',
    head: ['设备', '能办什么'],
    rows: hall.details.selfService.devices.map((device) => [device.name, device.functions.join('、') || '—']),
  })}`

/** One hall: where, when, windows, self-service, post (ui.md P12). */
export const hallPage = (frame: Frame, hall: Hall): Html => {
  const { post, areas, source } = hall.details
  return layout(frame, {
    title: hall.name,
    crumbs: [home, { name: '政务服务大厅', href: '/halls' }],
    wide: true,
    main: html`<h1>${hall.name}</h1>
      ${summaryList(facts(hall))}
      ${areas && html`<h2>功能区</h2><ul>${areas.map((area) => html`<li>${area.name}${area.where && `(${area.where})`}</li>`)}</ul>`}
      ${windows(hall)}
      ${selfService(hall)}
      ${
        post &&
        html`<h2>政务专递</h2>${summaryList([
          { name: '承运', value: `${post.courier}，${post.counter}` },
          { name: '费用', value: post.charge },
          { name: '寄材料', value: post.outgoing },
          { name: '寄结果', value: post.incoming },
          { name: '查询', value: post.phone },
        ])}`
      }
      <p class="mut">来源：${source}</p>`,
  })
}
