import type { Frame } from '../ui/page/frame.ts'
import { type Html, html } from '../ui/page/html.ts'
import { layout } from '../ui/page/layout.ts'
import { button, note, summaryList } from '../ui/page/parts.ts'
import type { SubSitePerson } from './sub-site-store.ts'

const levels: Readonly<Record<string, string>> = {
  'urn:tongban:acr:unverified': '未实名',
  'urn:tongban:acr:real-name': '实名',
  'urn:tongban:acr:advanced': '高级',
}

const factsOf = ({ name, level, organisation, phone, unit }: SubSitePerson) =>
  unit
    ? [
        { name: '姓名', value: name },
        { name: '工作单位', value: unit },
      ]
    : [
        { name: '姓名', value: name || '没有提供' },
        { name: '认证等级', value: levels[level] ?? level },
        { name: '代表的法人', value: organisation || '没有提供' },
        { name: '手机号码', value: phone || '没有提供' },
      ]

const signedIn = (base: string, person: SubSitePerson): Html => html`
${summaryList(factsOf(person))}
<form method="post" action="${base}/sign-out"><div class="acts">${button('退出子站和统一用户')}</div></form>`

/** The sample sub-site: somebody else's site that knows people only by what the platform says of them. */
export const subSitePage = (
  frame: Frame,
  model: { readonly base: string; readonly person: SubSitePerson | undefined; readonly problem: string },
): Html => {
  const { base, person, problem } = model
  return layout(frame, {
    title: '示例子站（沙箱）',
    main: html`<h1>示例子站（沙箱）</h1>
${note('info', '这里扮演一个部门自己的网站。它没有帐号和密码，用统一用户登录（OpenID Connect），有自己的会话。')}
${problem && note('warn', problem)}
${person ? signedIn(base, person) : html`<p>您还没有登录这个子站。</p><div class="acts"><a class="btn" href="${base}/sign-in">用统一用户登录</a></div>`}`,
  })
}
