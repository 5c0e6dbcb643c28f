import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { checkbox, errorSummary, spine } from '../../../ui/page/parts.ts'
import { passwordHint } from '../rules/password.ts'
import { messageFor } from './controls.ts'
import { type CodeModel, codeForm, type PhoneModel, phoneForm } from './phone-page.ts'

const steps = ['填写手机号', '验证并设置密码', '实名认证（可跳过）']
const way = (now: number): Html => spine(steps.map((name, i) => ({ name, state: i < now ? 'done' : i === now ? 'now' : 'todo' })))

/** Step 1 (R-024, R-026): telephone, captcha or wait, consent. */
export const registerPage = (frame: Frame, model: PhoneModel): Html => {
  const { errors, typed, next } = model
  const more = html`${checkbox({ name: 'agreed', label: '我已阅读并同意《用户注册协议》', checked: typed.agreed === '1', error: messageFor(errors, 'agreed') })}
<p><a href="${href(frame, '/agreement/registration')}">阅读《用户注册协议》全文</a></p>`
  return layout(frame, {
    title: '个人注册',
    errors: errors.length > 0,
    main: html`<h1>个人注册</h1>
${way(0)}
${errorSummary(errors)}
${phoneForm(frame, model, { path: '/register/person', label: '手机号码', hint: '11 位手机号，用来接收验证码和登录', more })}
<ul class="links"><li><a href="${href(frame, `/login/person${next && `?next=${encodeURIComponent(next)}`}`)}">已有帐号？去登录</a></li>
<li><a href="${href(frame, '/register/organisation')}">注册法人：法定代表人先有实名的个人帐号</a></li></ul>`,
  })
}

/** Step 2 (R-025, R-027): the code that was sent, a password. */
export const registerCodePage = (frame: Frame, model: CodeModel): Html =>
  layout(frame, {
    title: '验证手机号并设置密码',
    errors: model.errors.length > 0,
    main: html`<h1>验证手机号并设置密码</h1>
${way(1)}
${errorSummary(model.errors)}
${codeForm(frame, model, {
  path: '/register/person/code',
  back: '/register/person',
  act: '注册',
  more: plainField({
    name: 'password',
    label: '设置登录密码',
    hint: passwordHint,
    type: 'password',
    error: messageFor(model.errors, 'password'),
    autocomplete: 'new-password',
  }),
})}`,
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
