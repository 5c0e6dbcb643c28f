import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField } from '../../../ui/page/parts.ts'

const title = '停止更换手机号'

/** Behind the link of a text message: the same for every link, so that it says nothing about anybody (S-007). */
export const phoneStopPage = (frame: Frame, token: string): Html =>
  layout(frame, {
    title,
    main: html`<h1>有人在窗口更换您的手机号</h1>
<p>是您本人去窗口办的，不用操作，关掉这一页就可以。</p>
<p>不是您办的，请按下面的按钮：还没有批准的，马上停止；已经更换的，帐号暂停使用，等安全管理员核查。</p>
<form method="post" action="${href(frame, `/stop/${token}`)}">${csrfField(frame)}<div class="acts">${button('不是我办的，停止')}</div></form>`,
  })

/** What the link did. */
export const phoneStoppedPage = (frame: Frame, isDone: boolean): Html =>
  layout(frame, {
    title,
    main: html`<h1>${isDone ? '帐号已暂停使用' : '已停止'}</h1>
<p>${
      isDone ? '手机号已经换过，所以帐号先暂停使用，谁也不能登录。' : '更换手机号的申请已停止，您的手机号没有变。'
    }安全管理员会核查，结果发短信告诉您。</p>
<p>${isDone ? '请带身份证到政务服务大厅办理恢复，或者拨打 12345。' : '身份证可能在别人手里的，请到派出所挂失。'}</p>`,
  })

/** The link was used, is over, or never was one: the same page for each. */
export const phoneNotStoppedPage = (frame: Frame): Html =>
  layout(frame, {
    title,
    main: html`<h1>没有停止</h1>
<p>这个链接已经用过，或者过了时间。</p>
<p>手机号不是您换的，请拨打 12345，或者带身份证到政务服务大厅办理。</p>`,
  })
