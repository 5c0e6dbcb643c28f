import type { Answers } from '../../../kernel/form.ts'
import { maskIdNumber } from '../../../kernel/text.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, note, summaryList } from '../../../ui/page/parts.ts'
import { realNameFields } from '../rules/claims.ts'
import { type Errors, hidden } from './controls.ts'

/** `next` is where the person was going; `fresh` comes straight from registration and may skip. */
export type RealNameModel = {
  readonly answers: Answers
  readonly errors: Errors
  readonly next: string
  readonly fresh: boolean
  /** The registry does not answer just now. */
  readonly isDown?: boolean
}

const title = '实名认证'

const downNote = (frame: Frame): Html =>
  note(
    'warn',
    html`<p>人口信息库暂时没有应答，这次没有核对。您填写的内容还在，请过几分钟再按“实名认证”。</p>
<p>帐号仍可登录、浏览、咨询。急着办事，请带身份证到政务服务大厅窗口。<a href="${href(frame, '/help')}">大厅在哪里</a></p>`,
  )

const skip = (frame: Frame, { next, fresh }: RealNameModel): Html =>
  html`<p><a href="${next || href(frame, fresh ? '/' : '/my')}">${fresh ? '跳过此步骤' : '以后再认证'}</a></p>
<p class="mut">未实名的帐号可以浏览、使用用户中心和互动交流；网上办事要先实名。</p>`

/** 实名认证. */
export const realNamePage = (frame: Frame, model: RealNameModel): Html =>
  layout(frame, {
    title,
    errors: model.errors.length > 0,
    main: html`<h1>${title}</h1>
${model.next.endsWith('/register/organisation') && note('info', '注册法人由法定代表人本人办理：先完成他的实名认证，接着填写单位。')}
<p>网上办事要先实名，约 1 分钟。姓名和身份证号只用来向人口信息库核对，认证后不能更改，未经您许可严格保密。</p>
${model.isDown && downNote(frame)}
${errorSummary(model.errors)}
<form method="post" action="${href(frame, '/my/realname')}" novalidate>
${csrfField(frame)}${hidden('next', model.next)}${model.fresh && hidden('fresh', '1')}
${formFields(realNameFields, model.answers, model.errors)}
<div class="acts">${button('实名认证')}</div>
</form>
${skip(frame, model)}`,
  })

export type ConfirmedModel = {
  readonly name: string
  readonly idNumber: string
  readonly sex: string
  readonly ethnicity: string
  /** Who confirmed it and on which civil date, in words. */
  readonly confirmed: string
  readonly next: string
}

/** After 实名: shown, never changed here (S-009). */
export const confirmedPage = (frame: Frame, model: ConfirmedModel): Html =>
  layout(frame, {
    title: '实名信息',
    main: html`<h1>实名信息</h1>
${summaryList([
  { name: '姓名', value: model.name },
  { name: '身份证号', value: maskIdNumber(model.idNumber) },
  { name: '性别', value: model.sex },
  { name: '民族', value: model.ethnicity || '未填写' },
  { name: '认证', value: model.confirmed },
])}
<p>实名信息不能自行更改。姓名或证件号码变了，请<a href="${href(frame, '/my/profile/correction')}">提出更正</a>。</p>
<div class="acts"><a class="btn" href="${model.next || href(frame, '/my')}">${model.next ? '接着办' : '去“我的”'}</a></div>`,
  })
