import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary } from '../../../ui/page/parts.ts'
import { freshMinutes } from '../rules/limits.ts'
import { type Errors, hidden, messageFor } from './controls.ts'
import { passkeyForm } from './second-step-page.ts'

/** `next` is the page that asked, '' for none; `partners` are those linked to the account. */
export type AgainModel = {
  readonly next: string
  readonly errors: Errors
  readonly partners: readonly { readonly id: string; readonly name: string }[]
}

/** The ways to prove oneself again that need neither password nor telephone. */
export const otherProofs = (frame: Frame, { next, partners }: Pick<AgainModel, 'next' | 'partners'>): Html => {
  const query = `?next=${encodeURIComponent(next)}`
  return html`${passkeyForm(frame, { ceremony: 'again', next, act: '用通行密钥确认' })}
<ul class="links">${partners.map(({ id, name }) => html`<li><a href="${href(frame, `/my/again/partner/${id}${query}`)}">用${name}确认</a></li>`)}
<li><a href="${href(frame, `/my/again/certificate${query}`)}">用数字证书确认</a></li></ul>`
}

/** The owner of an open session proves himself again before an act that matters (S-035). */
export const againPage = (frame: Frame, { next, errors, partners }: AgainModel) =>
  layout(frame, {
    title: '再次确认是您本人',
    errors: errors.length > 0,
    passkeys: true,
    main: html`<h1>再次确认是您本人</h1>
<p>接下来的操作关系到您的帐号安全，请再输入一次密码。确认后 ${freshMinutes} 分钟内不再询问。</p>
${errorSummary(errors)}
<form method="post" action="${href(frame, '/my/again')}" novalidate>
${csrfField(frame)}${hidden('next', next)}
${plainField({ name: 'password', label: '密码', type: 'password', error: messageFor(errors, 'password'), autocomplete: 'current-password' })}
<div class="acts">${button('确认')}<a href="${href(frame, '/my')}">不做了，回“我的”</a></div>
</form>
${otherProofs(frame, { next, partners })}`,
  })
