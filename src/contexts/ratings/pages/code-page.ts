import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary } from '../../../ui/page/parts.ts'
import { ratingFields } from '../rules.ts'

/** What stands on the receipt: it shows that it is the person's own matter. */
export const codeFields: readonly Field[] = [
  { name: 'no', label: '办件编号', kind: 'text', hint: '在回执或者受理通知书上' },
  { name: 'code', label: '查询码', kind: 'text', hint: '6 位字母和数字', max: 12 },
]

/** `/rate`: for who has no account, or stands at the window: number and 查询码 from the paper, then the five grades. */
export const codePage = (frame: Frame, { answers, errors }: { readonly answers: Answers; readonly errors: readonly FieldError[] }): Html =>
  layout(frame, {
    title: '评价这次服务',
    crumbs: [{ name: '首页', href: '/' }],
    errors: errors.length > 0,
    main: html`${errorSummary(errors)}<h1>您对这次服务满意吗？</h1>
      <p class="mut">评不评由您决定。每件事评价一次，提交后不能修改。公开的只有等级、原因和您写的话，没有姓名和办件编号。</p>
      <form method="post" action="${href(frame, '/rate')}" novalidate>${csrfField(frame)}
        ${formFields([...codeFields, ...ratingFields], answers, errors)}
        <div class="acts">${button('提交评价')}</div></form>`,
  })

/** After the rating was taken. */
export const thankPage = (frame: Frame): Html =>
  layout(frame, {
    title: '评价已提交',
    crumbs: [{ name: '首页', href: '/' }],
    main: html`<h1>评价已提交</h1><p>谢谢您的评价。</p>
      <div class="acts"><a class="btn alt" href="${href(frame, '/')}">回到首页</a></div>`,
  })
