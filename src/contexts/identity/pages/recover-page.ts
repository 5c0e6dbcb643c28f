import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { attribute, type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, fieldId, note, spine } from '../../../ui/page/parts.ts'
import { lives } from '../rules/limits.ts'
import { passwordHint } from '../rules/password.ts'
import { type Errors, hidden, messageFor } from './controls.ts'
import { type CodeModel, codeForm, type PhoneModel, phoneForm } from './phone-page.ts'

const title = '找回密码'
const steps = ['填写手机号', '输入验证码', '设置新密码']
const way = (now: number): Html => spine(steps.map((name, i) => ({ name, state: i < now ? 'done' : i === now ? 'now' : 'todo' })))

const page = (frame: Frame, now: number, errors: Errors, body: Html): Html =>
  layout(frame, { title, errors: errors.length > 0, main: html`<h1>${title}</h1>${way(now)}${errorSummary(errors)}${body}` })

/** 忘记密码, step 1 (R-034): the telephone, and a picture or a wait. */
export const recoverPage = (frame: Frame, model: PhoneModel): Html =>
  page(
    frame,
    0,
    model.errors,
    html`<p>个人帐号填写注册时的手机号。法人帐号由法定代表人找回，填写他个人帐号的手机号。</p>
${phoneForm(frame, model, { path: '/recover', label: '手机号码', hint: '帐号绑定的 11 位手机号' })}
<h2>手机丢了，收不到短信</h2>
<p>还能用支付宝、通行密钥或数字证书登录的，请<a href="${href(frame, '/login/person?next=/my/phone/lost')}">先登录，再换手机号</a>。都不能用的，请带身份证到政务服务大厅窗口办理。<a href="${href(frame, '/help')}">大厅在哪里</a></p>`,
  )

/** Step 2: the code. Says the same whether or not the telephone has an account (S-004). */
export const recoverCodePage = (frame: Frame, model: CodeModel): Html =>
  page(frame, 1, model.errors, codeForm(frame, model, { path: '/recover/code', back: '/recover', act: '下一步' }))

export type NewPasswordModel = {
  readonly accounts: readonly { readonly id: string; readonly label: string }[]
  readonly chosen: string
  readonly errors: Errors
}

const accountChoice = ({ accounts, chosen, errors }: NewPasswordModel): Html => {
  const [only] = accounts
  if (only && accounts.length === 1) return html`${hidden('account', only.id)}<p>${only.label}</p>`
  const error = messageFor(errors, 'account')
  return html`<fieldset class="fg${error && ' bad'}"><legend>给哪个帐号设置新密码</legend>${error && html`<p class="msg">${error}</p>`}
${accounts.map(({ id, label }, i) => {
  const control = i === 0 ? fieldId('account') : `${fieldId('account')}-${i}`
  return html`<div class="pick"><input type="radio" id="${control}" name="account" value="${id}"${attribute('checked', id === chosen)}><label for="${control}">${label}</label></div>`
})}</fieldset>`
}

/** Step 3: which account, and its new password (S-007). */
export const newPasswordPage = (frame: Frame, model: NewPasswordModel): Html =>
  page(
    frame,
    2,
    model.errors,
    html`<form method="post" action="${href(frame, '/recover/password')}" novalidate>
${csrfField(frame)}
${accountChoice(model)}
${plainField({ name: 'password', label: '新密码', hint: passwordHint, type: 'password', error: messageFor(model.errors, 'password'), autocomplete: 'new-password' })}
<div class="acts">${button('设置新密码')}</div>
</form>
${note('info', `请在 ${lives.recoveryMinutes} 分钟内完成。设置后，这个帐号在各处的登录全部退出，并发短信告诉您。`)}`,
  )

/** The recovery is over: too late, or used. */
export const recoveryGonePage = (frame: Frame): Html =>
  page(
    frame,
    0,
    [],
    html`<p>这次找回已经用过，或超过了 ${lives.recoveryMinutes} 分钟，密码没有改动。</p><div class="acts"><a class="btn" href="${href(frame, '/recover')}">重新找回</a></div>`,
  )
