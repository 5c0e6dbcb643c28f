import { type Frame, href } from '../../../ui/page/frame.ts'
import { attribute, type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, note, summaryList } from '../../../ui/page/parts.ts'
import { type AppScope, scopeWords } from '../terms.ts'

/** Names are shown masked; `until` is a civil date in words. */
export type ConsentModel = {
  readonly action: string
  readonly appName: string
  readonly host: string
  readonly who: string
  readonly wanted: readonly AppScope[]
  readonly until: string
}

const mark = (scope: AppScope): Html => {
  const { name, what } = scopeWords[scope]
  return html`<div class="pick"><input type="checkbox" id="scope-${scope}" name="scope" value="${scope}"${attribute('checked', scope !== 'phone')}><label for="scope-${scope}">${name}：${what}</label></div>`
}

/** What is handed over, to whom, until when; each kind of data by itself, the telephone not ticked beforehand (个人信息保护法 §14, §17, §23). */
export const consentPage = (frame: Frame, { action, appName, host, who, wanted, until }: ConsentModel): Html =>
  layout(frame, {
    title: `登录“${appName}”`,
    main: html`<h1>登录“${appName}”</h1>
<p>您将用统一用户帐号登录这个应用。只有您同意的内容会提供给它。</p>
${summaryList([
  { name: '应用', value: appName },
  { name: '应用的网址', value: host },
  { name: '登录的帐号', value: who },
  { name: '同意的期限', value: `到 ${until}；您可以随时撤回` },
])}
<form method="post" action="${action}">${csrfField(frame)}
${
  wanted.length > 0
    ? html`<fieldset class="fg"><legend>同意提供给“${appName}”的内容</legend>${wanted.map(mark)}</fieldset>`
    : note('info', '这个应用不需要您的个人信息，只需要知道每次登录的是同一个人。')
}
<p>密码和身份证号不会提供给任何应用。不想提供的内容，请去掉勾选。</p>
<div class="acts">${button('同意并登录', { name: 'answer', value: 'agree' })}${button('不同意', { name: 'answer', value: 'refuse', alt: true })}</div>
</form>
<p>撤回：“我的”里的<a href="${href(frame, '/my/consents')}">应用授权</a></p>`,
  })
