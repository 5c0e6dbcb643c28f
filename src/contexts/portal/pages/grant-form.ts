import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary, note } from '../../../ui/page/parts.ts'
import { type GrantAct, grantActs } from '../../identity/index.ts'

const choices = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }))

const personFields: readonly Field[] = [
  { name: 'name', label: '对方姓名', kind: 'text', hint: '与身份证上的姓名一致', min: 2, max: 50 },
  { name: 'idNumber', label: '对方身份证号', kind: 'idNumber', hint: '对方要先在本平台实名' },
]
const relation: Field = {
  name: 'relation',
  label: '对方是您的什么人',
  kind: 'radios',
  options: choices({ family: '家人或朋友', grid: '网格员、帮办员' }),
}
const boundFields = (acts: readonly GrantAct[]): readonly Field[] => [
  { name: 'acts', label: '可以替您做什么', kind: 'checkboxes', options: acts.map((value) => ({ value, label: grantActs[value] })) },
  { name: 'reach', label: '可以办哪些事项', kind: 'radios', options: choices({ all: '全部事项', some: '只办下面写出的' }) },
  {
    name: 'matters',
    label: '事项或部门',
    kind: 'textarea',
    hint: '一行一个：事项名称、实施编码，或者部门名称',
    when: { field: 'reach', is: ['some'] },
  },
  { name: 'since', label: '从哪一天开始', kind: 'date' },
  { name: 'until', label: '到哪一天为止', kind: 'date', hint: '最长一年，到期可以再授权' },
]

/** The questions of a new grant; `acts` are those the granter may give away. */
export const grantFields = (of: 'organisation' | 'person', acts: readonly GrantAct[]): readonly Field[] => [
  ...personFields,
  ...(of === 'person' ? [relation] : []),
  ...boundFields(acts),
]

export type GrantFormModel = {
  readonly of: 'organisation' | 'person'
  readonly principal: string
  readonly acts: readonly GrantAct[]
  readonly action: string
  readonly back: string
  readonly answers: Answers
  readonly errors: readonly FieldError[]
}

/** 授权 to another: who, what, which matters, from when until when (S-050, S-051; 民法典 §165). */
export const grantForm = (frame: Frame, model: GrantFormModel): Html =>
  layout(frame, {
    title: model.of === 'organisation' ? '新增经办人授权' : '请人代办',
    errors: model.errors.length > 0,
    main: html`${backLink(frame, model.back, '返回')}
${errorSummary(model.errors)}
<h1>${model.of === 'organisation' ? '新增经办人授权' : '请人代办'}</h1>
<p>${model.of === 'organisation' ? html`授权人：<b>${model.principal}</b>。` : ''}对方接受以后才生效，您随时可以撤销。</p>
${note('info', model.of === 'organisation' ? '法定代表人变更后，授权自动冻结，由新的法定代表人重新授权。' : '对方填表时会看到您的姓名、身份证号和手机号码。对方替您做的每一件事，您都能看到。')}
<form method="post" action="${href(frame, model.action)}" novalidate>${csrfField(frame)}
${formFields(grantFields(model.of, model.acts), model.answers, model.errors)}
<div class="acts">${button('发出授权')}</div></form>`,
  })
