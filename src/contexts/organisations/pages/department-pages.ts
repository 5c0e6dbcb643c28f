import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, empty, summaryList } from '../../../ui/page/parts.ts'
import type { DirectoryEntry, Unit } from '../terms.ts'
import { directoryTable, directoryTabs, phoneLinks } from './directory-pages.ts'

const home = { name: '首页', href: '/' }

/** 办事机构 of this site, and what other sites publish (R-012). */
export const departmentsPage = (frame: Frame, units: readonly Unit[], agencies: readonly DirectoryEntry[]): Html =>
  layout(frame, {
    title: '办事机构',
    crumbs: [home],
    wide: true,
    main: html`<h1>办事机构</h1>${directoryTabs(frame, '/depts')}
      ${
        units.length === 0
          ? empty('这个站点没有自己的部门。', { href: '/depts', label: '看市级部门' })
          : dataTable({
              caption: '办事机构',
              head: ['机构', '电话', '地址'],
              rows: units.map((unit) => [
                html`<a href="${href(frame, `/depts/${unit.uscc}`)}">${unit.name}</a>`,
                phoneLinks(unit.details.phones),
                unit.details.address ?? '未提供',
              ]),
            })
      }
      ${agencies.length > 0 && html`<h2>其他城市的办事机构(参考)</h2>${directoryTable(agencies, '其他城市的办事机构')}`}`,
  })

export const departmentPage = (frame: Frame, unit: Unit): Html => {
  const { details } = unit
  return layout(frame, {
    title: unit.name,
    crumbs: [home, { name: '办事机构', href: '/depts' }],
    main: html`<h1>${unit.name}</h1>
      ${summaryList([
        { name: '电话', value: phoneLinks(details.phones) },
        { name: '传真', value: details.fax ?? '未提供' },
        { name: '地址', value: details.address ?? '未提供' },
        { name: '邮政编码', value: details.postcode ?? '未提供' },
        { name: '统一社会信用代码', value: `${unit.uscc}(示例数据)` },
        { name: '责任科室', value: details.offices?.map((office) => office.name).join('、') ?? '未提供' },
        { name: '首席代表', value: details.chiefRepresentative?.post ?? '未提供' },
      ])}
      <p class="mut">来源：${details.source ?? '示例数据'}</p>
      <div class="acts"><a class="btn alt" href="${href(frame, `/search?department=${encodeURIComponent(unit.name)}`)}">看这个部门的事项</a></div>`,
  })
}
