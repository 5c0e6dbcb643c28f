import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, errorSummary, pager, tag } from '../../../ui/page/parts.ts'
import type { Lamp, Stage } from '../terms.ts'
import { stages } from '../terms.ts'
import { lampTag, moment } from './case-page.ts'
import { inFours } from './done-page.ts'

const home = { name: '首页', href: '/' }
const mine = { name: '我的', href: '/my' }

export type CaseLine = {
  readonly no: string
  readonly itemName: string
  readonly department: string
  readonly stage: Stage
  readonly lamp?: Lamp
  readonly applicantsTurn: boolean
  readonly promisedDue: LocalDate | null
  readonly submittedAt: string
}
export type DraftLine = {
  readonly id: string
  readonly name: string
  readonly done: number
  readonly total: number
  readonly savedAt: string
  readonly keptUntil: string
}

/** One case in a list: what, in which state, by when, what next. */
export const caseLine = (
  frame: Frame,
  line: CaseLine,
): Html => html`<li><h2><a href="${href(frame, `/my/cases/${line.no}`)}">${line.itemName}</a></h2>
  <p>${line.applicantsTurn ? tag('warn', '等您处理') : tag('plain', stages[line.stage])} ${line.lamp && lampTag(line.lamp)} ${line.lamp && line.promisedDue && html`<span class="num">承诺 ${chineseDate(line.promisedDue)} 前办结</span>`}</p>
  <p class="mut">${line.department} · 编号 <span class="num">${inFours(line.no)}</span> · ${moment(line.submittedAt)} 提交</p></li>`

export const draftLine = (
  frame: Frame,
  line: DraftLine,
): Html => html`<li><h2><a href="${href(frame, `/apply/${line.id}`)}">${line.name}</a></h2>
  <p class="mut">已完成 <span class="num">${line.done} / ${line.total}</span> · ${moment(line.savedAt)} 保存 · 保留到 ${chineseDate(line.keptUntil as LocalDate)}</p></li>`

export const casesPage = (frame: Frame, lines: readonly CaseLine[], next: string | undefined): Html =>
  layout(frame, {
    title: '我的办件',
    crumbs: [mine],
    main: html`<h1>我的办件</h1>
      ${lines.length === 0 ? empty('您还没有办件。', { href: href(frame, '/personal'), label: '去办事' }) : html`<ul class="rows">${lines.map((line) => caseLine(frame, line))}</ul>`}
      ${pager({ next })}`,
  })

export const draftsPage = (frame: Frame, lines: readonly DraftLine[]): Html =>
  layout(frame, {
    title: '我的草稿',
    crumbs: [mine],
    main: html`<h1>我的草稿</h1>
      ${lines.length === 0 ? empty('没有草稿。', { href: href(frame, '/personal'), label: '去办事' }) : html`<ul class="rows">${lines.map((line) => draftLine(frame, line))}</ul>`}`,
  })

export type TrackModel = { readonly no: string; readonly errors: readonly FieldError[] }
const messageOf = ({ errors }: TrackModel, field: string): string | undefined => errors.find((one) => one.field === field)?.message

/** 查进度 by number and code, without signing in (P10). A wrong pair gets one neutral sentence. */
export const trackPage = (frame: Frame, model: TrackModel): Html =>
  layout(frame, {
    title: '查进度',
    crumbs: [home],
    errors: model.errors.length > 0,
    main: html`${errorSummary(model.errors)}
      <h1>查进度</h1>
      <p>办件编号和查询码在收件回执和提交成功的页面上。</p>
      <form method="post" action="${href(frame, '/track')}">${csrfField(frame)}
        ${plainField({ name: 'no', label: '办件编号', value: model.no, error: messageOf(model, 'no') })}
        ${plainField({ name: 'code', label: '查询码', hint: '6 位字母和数字', width: 'w-id', error: messageOf(model, 'code') })}
        <div class="acts">${button('查询')}</div></form>`,
  })

export type NoticeLine = {
  readonly no: string
  readonly itemName: string
  readonly department: string
  readonly applicant: string
  readonly outcome: 'granted' | 'denied'
  readonly decidedOn: LocalDate
}
/** 审批办件公告 (R-004): results in public, natural persons masked. */
export const noticesPage = (frame: Frame, lines: readonly NoticeLine[], next: string | undefined): Html =>
  layout(frame, {
    title: '审批办件公告',
    description: '已经作出决定的办件',
    current: 'open',
    crumbs: [home],
    wide: true,
    main: html`<h1>审批办件公告</h1>
      <p class="mut">决定作出后 7 个工作日内公开。个人姓名已作隐去处理。</p>
      ${
        lines.length === 0
          ? empty('近一年没有可以公开的办件结果。')
          : dataTable({
              caption: '审批办件公告',
              head: ['事项', '申请人', '决定', '日期', '部门', '编号'],
              rows: lines.map((line) => [
                line.itemName,
                line.applicant,
                line.outcome === 'granted' ? '准予' : '不予',
                chineseDate(line.decidedOn),
                line.department,
                html`<span class="num">${line.no}</span>`,
              ]),
            })
      }
      ${pager({ next })}`,
  })
