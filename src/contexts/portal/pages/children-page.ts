import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, empty, errorSummary, note } from '../../../ui/page/parts.ts'
import { type GrantLine, grantList } from './grants-pages.ts'

/** What is asked of a child, and the guardian's own consent (个人信息保护法 §31). */
export const childFields: readonly Field[] = [
  { name: 'name', label: '孩子姓名', kind: 'text', hint: '与户口簿或身份证上的姓名一致', min: 2, max: 50 },
  { name: 'idNumber', label: '孩子身份证号', kind: 'idNumber', hint: '在户口簿上，18 位' },
  {
    name: 'consent',
    label: '监护人同意',
    kind: 'checkboxes',
    options: [{ value: 'yes', label: '我是孩子的监护人，同意平台为替孩子办事保存孩子的姓名和身份证号，并向人口信息库核对监护关系' }],
  },
]

export type ChildrenModel = { readonly children: readonly GrantLine[]; readonly answers: Answers; readonly errors: readonly FieldError[] }
/** The children for whom a person acts as 监护人, and the form that adds one (民法典 §§23, 27). */
export const childrenPage = (frame: Frame, { children, answers, errors }: ChildrenModel): Html =>
  layout(frame, {
    title: '我的孩子',
    errors: errors.length > 0,
    main: html`${backLink(frame, '/my/family', '返回家人和代办')}
${errorSummary(errors)}
<h1>我的孩子</h1>
${children.length > 0 ? grantList(frame, children, 'helper') : empty('还没有添加孩子。')}
<h2>添加孩子</h2>
${note('info', '孩子不用注册帐号。添加以后，办理时在“为谁办理”里选孩子。孩子年满十八周岁当天自动结束。')}
<form method="post" action="${href(frame, '/my/family/children')}" novalidate>${csrfField(frame)}
${formFields(childFields, answers, errors)}
<div class="acts">${button('核对并添加')}</div></form>`,
  })
