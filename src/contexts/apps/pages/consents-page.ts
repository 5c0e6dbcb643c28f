import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, empty, note, summaryList } from '../../../ui/page/parts.ts'
import { type AppScope, scopeWords } from '../terms.ts'

/** Times are civil times in words. */
export type ConsentLine = {
  readonly clientId: string
  readonly appName: string
  readonly granted: readonly AppScope[]
  readonly given: string
  readonly lastUsed: string
  readonly until: string
}

const inWords = (granted: readonly AppScope[]): string =>
  granted.length > 0 ? granted.map((scope) => scopeWords[scope].name).join('、') : '只识别是同一个人，没有个人信息'

const consentCard = (frame: Frame, { clientId, appName, granted, given, lastUsed, until }: ConsentLine): Html => html`<h2>${appName}</h2>
${summaryList([
  { name: '提供的内容', value: inWords(granted) },
  { name: '同意的时间', value: given },
  { name: '最近使用', value: lastUsed },
  { name: '到期', value: until },
])}
<form method="post" action="${href(frame, '/my/consents')}">${csrfField(frame)}<input type="hidden" name="app" value="${clientId}">
<div class="acts">${button(`撤回对“${appName}”的同意`, { alt: true })}</div></form>`

/** An officer's sub-sites: what each reads of his post, and when it last did. */
export const officeAppsPage = (frame: Frame, lines: readonly Pick<ConsentLine, 'appName' | 'granted' | 'lastUsed'>[]): Html =>
  layout(frame, {
    title: '登录过的应用',
    main: html`<h1>登录过的应用</h1>
<p>您用工作人员帐号登录过的应用，和它们能读取的内容。这些应用因您的岗位而用，不另外征求同意；您的身份证号和手机号码不会提供。您退出、停用或岗位变动时，在那里的登录同时退出。</p>
${
  lines.length > 0
    ? lines.map(
        ({ appName, granted, lastUsed }) => html`<h2>${appName}</h2>
${summaryList([
  { name: '能读取的内容', value: inWords(granted).replace(scopeWords.profile.name, '姓名') },
  { name: '最近登录', value: lastUsed },
])}`,
      )
    : empty('最近 30 天没有用工作人员帐号登录过应用。')
}`,
  })

/** 应用授权: what goes to whom, since when, last used; each can be withdrawn (个人信息保护法 §15). */
export const consentsPage = (frame: Frame, { lines, done }: { lines: readonly ConsentLine[]; done: string }): Html =>
  layout(frame, {
    title: '应用授权',
    crumbs: [{ name: '我的', href: '/my' }, { name: '应用授权' }],
    main: html`<h1>应用授权</h1>
${done && note('info', done)}
<p>您用统一用户帐号登录过的应用，和您同意提供给它们的内容。撤回后，应用立即不能再读取，您在那里的登录也会退出；它此前已经取得的内容不受影响，删除请找那个应用。</p>
${lines.length > 0 ? lines.map((line) => consentCard(frame, line)) : empty('您还没有用统一用户帐号登录过别的应用。')}`,
  })
