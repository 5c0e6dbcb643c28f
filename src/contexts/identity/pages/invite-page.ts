import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, summaryList } from '../../../ui/page/parts.ts'
import { type StaffRole, staffRoles } from '../terms.ts'
import { type Errors, messageFor } from './controls.ts'

export type InviteModel = {
  readonly token: string
  /** What a password must be like. */
  readonly hint: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly unit: string
  /** The user name of an account that is there and gets a new password; '' for one that is made. */
  readonly known: string
  readonly userName: string
  readonly errors: Errors
}

/** The one-time link of an invited officer (S-008): he chooses user name and password himself; or, for an account that is there, a new password. */
export const invitePage = (frame: Frame, model: InviteModel): Html =>
  layout(frame, {
    title: model.known ? '重设登录密码' : '开通工作人员帐号',
    errors: model.errors.length > 0,
    main: html`<h1>${model.known ? '重设登录密码' : '开通工作人员帐号'}</h1>
${errorSummary(model.errors)}
${summaryList([
  { name: '姓名', value: model.name },
  { name: '岗位', value: model.roles.map((role) => staffRoles[role]).join('、') },
  { name: '单位', value: model.unit },
  ...(model.known ? [{ name: '用户名', value: model.known }] : []),
])}
${model.known ? html`<p>设好新密码后，岗位要由安全管理员重新批准，批准后才能办理工作。</p>` : ''}
<form method="post" action="${href(frame, `/invite/${model.token}`)}" novalidate>
${csrfField(frame)}
${model.known ? '' : plainField({ name: 'userName', label: '用户名', hint: '4—30 个字符，小写字母开头，可用小写字母、数字、下划线', value: model.userName, error: messageFor(model.errors, 'userName'), autocomplete: 'username', width: 'w-id' })}
${plainField({ name: 'password', label: '密码', hint: model.hint, type: 'password', error: messageFor(model.errors, 'password'), autocomplete: 'new-password' })}
<div class="acts">${button(model.known ? '设置新密码' : '开通')}</div>
</form>`,
  })
