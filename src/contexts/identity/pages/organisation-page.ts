import type { Answers } from '../../../kernel/form.ts'
import { maskIdNumber } from '../../../kernel/text.ts'
import { formFields, plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { attribute, type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, checkbox, csrfField, empty, errorSummary, fieldId, note, summaryList } from '../../../ui/page/parts.ts'
import { fieldsBesideCertificate, organisationFields } from '../rules/claims.ts'
import { passwordHint } from '../rules/password.ts'
import { type Membership, membershipNames } from '../terms.ts'
import { type Errors, messageFor } from './controls.ts'

export type OrganisationModel = {
  readonly legalName: string
  readonly legalIdNumber: string
  /** What the certificate states that somebody came with: name and code are not asked then (R-040). */
  readonly certificate: { readonly name: string; readonly uscc: string } | undefined
  readonly answers: Answers
  readonly errors: Errors
  readonly isDown?: boolean
  /** The organisation is registered under a former 法定代表人: asks whether he takes over. */
  readonly takesOver?: boolean
}

/** Legal-person registration by its 法定代表人 (R-036 to R-038). */
export const organisationPage = (frame: Frame, model: OrganisationModel): Html =>
  layout(frame, {
    title: '法人注册',
    errors: model.errors.length > 0,
    main: html`<h1>法人注册</h1>
<p>由法定代表人本人注册。核对通过后，可以用统一社会信用代码和密码登录，也可以用个人帐号切换身份办事。</p>
<p class="mut">法人库核对一致后是“准实名”；法定代表人本人已实名，两样都齐，法人帐号才能网上办事。</p>
${model.isDown && note('warn', '法人库暂时没有应答，这次没有核对。您填写的内容还在，请重新输入密码，过几分钟再试。')}
${errorSummary(model.errors)}
${
  model.certificate &&
  html`<h2>证书上的单位</h2>
${summaryList([
  { name: '名称', value: model.certificate.name },
  { name: '统一社会信用代码', value: model.certificate.uscc },
])}
<p class="mut">由证书带出，不能改。注册后这张证书就绑定到法人帐号，可以用它登录。</p>
<form method="post" action="${href(frame, '/register/organisation')}">${csrfField(frame)}<div class="acts">${button('不用这张证书', { name: 'act', value: 'without', alt: true })}</div></form>`
}
<h2>法定代表人</h2>
${summaryList([
  { name: '姓名', value: model.legalName },
  { name: '身份证号', value: maskIdNumber(model.legalIdNumber) },
])}
<p class="mut">由您的实名信息带出。您不是法定代表人时，请由法定代表人登录他的帐号注册。</p>
<form method="post" action="${href(frame, '/register/organisation')}" novalidate>
${csrfField(frame)}
${formFields(model.certificate ? fieldsBesideCertificate : organisationFields, model.answers, model.errors)}
${plainField({ name: 'password', label: '设置法人登录密码', hint: passwordHint, type: 'password', error: messageFor(model.errors, 'password'), autocomplete: 'new-password' })}
${
  model.takesOver &&
  html`${checkbox({ name: 'takesOver', label: '我是新任法定代表人，确认变更', checked: false, error: messageFor(model.errors, 'takesOver') })}
<p class="mut">变更后，前任不能再代表本单位，他给出的授权随之停止，法人帐号改用您设置的密码。</p>`
}
<div class="acts">${button(model.takesOver ? '核对并变更' : '核对并注册')}</div>
</form>`,
  })

export type ActingModel = {
  readonly name: string
  readonly memberships: readonly Membership[]
  /** Id of the organisation that the session acts for, '' for oneself. */
  readonly chosen: string
  /** The account is the organisation's own: it acts for nobody else. */
  readonly isOrganisationAccount: boolean
  /** The session acted for an organisation and may no more: he says anew for whom. */
  readonly hasLost: boolean
  readonly next: string
  readonly errors: Errors
}

const choice = (value: string, label: string, remark: string, chosen: string, i: number): Html => {
  const id = i === 0 ? fieldId('organisation') : `${fieldId('organisation')}-${i}`
  return html`<div class="pick"><input type="radio" id="${id}" name="organisation" value="${value}"${attribute('checked', value === chosen)}><label for="${id}">${label} <span class="mut">${remark}</span></label></div>`
}

/** For whom the session acts: oneself or an organisation. */
export const actingPage = (frame: Frame, model: ActingModel): Html => {
  const { name, memberships, chosen, isOrganisationAccount, hasLost, next, errors } = model
  const form = html`<form method="post" action="${href(frame, '/my/acting')}" novalidate>
${csrfField(frame)}<input type="hidden" name="next" value="${next}">
<fieldset class="fg"><legend>您现在为谁办事</legend>
${choice('', name || '自己', '本人', chosen, 0)}
${memberships.map((one, i) => choice(one.id, one.name, membershipNames[one.as], chosen, i + 1))}
</fieldset>
<div class="acts">${button('切换')}</div>
</form>`
  const nobodyElse = isOrganisationAccount
    ? empty('这是法人帐号，只为本单位办事。', { href: href(frame, '/login/person'), label: '为个人办事，用个人帐号登录' })
    : empty('您现在只能为自己办事。', { href: href(frame, '/register/organisation'), label: '您是法定代表人？注册法人' })
  return layout(frame, {
    title: '切换办事身份',
    errors: errors.length > 0,
    main: html`<h1>切换办事身份</h1>
${errorSummary(errors)}
${hasLost && note('warn', '您不能再代表原来的单位。请选择现在为谁办事。')}
${memberships.length > 0 || hasLost ? form : nobodyElse}`,
  })
}
