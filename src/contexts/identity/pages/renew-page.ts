import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary } from '../../../ui/page/parts.ts'
import { passwordHintFor, passwordPolicies } from '../rules/password.ts'
import { type Errors, messageFor } from './controls.ts'

/** Between a password that is too old and the open session (S-001). */
export const renewPage = (frame: Frame, errors: Errors): Html =>
  layout(frame, {
    title: '设置新密码',
    errors: errors.length > 0,
    main: html`<h1>设置新密码</h1>
<p>您的密码已用满 ${passwordPolicies.dengbao.days} 天，设好新密码后继续。别处的登录会退出。</p>
${errorSummary(errors)}
<form method="post" action="${href(frame, '/login/renew')}" novalidate>${csrfField(frame)}
${plainField({ name: 'password', label: '新密码', hint: passwordHintFor('dengbao'), type: 'password', error: messageFor(errors, 'password'), autocomplete: 'new-password' })}
<div class="acts">${button('设置并登录')}<a href="${href(frame, '/login')}">重新登录</a></div>
</form>`,
  })
