import { type Frame, href } from './frame.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { button } from './parts.ts'

/** `saved` says what is safe, `actions` what can be done (paths on this site; the first is the main one) in place of the usual advice, `id` finds the request in the log. */
export type ErrorView = {
  readonly status: number
  readonly title: string
  readonly detail?: string | undefined
  readonly saved?: string | undefined
  readonly actions?: readonly { readonly href: string; readonly label: string }[] | undefined
  readonly id: string
}

const advice: Record<number, string> = {
  400: '请返回上一页，检查后再试。',
  403: '请返回上一页刷新后再试；仍然不行，请重新登录。',
  404: '网址可能抄错了，或者内容已经移走。可以在这里搜索您要办的事。',
  405: '请返回上一页，从页面上的按钮操作。',
  409: '这件事刚刚有了变化。请返回上一页刷新，看过最新情况再操作。',
  410: '这项内容已经停办或撤下。可以在这里搜索相近的事项。',
  413: '请压缩文件或分几次上传，每个文件不超过 20 MB。',
  415: '请换一种文件格式，照片用 JPG、PNG，文档用 PDF。',
  422: '请返回上一页，按提示改正后再提交。',
  429: '请过一会儿再试。',
  500: '请稍后再试；多次不行，请打电话，把页尾的编号告诉我们。',
  503: '请稍后再试。急办的事可以到窗口，也可以打电话。',
}

const searchBox = (frame: Frame): Html => html`
<form class="ask" role="search" method="get" action="${href(frame, '/search')}"><label class="sr" for="q">搜索事项、部门或问题</label><input type="search" id="q" name="q">${button('搜索')}</form>`

const actsOf = (frame: Frame, error: ErrorView): Html => {
  const [main, ...others] = error.actions ?? []
  return html`<div class="acts"><a class="btn" href="${href(frame, main?.href ?? '/')}">${main?.label ?? '回首页'}</a>${others.map(
    (other) => html`<a href="${href(frame, other.href)}">${other.label}</a>`,
  )}<a href="tel:0477-8582500">电话 0477-8582500</a><a href="tel:12345">12345</a></div>`
}

/** What happened, what is saved, what to do now, whom to call; the number of the request in small (ui.md P14). */
export const errorPage = (frame: Frame, error: ErrorView): Html =>
  layout(frame, {
    title: error.title,
    crumbs: [{ name: '首页', href: '/' }],
    main: html`<h1>${error.title}</h1>
${error.detail && html`<p>${error.detail}</p>`}
${!error.actions && html`<p>${advice[error.status] ?? advice[400]}</p>`}
<p>${error.saved ?? '您已经提交和保存的内容没有受到影响。'}</p>
${(error.status === 404 || error.status === 410) && searchBox(frame)}
${actsOf(frame, error)}
<p class="mut"><small>状态 ${error.status} · 编号 <span class="num">${error.id}</span></small></p>`,
  })
