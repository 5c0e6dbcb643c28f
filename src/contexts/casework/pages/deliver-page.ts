import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary } from '../../../ui/page/parts.ts'
import type { Guide } from '../../catalogue/index.ts'
import type { Delivery } from '../terms.ts'
import { taskChanges } from './change-note.ts'
import { type DraftView, whyReopened } from './draft-view.ts'

/** 送达方式 in the citizen's words. */
export const deliveryWays = {
  window: '到窗口领取',
  post: '免费邮寄(EMS，费用由政府付)',
  electronic: '电子送达(在“我的”里查看、下载)',
} as const

/** The questions of delivery: the way, and for the post who and where (R-163). */
export const deliveryFields = (guide: Guide): Field[] => {
  const ways = guide.deliveries.length > 0 ? guide.deliveries : (['window'] as const)
  const when = { field: 'way', is: ['post'] }
  return [
    { name: 'way', label: '结果怎样给您', kind: 'radios', options: ways.map((way) => ({ value: way, label: deliveryWays[way] })) },
    { name: 'recipient', label: '收件人姓名', kind: 'text', when },
    { name: 'phone', label: '收件人手机号码', kind: 'phone', when },
    { name: 'address', label: '收件地址', kind: 'address', hint: '写到门牌号', when },
  ]
}

export const deliveryAnswers = (delivery: Delivery | undefined, applicant: { readonly name: string; readonly phone: string }): Answers => ({
  way: delivery?.way ?? '',
  recipient: delivery?.recipient ?? applicant.name,
  phone: delivery?.phone ?? applicant.phone,
  address: delivery?.address ?? '',
})

export const deliveryOf = (answers: Answers): Delivery => {
  const way = answers.way as Delivery['way']
  if (way !== 'post') return { way }
  return { way, recipient: String(answers.recipient), phone: String(answers.phone), address: String(answers.address) }
}

export const deliverPage = (
  frame: Frame,
  model: { readonly draft: DraftView; readonly answers: Answers; readonly errors: readonly FieldError[] },
): Html =>
  layout(frame, {
    title: '结果送达方式',
    service: model.draft.guide.name,
    errors: model.errors.length > 0,
    main: html`${backLink(frame, `/apply/${model.draft.id}`, '返回任务单')}
      ${errorSummary(model.errors)}
      <h1>结果怎样给您？</h1>
      ${taskChanges(whyReopened(model.draft, 'deliver'))}
      <form method="post" action="${href(frame, `/apply/${model.draft.id}/deliver`)}" novalidate>
        ${csrfField(frame)}${formFields(deliveryFields(model.draft.guide), model.answers, model.errors)}
        <div class="acts">${button('保存并继续')}</div>
      </form>`,
  })
