import { type Frame, href } from './frame.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

export type ErrorView = { readonly status: number; readonly title: string; readonly detail?: string | undefined; readonly id: string }

const advice: Record<number, string> = {
  400: '请返回上一页检查后重试。',
  403: '请返回上一页刷新后重试;如果仍然不行,请重新登录。',
  404: '网址可能抄错了,或者内容已经移走。可以从首页搜索。',
  410: '这个事项已不再办理。可以从首页搜索相近的事项。',
  413: '请把文件压缩或分几次上传,每个不超过 20 MB。',
  429: '请过一会儿再试。',
  500: '请稍后再试;多次不行,请打电话告诉我们下面的编号。',
  503: '请稍后再试。急办的事可以到窗口或打电话。',
}

/** What happened, what is saved, what to do now, whom to call (ui.md P14). */
export const errorPage = (frame: Frame, error: ErrorView): Html =>
  layout(frame, {
    title: error.title,
    crumbs: [{ name: '首页', href: '/' }],
    main: html`<h1>${error.title}</h1>
      ${error.detail && html`<p>${error.detail}</p>`}
      <p>${advice[error.status] ?? advice[400]}</p>
      <p>您已经提交和保存的内容没有受到影响。</p>
      <div class="acts"><a class="btn" href="${href(frame, '/')}">回首页</a><a href="tel:0477-8582500">0477-8582500</a></div>
      <p class="mut">状态 ${error.status} · 编号 <span class="num">${error.id}</span></p>`,
  })
