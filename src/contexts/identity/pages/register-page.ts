import { maskPhone } from '../../../kernel/text.ts'
import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, checkbox, csrfField, errorSummary, fieldId, note, spine } from '../../../ui/page/parts.ts'
import { lives } from '../rules/limits.ts'
import { passwordHint } from '../rules/password.ts'
import type { Captcha } from '../terms.ts'
import { type Errors, hidden, messageFor } from './controls.ts'

const steps = ['填写手机号', '验证并设置密码', '实名认证（可跳过）']
const way = (now: number): Html => spine(steps.map((name, i) => ({ name, state: i < now ? 'done' : i === now ? 'now' : 'todo' })))

export type RegisterModel = {
  readonly phone: string
  readonly agreed: boolean
  readonly next: string
  readonly captcha: Captcha
  readonly errors: Errors
}

const picture = (captcha: Extract<Captcha, { picture: string }>, error: string | undefined): Html => html`
<p><img src="data:image/svg+xml;base64,${captcha.picture}" width="160" height="56" alt="图片验证码，内容是 4 个字母或数字；看不清或不能看图，请用下面的按钮"></p>
${plainField({ name: 'answer', label: '图片验证码', hint: '输入图片中的 4 个字符，不分大小写', error, width: 'w-sm' })}
<p class="acts">${button('看不清，换一张', { name: 'act', value: 'picture', alt: true })}${button(`不看图：等 ${lives.waitSeconds} 秒`, { name: 'act', value: 'wait', alt: true })}</p>`

const waiting = (seconds: number, error: string | undefined): Html => html`
<div class="fg${error && ' bad'}" id="${fieldId('answer')}" tabindex="-1">${error && html`<p class="msg">${error}</p>`}
${note('info', seconds > 0 ? `不用看图：请先填好手机号，${seconds} 秒后再按“获取短信验证码”。` : '验证已通过，不用再输入图片验证码。')}
${seconds > 0 && html`<p class="acts">${button('改用图片验证码', { name: 'act', value: 'picture', alt: true })}</p>`}</div>`

const captchaPart = (captcha: Captcha, errors: Errors): Html => {
  const error = messageFor(errors, 'answer')
  return html`${hidden('captcha', captcha.id)}${'picture' in captcha ? picture(captcha, error) : waiting(captcha.waitSeconds, error)}`
}

/** Step 1 (R-024, R-026): telephone, captcha or wait, consent. The first button is the one that Enter presses. */
export const registerPage = (frame: Frame, { phone, agreed, next, captcha, errors }: RegisterModel): Html =>
  layout(frame, {
    title: '个人注册',
    errors: errors.length > 0,
    main: html`<h1>个人注册</h1>
${way(0)}
${errorSummary(errors)}
<form method="post" action="${href(frame, '/register/person')}" novalidate>
<button type="submit" name="act" value="send" class="sr" tabindex="-1" aria-hidden="true"></button>
${csrfField(frame)}${hidden('next', next)}
${plainField({ name: 'phone', label: '手机号码', hint: '11 位手机号，用来接收验证码和登录', type: 'tel', value: phone, error: messageFor(errors, 'phone'), autocomplete: 'tel-national', inputmode: 'tel', width: 'w-id' })}
${captchaPart(captcha, errors)}
${checkbox({ name: 'agreed', label: '我已阅读并同意《用户注册协议》', checked: agreed, error: messageFor(errors, 'agreed') })}
<p><a href="${href(frame, '/agreement/registration')}">阅读《用户注册协议》全文</a></p>
<div class="acts">${button('获取短信验证码', { name: 'act', value: 'send' })}</div>
</form>
<p>已有帐号？<a href="${href(frame, '/login/person')}">去登录</a></p>`,
  })

export type CodeModel = { readonly phone: string; readonly code: string; readonly resent: boolean; readonly errors: Errors }

/** Step 2 (R-025, R-027): the code that was sent, a password. Says the same whether or not the telephone has an account (S-004). */
export const codePage = (frame: Frame, { phone, code, resent, errors }: CodeModel): Html =>
  layout(frame, {
    title: '验证手机号并设置密码',
    errors: errors.length > 0,
    main: html`<h1>验证手机号并设置密码</h1>
${way(1)}
${errorSummary(errors)}
${note('info', `${resent ? '短信已重新发送' : '短信已发送'}至 ${maskPhone(phone)}，验证码 ${lives.smsCodeMinutes} 分钟内有效。`)}
<form method="post" action="${href(frame, '/register/person/code')}" novalidate>
<button type="submit" name="act" value="register" class="sr" tabindex="-1" aria-hidden="true"></button>
${csrfField(frame)}
${plainField({ name: 'code', label: '短信验证码', hint: '短信里的 6 位数字', value: code, error: messageFor(errors, 'code'), autocomplete: 'one-time-code', inputmode: 'numeric', width: 'w-sm' })}
${plainField({ name: 'password', label: '设置登录密码', hint: passwordHint, type: 'password', error: messageFor(errors, 'password'), autocomplete: 'new-password' })}
<div class="acts">${button('注册', { name: 'act', value: 'register' })}${button('重新发送验证码', { name: 'act', value: 'resend', alt: true })}</div>
</form>
<p class="mut">${lives.smsResendSeconds} 秒后可以重新发送。<a href="${href(frame, '/register/person')}">手机号填错了，返回修改</a></p>`,
  })

const clauses: readonly (readonly [string, string])[] = [
  ['谁在提供服务', '本平台由本级政务服务管理部门主办，办理结果由事项的实施机关作出。'],
  [
    '我们收集什么',
    '注册时收集手机号码和密码；实名认证时收集姓名、身份证号、性别、民族。密码只保存不可还原的摘要，身份证号和手机号加密保存。',
  ],
  ['用来做什么', '用于确认您是谁、办理您申请的事项、告知进度和结果。办理之外不作他用。'],
  ['给谁看', '只提供给您所办事项的实施机关；核对姓名和身份证号时发送给人口信息库。依法公开办理结果时，自然人姓名隐去一部分。'],
  ['保存多久', '帐号存续期间保存；注销后 15 个工作日内删除，依法须存档的办件资料按档案期限保存。'],
  ['您的权利', '您可以查阅、复制、更正、删除自己的信息，也可以随时注销帐号、撤回同意。撤回不影响此前的办理。'],
  ['不满十四周岁', '请由监护人阅读并同意后代为注册和办理。'],
  ['您的责任', '请填写真实的信息，妥善保管密码。发现帐号被他人使用，请立即修改密码并拨打 12345。'],
]

/** The wording of terms.registrationAgreement; a change of wording is a new version there. */
export const agreementPage = (frame: Frame, version: string): Html =>
  layout(frame, {
    title: '用户注册协议',
    main: html`<h1>${frame.site.name}政务服务平台用户注册协议</h1>
<p class="mut">版本 ${version}</p>
${clauses.map(([title, text], i) => html`<h2>${i + 1}. ${title}</h2><p>${text}</p>`)}
<p><a href="${href(frame, '/register/person')}">返回注册</a></p>`,
  })
