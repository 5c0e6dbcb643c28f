import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, errorSummary, fieldId, note } from '../../../ui/page/parts.ts'
import { type Level, levels } from '../terms.ts'
import { type Errors, hidden, messageFor } from './controls.ts'

/** What is signed and how it came back. `text` is what the client software signs; `handed` the certificate that the browser presented. */
export type SigningModel = {
  readonly challenge: string
  readonly text: string
  readonly certificate: string
  readonly handed: string
  readonly errors: Errors
}

const longField = (name: string, label: string, hint: string, value: string, error: string | undefined): Html => {
  const id = fieldId(name)
  return html`<div class="fg${error && ' bad'}"><label for="${id}">${label}</label><p class="hint" id="${id}-h">${hint}</p>${error && html`<p class="msg" id="${id}-e">${error}</p>`}
<textarea id="${id}" name="${name}" rows="4" autocomplete="off" spellcheck="false" aria-describedby="${id}-h${error && ` ${id}-e`}"${error && html` aria-invalid="true"`}>${value}</textarea></div>`
}

/** The three parts that a certificate's client software answers with. */
const signingFields = (frame: Frame, { challenge, text, certificate, errors }: SigningModel): Html => html`${hidden('challenge', challenge)}
<p>用证书软件${frame.demo && html`（演示时用命令 <code>npx tongban simulate certificate --sign</code>）`}对下面的内容签名，PIN 码只在您的设备上输入，不会传到平台。5 分钟内有效。</p>
<div class="fg"><label for="f-text">要签名的内容</label><textarea id="f-text" rows="4" readonly>${text}</textarea></div>
${longField('certificate', '证书', '以 -----BEGIN CERTIFICATE----- 开头的全部内容', certificate, messageFor(errors, 'certificate'))}
${longField('signature', '签名结果', 'Base64 编码', '', messageFor(errors, 'signature'))}`

const handedForm = (frame: Frame, path: string, model: SigningModel & { readonly next?: string }, act: string): Html | false =>
  model.handed !== '' &&
  html`<form method="post" action="${href(frame, path)}">${csrfField(frame)}${hidden('handed', '1')}${hidden('next', model.next ?? '')}
<p>浏览器出示了证书：${model.handed}</p><div class="acts">${button(act)}</div></form>`

export type CertificateSignInModel = SigningModel & { readonly next: string; readonly again: boolean }

/** Signing in by certificate (R-042), or proving oneself again by it (S-035). */
export const certificateSignInPage = (frame: Frame, model: CertificateSignInModel): Html => {
  const path = model.again ? '/my/again/certificate' : '/login/certificate'
  const [title, act] = model.again ? ['用数字证书确认', '确认'] : ['用数字证书登录', '登录']
  return layout(frame, {
    title,
    errors: model.errors.length > 0,
    main: html`<h1>${title}</h1>
${errorSummary(model.errors)}
${handedForm(frame, path, model, `用这张证书${act}`)}
<form method="post" action="${href(frame, path)}" novalidate>${csrfField(frame)}${hidden('next', model.next)}
${signingFields(frame, model)}
<div class="acts">${button(act)}</div></form>
${!model.again && html`<p>单位还没有注册的，验证证书后接着注册，名称和代码由证书带出。</p>`}
<p>单位没有证书，请向登记机关提交《企业数字证书申请表》；证书丢失，请登录后挂失，再申请补发。</p>`,
  })
}

export type BoundLine = {
  readonly id: string
  readonly serial: string
  readonly issuer: string
  readonly until: string
  readonly bound: string
}
export type LevelModel = { readonly level: Level; readonly certificates: readonly BoundLine[]; readonly done: string }

const crumbs = [
  { name: '我的', href: '/my' },
  { name: '认证等级', href: '/my/level' },
]

const lostForms = (frame: Frame, { id, serial }: BoundLine): Html =>
  html`<form method="post" action="${href(frame, `/my/level/certificate/${id}/end`)}">${csrfField(frame)}<div class="acts"><button class="btn alt" name="why" value="lost" aria-label="挂失序列号 ${serial}">挂失</button><button class="btn alt" name="why" value="unwanted" aria-label="解绑序列号 ${serial}">解绑</button></div></form>`

/** 高级认证: the certificates bound to an account, and what to do when one is lost (R-040, R-041, R-045). */
export const certificatesPage = (frame: Frame, { level, certificates, done }: LevelModel): Html =>
  layout(frame, {
    title: '数字证书',
    wide: true,
    crumbs: [...crumbs, { name: '数字证书' }],
    main: html`<h1>数字证书</h1>
${done && note('info', done)}
<p>现在的认证等级：<strong>${levels[level]}</strong>。绑定有效的证书后为高级，也可以用证书登录。</p>
${
  certificates.length === 0
    ? empty('还没有绑定证书。')
    : dataTable({
        caption: '已绑定的证书',
        head: ['序列号', '签发机构', '有效期至', '绑定时间', '操作'],
        rows: certificates.map((one) => [one.serial, one.issuer, one.until, one.bound, lostForms(frame, one)]),
      })
}
${certificates.length > 0 && html`<p>证书丢失请马上挂失：立即解绑，用它打开的登录全部退出，这张证书不能再绑定。</p>`}
${
  level === 'unverified'
    ? html`<p>绑定证书前，请先<a href="${href(frame, '/my/realname?next=/my/level/certificate')}">完成实名认证</a>。</p>`
    : html`<div class="acts"><a class="btn" href="${href(frame, '/my/level/certificate/bind')}">绑定证书</a></div>`
}`,
  })

/** `sent`: a code went to the telephone, masked as shown; '' before. */
export type BindModel = SigningModel & { readonly phone: string; readonly sent: boolean; readonly subject: string }

/** Binding a certificate after a code by SMS (R-041). */
export const bindPage = (frame: Frame, model: BindModel): Html => {
  const { errors, phone, sent, subject } = model
  const title = '绑定证书'
  const code = plainField({
    name: 'code',
    label: '短信验证码',
    hint: `已发到 ${phone}，5 分钟内有效`,
    error: messageFor(errors, 'code'),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    width: 'w-sm',
  })
  return layout(frame, {
    title,
    errors: errors.length > 0,
    crumbs: [...crumbs, { name: '数字证书', href: '/my/level/certificate' }, { name: title }],
    main: html`<h1>${title}</h1>
${errorSummary(errors)}
<p>证书上的名称和号码要与帐号的一致：<strong>${subject}</strong>。</p>
${!sent && html`<p>先确认是您本人：短信验证码发到 ${phone}。</p>`}
<form method="post" action="${href(frame, '/my/level/certificate/bind/code')}">${csrfField(frame)}<div class="acts">${button(sent ? '重新获取短信验证码' : '获取短信验证码', { alt: sent })}</div></form>
${
  sent &&
  html`<form method="post" action="${href(frame, '/my/level/certificate/bind')}" novalidate>${csrfField(frame)}
${code}${signingFields(frame, model)}
<div class="acts">${button('绑定证书')}<a href="${href(frame, '/my/level/certificate')}">不绑定了</a></div></form>`
}`,
  })
}
