import { chineseDateWithWeekday, type LocalDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { type Node, spine, ticket } from '../../../ui/page/parts.ts'

export type DoneModel = {
  readonly no: string
  readonly queryCode: string
  readonly itemName: string
  readonly submittedAt: string
  readonly noticeDue?: LocalDate | undefined
  readonly promised: string
  readonly receipt?: string | undefined
  readonly preReview: boolean
}

/** In fours, so that it can be read over the telephone. */
export const inFours = (number: string): string => number.replace(/(.{4})(?=.)/g, '$1 ')

const ahead = (model: DoneModel): Node[] => [
  { name: '已提交', state: 'done', when: model.submittedAt },
  {
    name: model.preReview ? '等待预审' : '等待受理',
    state: 'now',
    body: html`<p>${model.noticeDue ? html`最迟 <b class="num">${chineseDateWithWeekday(model.noticeDue)}</b> 前告诉您${model.preReview ? '预审结果' : '是否受理'}。` : '会尽快告诉您结果。'}材料不全会一次性列清；到时没有告知，视为已经受理。</p>`,
  },
  { name: '审查与决定', state: 'todo', body: html`<p class="mut">受理后 ${model.promised}</p>` },
  { name: '送达', state: 'todo' },
]

/** 号牌: the number to keep, what comes next and by when, the receipt (ui.md §2.4 step 10). The address keeps working. */
export const donePage = (frame: Frame, model: DoneModel): Html =>
  layout(frame, {
    title: '已提交',
    service: model.itemName,
    main: html`${ticket({
      title: '已提交',
      label: '办件编号',
      number: inFours(model.no),
      rows: [
        { name: '查询码', value: model.queryCode },
        { name: '事项', value: model.itemName },
      ],
    })}
      <p class="mut">凭办件编号和查询码，不登录也能查进度。</p>
      <h2>接下来</h2>${spine(ahead(model))}
      <div class="acts">${model.receipt && html`<a class="btn alt" href="${model.receipt}">收件回执(PDF)</a>`}<a href="${href(frame, `/my/cases/${model.no}`)}">查看办件</a><button class="btn alt" type="button" data-print hidden>打印</button></div>`,
  })
