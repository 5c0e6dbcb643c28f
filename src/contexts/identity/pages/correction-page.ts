import type { Answers } from '../../../kernel/form.ts'
import { maskIdNumber } from '../../../kernel/text.ts'
import { fileField, formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, dataTable, empty, errorSummary, note, summaryList, tag } from '../../../ui/page/parts.ts'
import { correctionDays, correctionFields } from '../rules/corrections.ts'
import { type Errors, messageFor } from './controls.ts'

/** Dates and answer in words. */
export type CorrectionLine = {
  readonly what: string
  readonly reason: string
  readonly askedOn: string
  readonly dueOn: string
  readonly state: 'waiting' | 'accepted' | 'refused'
  readonly answer: string
}
export type CorrectionModel = {
  readonly name: string
  readonly idNumber: string
  readonly ethnicity: string
  readonly answers: Answers
  readonly errors: Errors
  readonly requests: readonly CorrectionLine[]
  /** A request was handed in just now. */
  readonly isAsked: boolean
}

const states = {
  waiting: { kind: 'warn', word: '办理中' },
  accepted: { kind: 'ok', word: '已更正' },
  refused: { kind: 'err', word: '没有更正' },
} as const

const requestTable = (requests: readonly CorrectionLine[]): Html =>
  requests.length === 0
    ? empty('您没有提出过更正。')
    : dataTable({
        caption: '我的更正申请',
        head: ['更正什么', '提出时间', '办理期限', '状态', '答复'],
        rows: requests.map(({ what, askedOn, dueOn, state, answer }) => [
          what,
          askedOn,
          dueOn,
          tag(states[state].kind, states[state].word),
          answer,
        ]),
      })

const askForm = (frame: Frame, { answers, errors }: CorrectionModel): Html =>
  html`<form method="post" enctype="multipart/form-data" novalidate action="${href(frame, '/my/profile/correction')}?_csrf=${encodeURIComponent(frame.csrf())}">
${formFields(correctionFields, answers, errors)}
${fileField({ name: 'file', label: '证明材料', hint: '新身份证、户口簿变更页或公安机关的证明，照片(JPG、PNG)或 PDF，不超过 20 MB', multiple: false, error: messageFor(errors, 'file') })}
<div class="acts">${button('提出更正')}</div>
</form>`

/** 更正实名信息 (S-009; 个人信息保护法 §46): what is wrong, what is right, by what evidence; and what became of it. */
export const correctionPage = (frame: Frame, model: CorrectionModel): Html => {
  const isWaiting = model.requests.some(({ state }) => state === 'waiting')
  return layout(frame, {
    title: '更正实名信息',
    errors: model.errors.length > 0,
    crumbs: [{ name: '我的', href: '/my' }, { name: '我的信息', href: '/my/profile' }, { name: '更正实名信息' }],
    main: html`<h1>更正实名信息</h1>
${model.isAsked && note('info', `更正申请已收到，${correctionDays} 个工作日内答复，结果发短信告诉您。`)}
${errorSummary(model.errors)}
<h2>现在登记的</h2>
${summaryList([
  { name: '姓名', value: model.name },
  { name: '身份证号', value: maskIdNumber(model.idNumber) },
  { name: '民族', value: model.ethnicity || '未填写' },
])}
<h2>提出更正</h2>
${
  isWaiting
    ? note('info', '您有一个更正正在办理，答复以后才能提出下一个。')
    : html`<p>由安全管理员核对证明材料，并向人口信息库核对新的内容，一致才更正。性别和出生日期随身份证号更正。</p>${askForm(frame, model)}`
}
<h2>我的更正申请</h2>
${requestTable(model.requests)}`,
  })
}
