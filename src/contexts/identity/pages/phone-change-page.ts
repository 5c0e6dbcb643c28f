import { maskPhone } from '../../../kernel/text.ts'
import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { errorSummary } from '../../../ui/page/parts.ts'
import { lives } from '../rules/limits.ts'
import { otherProofs } from './again-page.ts'
import { type Errors, messageFor } from './controls.ts'
import { type CodeModel, codeForm, type PhoneModel, phoneForm } from './phone-page.ts'

const page = (frame: Frame, title: string, errors: Errors, body: Html, passkeys = false): Html =>
  layout(frame, {
    title,
    passkeys,
    errors: errors.length > 0,
    crumbs: [{ name: '我的', href: '/my' }, { name: '我的信息', href: '/my/profile' }, { name: title }],
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
      html`${
        current &&
        html`<p>现在的手机号：${maskPhone(current)}。新旧两个手机号都会收到验证码，都填对才更换。</p>
<p><a href="${href(frame, '/my/phone/lost')}">旧手机丢了，或收不到短信</a></p>`
      }
${!current && model.phone && html`<p>登录方没有说明这个手机号已经验证过。请用短信验证码确认，以后才能用它登录和接收通知。</p>`}
${phoneForm(frame, model, { path: '/my/phone', label: '新手机号码', hint: '11 位手机号，以后用来登录和接收通知' })}${!current && html`<p><a href="${model.next || href(frame, '/my')}">以后再绑定</a></p>`}`,
    )

type LostModel = { readonly partners: readonly { readonly id: string; readonly name: string }[] }
/** The telephone is lost: a message to the new one proves nothing by itself, so something else must say who asks (S-007). */
export const phoneLostPage = (frame: Frame, { partners }: LostModel): Html =>
  page(
    frame,
    '旧手机丢了',
    [],
    html`<p>换手机号前，要用短信以外的方式确认是您本人。确认后 ${lives.lostPhoneMinutes} 分钟内换好，旧手机号会收到通知。</p>
<h2>选一种方式确认</h2>
${otherProofs(frame, { next: '/my/phone/lost', partners })}
${partners.length === 0 && html`<p>还没有关联支付宝这样的实名帐号？知道密码就可以先到<a href="${href(frame, '/my/level')}">认证等级</a>关联，再回来换号。</p>`}
<h2>都没有</h2>
<p>请本人带身份证和新手机到政务服务大厅窗口办理：核对证件、新手机收验证码，另一位工作人员批准后更换，新旧手机号都会收到短信。<a href="${href(frame, '/help')}">大厅在哪里</a></p>`,
    true,
  )

/** The new telephone of one who proved himself without the former. */
export const phoneAfterLossPage = (frame: Frame, model: PhoneModel): Html =>
  page(
    frame,
    '换成新手机号',
    model.errors,
    html`<p>已确认是您本人。旧手机号不用再验证，换好后会给它发一条通知。</p>
${phoneForm(frame, model, { path: '/my/phone/lost', label: '新手机号码', hint: '11 位手机号，以后用来登录和接收通知' })}`,
  )

export const phoneAfterLossCodePage = (frame: Frame, model: CodeModel): Html =>
  page(
    frame,
    '换成新手机号',
    model.errors,
    codeForm(frame, model, { path: '/my/phone/lost/code', back: '/my/phone/lost', act: '换成这个手机号' }),
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
    return page(
      frame,
      act,
      model.errors,
      codeForm(frame, model, {
        path: '/my/phone/code',
        back: '/my/phone',
        act,
        more,
        ...(current ? { label: `新手机号 ${maskPhone(model.phone)} 收到的验证码` } : {}),
      }),
    )
  }
