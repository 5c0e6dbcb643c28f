import { maskPhone } from '../../../kernel/text.ts'
import { plainField } from '../../../ui/forms/fields.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { errorSummary } from '../../../ui/page/parts.ts'
import { type Errors, messageFor } from './controls.ts'
import { type CodeModel, codeForm, type PhoneModel, phoneForm } from './phone-page.ts'

const page = (frame: Frame, title: string, errors: Errors, body: Html): Html =>
  layout(frame, {
    title,
    errors: errors.length > 0,
    crumbs: [{ name: '用户空间', href: '/my' }, { name: '我的信息', href: '/my/profile' }, { name: title }],
    main: html`<h1>${title}</h1>${errorSummary(errors)}${body}`,
  })

/** Changing the telephone, step 1: the new one. `current` is '' when the account has none yet. */
export const phoneChangePage =
  (current: string) =>
  (frame: Frame, model: PhoneModel): Html =>
    page(
      frame,
      current ? '更换手机号' : '绑定手机号',
      model.errors,
      html`${current && html`<p>现在的手机号：${maskPhone(current)}。新旧两个手机号都会收到验证码，都填对才更换。旧手机号已经不用了，请带身份证到政务服务大厅窗口办理。</p>`}
${phoneForm(frame, model, { path: '/my/phone', label: '新手机号码', hint: '11 位手机号，以后用来登录和接收通知' })}`,
    )

/** Step 2: the codes of both. */
export const phoneChangeCodePage =
  (current: string) =>
  (frame: Frame, model: CodeModel): Html => {
    const more = current
      ? plainField({
          name: 'oldCode',
          label: `旧手机号 ${maskPhone(current)} 收到的验证码`,
          hint: '旧手机号短信里的 6 位数字',
          error: messageFor(model.errors, 'oldCode'),
          autocomplete: 'off',
          inputmode: 'numeric',
          width: 'w-sm',
        })
      : html``
    const act = current ? '更换手机号' : '绑定手机号'
    return page(frame, act, model.errors, codeForm(frame, model, { path: '/my/phone/code', back: '/my/phone', act, more }))
  }
