import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { fileField, formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, errorSummary, note } from '../../../ui/page/parts.ts'
import type { Guide } from '../../catalogue/index.ts'

/** For whom somebody applies by 授权书. */
export const principalFields: readonly Field[] = [
  { name: 'name', label: '申请人姓名', kind: 'text', hint: '与申请人身份证上的姓名一致', min: 2, max: 50 },
  { name: 'idNumber', label: '申请人身份证号', kind: 'idNumber', hint: '18 位，最后一位可能是 X' },
  { name: 'phone', label: '申请人手机号码', kind: 'phone', hint: '办理进度会发到这个号码' },
]

export type MandateModel = {
  readonly guide: Pick<Guide, 'code' | 'name'>
  readonly agent: string
  readonly answers: Answers
  readonly errors: readonly FieldError[]
  /** The 授权书 that was uploaded before something else was found wrong; signed, so that it need not be chosen again. */
  readonly kept?: { readonly name: string; readonly token: string } | undefined
}

/** 为他人代办: whose matter it is, and the 授权书 by which one acts for him (行政许可法 §29). */
export const mandatePage = (frame: Frame, { guide, agent, answers, errors, kept }: MandateModel): Html =>
  layout(frame, {
    title: '为他人代办',
    service: guide.name,
    errors: errors.length > 0,
    main: html`${backLink(frame, `/apply/start/${guide.code}`, '返回')}
      ${errorSummary(errors)}
      <h1>为他人代办</h1>
      <p>${guide.name}，申请人是别人，由您(<b>${agent}</b>)代办。</p>
      ${note('info', html`<p>授权书要写明申请人、代办人、代办的事项和期限，由申请人签名。它随申请一起归档。</p>`)}
      <form method="post" enctype="multipart/form-data" novalidate action="${href(frame, `/apply/mandate/${guide.code}`)}?_csrf=${encodeURIComponent(frame.csrf())}">
        ${kept && html`<input type="hidden" name="kept" value="${kept.token}">`}
        ${formFields(principalFields, answers, errors)}
        ${fileField({
          name: 'file',
          label: kept ? `授权书(已上传：${kept.name}，不用再选)` : '授权书',
          multiple: false,
          error: errors.find(({ field }) => field === 'file')?.message,
        })}
        <div class="acts">${button('核验并开始')}</div>
      </form>`,
  })
