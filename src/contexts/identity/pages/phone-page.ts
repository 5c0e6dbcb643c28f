import { maskPhone } from '../../../kernel/text.ts'
import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { button, csrfField, fieldId, note } from '../../../ui/page/parts.ts'
import { lives } from '../rules/limits.ts'
import type { Captcha } from '../terms.ts'
import { type Errors, hidden, messageFor } from './controls.ts'

/** A page that asks for a telephone and proof of not being a machine. `typed` keeps what else the page asks. */
export type PhoneModel = {
  readonly phone: string
  readonly next: string
  readonly captcha: Captcha
  readonly errors: Errors
  readonly typed: Readonly<Record<string, unknown>>
}

const picture = (captcha: Extract<Captcha, { picture: string }>, error: string | undefined): Html => html`
<p><img class="captcha" src="data:image/svg+xml;base64,${captcha.picture}" width="160" height="56" alt="图片验证码，内容是 4 个字母或数字；看不清或不能看图，请用下面的按钮"></p>
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

type PhoneForm = { readonly path: string; readonly label: string; readonly hint: string; readonly more?: Html }
/** The form of a telephone: captcha or wait, then the code is sent (R-026). The first button is the one that Enter presses. */
export const phoneForm = (frame: Frame, { phone, next, captcha, errors }: PhoneModel, { path, label, hint, more }: PhoneForm): Html => html`
<form method="post" action="${href(frame, path)}" novalidate>
<button type="submit" name="act" value="send" class="sr" tabindex="-1" aria-hidden="true"></button>
${csrfField(frame)}${hidden('next', next)}
${plainField({ name: 'phone', label, hint, type: 'tel', value: phone, error: messageFor(errors, 'phone'), autocomplete: 'tel-national', inputmode: 'tel', width: 'w-id' })}
${captchaPart(captcha, errors)}
${more}
<div class="acts">${button('获取短信验证码', { name: 'act', value: 'send' })}</div>
</form>`

/** A page that asks for the code that was sent. `sent`: how it went out again just now. */
export type CodeModel = { readonly phone: string; readonly code: string; readonly sent: '' | 'resend' | 'voice'; readonly errors: Errors }

const sentNote = ({ phone, sent }: CodeModel): Html => {
  const how = { '': '短信已发送至', resend: '短信已重新发送至', voice: '正在拨打' }[sent]
  return note(
    'info',
    `${how} ${maskPhone(phone)}${sent === 'voice' ? '，请接听，听到的 6 位数字就是验证码，' : '，验证码 '}${lives.smsCodeMinutes} 分钟内有效。`,
  )
}

/** `label`: whose code it is, where a page asks for two. */
type CodeForm = { readonly path: string; readonly back: string; readonly act: string; readonly label?: string; readonly more?: Html }
/** The form of a code (R-027): sent by SMS, or read out by a call for whoever cannot read it. Says the same whatever the telephone is (S-004). */
export const codeForm = (frame: Frame, model: CodeModel, { path, back, act, label = '短信验证码', more }: CodeForm): Html => html`
${sentNote(model)}
<form method="post" action="${href(frame, path)}" novalidate>
<button type="submit" name="act" value="go" class="sr" tabindex="-1" aria-hidden="true"></button>
${csrfField(frame)}
${plainField({ name: 'code', label, hint: model.sent === 'voice' ? '电话里读出的 6 位数字' : '短信里的 6 位数字', value: model.code, error: messageFor(model.errors, 'code'), autocomplete: 'one-time-code', inputmode: 'numeric', width: 'w-sm' })}
${more}
<div class="acts">${button(act, { name: 'act', value: 'go' })}${button('重新发送验证码', { name: 'act', value: 'resend', alt: true })}${button('改听语音验证码', { name: 'act', value: 'voice', alt: true })}</div>
</form>
<p class="mut">${lives.smsResendSeconds} 秒后可以重新发送。<a href="${href(frame, back)}">手机号填错了，返回修改</a></p>`
