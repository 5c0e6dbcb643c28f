import { type Frame, href } from '../ui/page/frame.ts'
import { type Html, html } from '../ui/page/html.ts'
import { layout } from '../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, note } from '../ui/page/parts.ts'
import { type Message, type Party, parties, type SandboxEnterprise, type SandboxPerson, type State, states } from './store.ts'

export type SandboxModel = {
  readonly messages: readonly Message[]
  readonly conditions: readonly { readonly party: Party; readonly state: State }[]
  readonly persons: readonly SandboxPerson[]
  readonly enterprises: readonly SandboxEnterprise[]
  readonly guardianships: readonly { readonly child: string; readonly guardian: string }[]
}

const kinds: Readonly<Record<string, string>> = {
  enterprise: '企业',
  cooperative: '农专社',
  individualBusiness: '个体',
  institution: '事业单位',
  association: '社团、民非、基金会',
  stateOrgan: '政府机关',
}

const timeOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

const conditionForm = (frame: Frame, party: Party, state: State): Html => html`
<form method="post" action="${href(frame, '/sandbox/conditions')}">${csrfField(frame)}<input type="hidden" name="party" value="${party}">
<p>${parties[party]}：现在${states[state]}</p>
<div class="acts">${(Object.keys(states) as State[])
  .filter((other) => other !== state)
  .map((other) => button(`${parties[party]}改为${states[other]}`, { name: 'state', value: other, alt: true }))}</div></form>`

/** The outside world at a glance: messages on the phones, the people of the registries, a switch for each party. */
export const sandboxPage = (frame: Frame, { messages, conditions, persons, enterprises, guardianships }: SandboxModel): Html =>
  layout(frame, {
    title: '沙箱：平台以外的世界',
    wide: true,
    main: html`<h1>沙箱：平台以外的世界</h1>
${note('info', '这里扮演手机、人口库和法人库，只在演示和测试中开启。人和机构都是合成的。')}
<p><a href="${href(frame, '/sandbox/ca')}">申请、挂失数字证书</a></p>
<h2>手机收到的短信</h2>
${
  messages.length > 0
    ? dataTable({
        caption: '短信',
        head: ['手机', '时间', '方式', '内容'],
        rows: messages.map(({ phone, at, text, channel }) => [phone, timeOf(at), channel === 'voice' ? '语音电话' : '短信', text]),
      })
    : empty('还没有短信。')
}
<h2>让外部系统变慢或停用</h2>
${conditions.map(({ party, state }) => conditionForm(frame, party, state))}
<h2>人口库里的人</h2>
${dataTable({
  caption: '人口库',
  head: ['姓名', '身份证号', '性别', '民族'],
  rows: persons.map(({ name, idNumber, sex, ethnicity }) => [name, idNumber, sex, ethnicity]),
})}
<h2>人口库里的监护关系</h2>
${dataTable({ caption: '监护关系', head: ['孩子', '监护人'], rows: guardianships.map(({ child, guardian }) => [child, guardian]) })}
<h2>法人库里的机构</h2>
${dataTable({
  caption: '法人库',
  head: ['名称', '类型', '统一社会信用代码', '法定代表人'],
  rows: enterprises.map(({ name, kind, uscc, legalRepresentative }) => [name, kinds[kind] ?? kind, uscc, legalRepresentative.name]),
})}`,
  })
