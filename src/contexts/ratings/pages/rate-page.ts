import { chineseDate } from '../../../kernel/date.ts'
import type { Answers } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { type Crumb, layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, note, summaryList } from '../../../ui/page/parts.ts'
import { ratingFields } from '../rules.ts'
import { badReasons, grades, type Rating } from '../terms.ts'

export type RateModel = {
  readonly no: string
  readonly itemName: string
  readonly department: string
  readonly answers: Answers
  readonly errors: readonly FieldError[]
}

const crumbs = ({ no, itemName }: Pick<RateModel, 'no' | 'itemName'>): Crumb[] => [
  { name: '我的', href: '/my' },
  { name: '我的办件', href: '/my/cases' },
  { name: itemName, href: `/my/cases/${no}` },
]

/** Five grades as words, none chosen beforehand; the reasons stand there without script (ui.md §2.4 step 16, U-018). */
export const ratePage = (frame: Frame, model: RateModel): Html =>
  layout(frame, {
    title: '评价这次服务',
    crumbs: crumbs(model),
    errors: model.errors.length > 0,
    main: html`${errorSummary(model.errors)}<h1>您对这次服务满意吗？</h1>
      <p>${model.itemName} <span class="mut">${model.department}</span></p>
      <p class="mut">评不评由您决定。每件事评价一次，提交后不能修改。公开的只有等级、原因和您写的话，没有姓名和办件编号。</p>
      <form method="post" action="${href(frame, `/my/cases/${model.no}/rate`)}" novalidate>${csrfField(frame)}
        ${formFields(ratingFields, model.answers, model.errors)}
        <div class="acts">${button('提交评价')}<a href="${href(frame, `/my/cases/${model.no}`)}">不评价，回到办件</a></div></form>`,
  })

/** What was given, after the fact: it cannot be changed. */
export const ratedPage = (frame: Frame, model: Pick<RateModel, 'no' | 'itemName'> & { readonly rating: Rating }): Html => {
  const { grade, reasons, words, ratedOn } = model.rating
  return layout(frame, {
    title: '您已经评价过了',
    crumbs: crumbs(model),
    main: html`<h1>您已经评价过了</h1>${note('info', '该办件已评价，无需重复评价')}
      ${summaryList([
        { name: '事项', value: model.itemName },
        { name: '您的评价', value: grades[grade] },
        ...(reasons.length > 0 ? [{ name: '哪里不满意', value: reasons.map((reason) => badReasons[reason]).join('、') }] : []),
        ...(words ? [{ name: '您写的话', value: words }] : []),
        { name: '评价日期', value: chineseDate(ratedOn) },
      ])}
      <div class="acts"><a class="btn alt" href="${href(frame, `/my/cases/${model.no}`)}">回到办件</a></div>`,
  })
}
