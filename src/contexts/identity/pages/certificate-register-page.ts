import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { note, summaryList } from '../../../ui/page/parts.ts'
import { lives } from '../rules/limits.ts'

const path = '/register/organisation'

/** The certificate is proven and its organisation not known here: who registers it, and how he gets there (R-036, R-040). */
export const certificateFirstPage = (frame: Frame, { name, uscc }: { readonly name: string; readonly uscc: string }): Html =>
  layout(frame, {
    title: '用证书注册法人',
    main: html`<h1>用证书注册法人</h1>
${note('info', `证书已验证。这个单位还没有法人帐号，${lives.broughtMinutes} 分钟内注册，不用再出示证书。`)}
${summaryList([
  { name: '名称', value: name },
  { name: '统一社会信用代码', value: uscc },
])}
<p>由法定代表人登录他的个人帐号注册，名称和代码由证书带出，注册后证书就绑定好了。</p>
<div class="acts"><a class="btn" href="${href(frame, `/login/person?next=${encodeURIComponent(path)}`)}">法定代表人登录</a><a href="${href(frame, `/register/person?next=${encodeURIComponent(path)}`)}">他还没有个人帐号，先注册</a></div>`,
  })

/** The certificate that somebody came with can be bound no more. */
export const certificateRefusedPage = (frame: Frame, why: string): Html =>
  layout(frame, {
    title: '用证书注册法人',
    main: html`<h1>用证书注册法人</h1>
${note('warn', `${why}。单位还没有注册。`)}
<div class="acts"><a class="btn" href="${href(frame, '/login/certificate')}">重新出示证书</a><a href="${href(frame, path)}">不用证书，填写注册</a></div>`,
  })
