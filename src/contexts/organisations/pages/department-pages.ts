import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, empty, summaryList } from '../../../ui/page/parts.ts'
import type { DirectoryEntry, Unit } from '../terms.ts'

const home = { name: '首页', href: '/' }

const directory = (entries: readonly DirectoryEntry[], kind: DirectoryEntry['kind'], title: string): Html =>
  html`<h2>${title}</h2>${dataTable({
    caption: title,
    head: ['名称', '电话', '地址'],
    rows: entries
      .filter((entry) => entry.kind === kind)
      .map((entry) => [
        `${entry.name}${entry.details.badge ? `(${entry.details.badge})` : ''}`,
        entry.details.phones.join('、') || '未提供',
        entry.details.address,
      ]),
  })}`

/** 办事机构 of this site, and what other sites publish (R-012, R-013). */
export const departmentsPage = (frame: Frame, units: readonly Unit[], entries: readonly DirectoryEntry[]): Html =>
  layout(frame, {
    title: '办事机构',
    crumbs: [home],
    wide: true,
    main: html`<h1>办事机构</h1>
      ${
        units.length === 0
          ? empty('这个站点没有自己的部门。', { href: '/depts', label: '看市级部门' })
          : dataTable({
              caption: '办事机构',
              head: ['机构', '电话', '地址'],
              rows: units.map((unit) => [
                html`<a href="${href(frame, `/depts/${unit.uscc}`)}">${unit.name}</a>`,
                unit.details.phones?.join('、') ?? '未提供',
                unit.details.address ?? '未提供',
              ]),
            })
      }
      ${directory(entries, 'intermediary', '中介机构')}
      ${directory(entries, 'agency', '其他城市的办事机构(参考)')}`,
  })

export const departmentPage = (frame: Frame, unit: Unit): Html => {
  const { details } = unit
  return layout(frame, {
    title: unit.name,
    crumbs: [home, { name: '办事机构', href: '/depts' }],
    main: html`<h1>${unit.name}</h1>
      ${summaryList([
        { name: '电话', value: details.phones?.join('、') ?? '未提供' },
        { name: '传真', value: details.fax ?? '未提供' },
        { name: '地址', value: details.address ?? '未提供' },
        { name: '邮政编码', value: details.postcode ?? '未提供' },
        { name: '统一社会信用代码', value: `${unit.uscc}(示例数据)` },
        { name: '责任科室', value: details.offices?.map((office) => office.name).join('、') ?? '未提供' },
        { name: '首席代表', value: details.chiefRepresentative?.post ?? '未提供' },
      ])}
      <p class="mut">来源:${details.source ?? '示例数据'}</p>
      <div class="acts"><a class="btn alt" href="${href(frame, `/search?department=${encodeURIComponent(unit.name)}`)}">看这个部门的事项</a></div>`,
  })
}
