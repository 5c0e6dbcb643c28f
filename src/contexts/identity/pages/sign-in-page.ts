import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, note } from '../../../ui/page/parts.ts'
import { doorNames } from '../rules/limits.ts'
import type { Door } from '../terms.ts'
import { type Errors, hidden, messageFor } from './controls.ts'
import { type CodeModel, codeForm, type PhoneModel, phoneForm } from './phone-page.ts'
import { passkeyForm } from './second-step-page.ts'

/** `account` is what was typed before; `next` a path of this site, '' for none. */
export type SignInModel = {
  readonly door: Door
  readonly account: string
  readonly next: string
  readonly errors: Errors
  readonly recovered?: boolean
  readonly partners?: readonly { readonly id: string; readonly name: string }[]
}

/** What the name of an account is called at each door. */
export const accountLines: Record<Door, { readonly label: string; readonly hint: string }> = {
  person: { label: '手机号、身份证号或用户名', hint: '注册时的 11 位手机号，或实名后的身份证号' },
  organisation: { label: '统一社会信用代码', hint: '营业执照或登记证书上的 18 位代码；也可以用用户名' },
  staff: { label: '用户名', hint: '开通帐号时您自己取的用户名' },
}

const withNext = (frame: Frame, path: string, next: string): string => href(frame, next ? `${path}?next=${encodeURIComponent(next)}` : path)

const otherDoors = (frame: Frame, { door, next }: SignInModel): Html => {
  const others = (Object.keys(doorNames) as Door[]).filter((one) => one !== door)
  return html`<ul class="links">${others.map((one) => html`<li><a href="${withNext(frame, `/login/${one}`, next)}">${doorNames[one]}</a></li>`)}</ul>`
}

/** Other ways to the same account (R-034, R-035). */
const otherWays = (frame: Frame, { door, next, partners }: SignInModel): Html | false =>
  door !== 'staff' &&
  html`<ul class="links">${door === 'person' && html`<li><a href="${withNext(frame, '/login/code', next)}">用短信验证码登录</a></li>`}
${door === 'person' && (partners ?? []).map(({ id, name }) => html`<li><a href="${withNext(frame, `/login/partner/${id}`, next)}">用${name}登录</a></li>`)}
<li><a href="${withNext(frame, '/login/certificate', next)}">用数字证书登录</a></li>
<li><a href="${href(frame, '/recover')}">忘记密码</a></li></ul>`

const registration: Record<Door, readonly [string, string] | undefined> = {
  person: ['/register/person', '还没有帐号？用手机号注册，约 2 分钟'],
  organisation: ['/register/organisation', '还没有法人帐号？法定代表人实名后即可注册'],
  staff: undefined,
}

/** Two separate plain pages for the two classes of users, and one for officers (R-022, ui.md §2.3). */
export const signInPage = (frame: Frame, model: SignInModel): Html => {
  const { door, account, next, errors } = model
  const register = registration[door]
  return layout(frame, {
    title: doorNames[door],
    passkeys: true,
    errors: errors.length > 0,
    main: html`<h1>${doorNames[door]}</h1>
${model.recovered && note('info', '新密码已生效，各处登录已退出。请用新密码登录。')}
${next.endsWith('/register/organisation') && note('info', '注册法人由法定代表人本人办理：请先登录他的个人帐号，还没有的先注册一个。')}
${errorSummary(errors)}
<form method="post" action="${href(frame, `/login/${door}`)}" novalidate>
${csrfField(frame)}${hidden('next', next)}
${plainField({ name: 'account', ...accountLines[door], value: account, error: messageFor(errors, 'account'), autocomplete: 'username' })}
${plainField({ name: 'password', label: '密码', type: 'password', error: messageFor(errors, 'password'), autocomplete: 'current-password' })}
<div class="acts">${button('登录')}</div>
</form>
${passkeyForm(frame, { ceremony: 'signIn', next, act: '用通行密钥登录' })}
${otherWays(frame, model)}
${register && html`<p><a href="${withNext(frame, register[0], next)}">${register[1]}</a></p>`}
<h2>换一种身份登录</h2>
${otherDoors(frame, model)}`,
  })
}

const withErrors = (frame: Frame, title: string, errors: Errors, body: Html): Html =>
  layout(frame, { title, errors: errors.length > 0, main: html`<h1>${title}</h1>${errorSummary(errors)}${body}` })

/** Signing in without a password, step 1: the telephone (R-035). */
export const codeSignInPage = (frame: Frame, model: PhoneModel): Html =>
  withErrors(
    frame,
    '用短信验证码登录',
    model.errors,
    html`${phoneForm(frame, model, { path: '/login/code', label: '手机号码', hint: '个人帐号绑定的 11 位手机号' })}
<ul class="links"><li><a href="${withNext(frame, '/login/person', model.next)}">用密码登录</a></li><li><a href="${withNext(frame, '/register/person', model.next)}">还没有帐号？用手机号注册</a></li></ul>`,
  )

/** Step 2: the code. */
export const codeSignInCodePage = (frame: Frame, model: CodeModel): Html =>
  withErrors(frame, '输入短信验证码', model.errors, codeForm(frame, model, { path: '/login/code/code', back: '/login/code', act: '登录' }))
