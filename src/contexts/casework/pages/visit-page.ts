import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, note } from '../../../ui/page/parts.ts'
import { qr } from '../../../ui/page/qr.ts'

export type VisitPageModel = {
  /** For whom the signed-in person acts. */
  readonly applicant: string
  /** The open code; absent before it is asked for, and when it is over. */
  readonly code?: { readonly digits: string; readonly text: string; readonly until: string } | undefined
  readonly minutes: number
}

const shown = (frame: Frame, { digits, text, until }: NonNullable<VisitPageModel['code']>): Html => html`
  <p>${qr(text, '到窗口办理码')}</p>
  <p>或者把这 6 位数字告诉工作人员：</p>
  <p class="ticket"><span class="num fours"><span>${digits.slice(0, 3)}</span><span>${digits.slice(3)}</span></span></p>
  <p>${until} 以前有效，只能用一次。请只给正在为您办事的窗口。</p>
  <form method="post" action="${href(frame, '/my/visit')}">${csrfField(frame)}<div class="acts">${button('换一个码', { alt: true })}</div></form>`

const before = (frame: Frame, minutes: number): Html => html`
  <form method="post" action="${href(frame, '/my/visit')}">${csrfField(frame)}<div class="acts">${button('出示到窗口办理码')}</div></form>
  <p class="mut">码在 ${minutes} 分钟内有效，只能用一次。</p>`

/** 到窗口办理: the code by which its owner lets a window open what he began (S-041). */
export const visitPage = (frame: Frame, model: VisitPageModel): Html =>
  layout(frame, {
    title: '到窗口办理',
    crumbs: [{ name: '首页', href: '/' }, { name: '我的', href: '/my' }, { name: '到窗口办理' }],
    main: html`<h1>到窗口办理</h1>
      ${model.code ? shown(frame, model.code) : before(frame, model.minutes)}
      ${note('info', html`<p>工作人员用这个码打开 <b>${model.applicant}</b> 没有提交的草稿，当面接着办；看过哪一份会记下来。没有码，窗口看不到您的草稿。</p>`)}`,
  })
