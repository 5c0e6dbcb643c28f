import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, note } from '../../../ui/page/parts.ts'
import { type FactorKind, factorLimits } from '../rules/factors.ts'
import { type Errors, hidden, messageFor } from './controls.ts'

/** A form that the script shows and works; its ways differ by `ceremony`. `next` is where to go after. */
export const passkeyForm = (
  frame: Frame,
  form: { readonly ceremony: 'enrol' | 'signIn' | 'again'; readonly next: string; readonly act: string; readonly fields?: Html },
): Html => {
  const path = { enrol: '/passkeys/enrol', signIn: '/passkeys/sign-in', again: '/passkeys/again' }[form.ceremony]
  return html`<form method="post" action="${path}" data-passkey="${form.ceremony}" hidden>${csrfField(frame)}${hidden('next', form.next)}${form.fields}
<div class="acts">${button(form.act, { alt: form.ceremony === 'signIn' })}</div></form>`
}

export type SecondStepModel = { readonly kinds: readonly FactorKind[]; readonly errors: Errors }

const codeHint = (kinds: readonly FactorKind[]): string =>
  kinds.includes('totp')
    ? '验证器上显示的 6 位数字；验证器不在身边，可输入一个备用码'
    : '通行密钥不在身边，可输入一个备用码，每个只能用一次'

/** After the right password: the second factor (S-005). */
export const secondStepPage = (frame: Frame, { kinds, errors }: SecondStepModel): Html =>
  layout(frame, {
    title: '第二重验证',
    errors: errors.length > 0,
    passkeys: kinds.includes('passkey'),
    main: html`<h1>第二重验证</h1>
<p>密码正确。这个帐号还设了第二重验证，请在 ${factorLimits.pendingMinutes} 分钟内完成。</p>
${errorSummary(errors)}
${kinds.includes('passkey') && html`<h2>用通行密钥</h2>${passkeyForm(frame, { ceremony: 'signIn', next: '', act: '用通行密钥验证' })}<p class="mut">浏览器没有开启脚本时不能用通行密钥，请用下面的方式。</p>`}
${kinds.includes('certificate') && html`<p><a href="${href(frame, '/login/certificate')}">用数字证书登录</a></p>`}
<h2>${kinds.includes('totp') ? '用动态验证码或备用码' : '用备用码'}</h2>
<form method="post" action="${href(frame, '/login/second')}" novalidate>${csrfField(frame)}
${plainField({ name: 'code', label: kinds.includes('totp') ? '动态验证码或备用码' : '备用码', hint: codeHint(kinds), error: messageFor(errors, 'code'), autocomplete: 'one-time-code' })}
<div class="acts">${button('验证')}<a href="${href(frame, '/login')}">重新登录</a></div>
</form>`,
  })

/** An officer without a second factor comes in once his passkey is enrolled (S-005). */
export const mustEnrolPage = (frame: Frame): Html =>
  layout(frame, {
    title: '先登记通行密钥',
    passkeys: true,
    main: html`<h1>先登记通行密钥</h1>
<p>工作人员登录要有第二重验证。登记一次，以后登录时用指纹、面容或设备密码确认。</p>
${passkeyForm(frame, {
  ceremony: 'enrol',
  next: '',
  act: '登记通行密钥',
  fields: plainField({ name: 'label', label: '给这把密钥起个名字', hint: '例如：窗口电脑', value: '工作电脑' }),
})}
${note('info', html`<p>密钥存在电脑、手机或安全密钥里，不会传到平台。浏览器没有开启脚本时不能登记，请换一个浏览器，或者用数字证书。</p>`)}
<h2>用数字证书</h2>
<p>请管理员在您的人员页登记证书，另一位安全管理员批准后，<a href="${href(frame, '/login/certificate')}">用数字证书登录</a>，不用再登记通行密钥。</p>
<p><a href="${href(frame, '/login/staff')}">重新登录</a></p>`,
  })
