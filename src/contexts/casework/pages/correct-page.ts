import { chineseDateWithWeekday } from '../../../kernel/date.ts'
import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { fileField, formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary, note, tag } from '../../../ui/page/parts.ts'
import type { HandIn, ToMend } from '../rules/to-mend.ts'
import type { CaseModel } from './case-model.ts'
import type { DraftFile } from './draft-view.ts'
import { fileList } from './material-page.ts'

export type CorrectModel = {
  readonly kind: HandIn
  readonly case: CaseModel
  readonly toMend: readonly ToMend[]
  readonly answers: Answers
  /** Handed in since the notice, not yet submitted. */
  readonly files: readonly DraftFile[]
  readonly errors: readonly FieldError[]
  readonly notice?: string
}

const titles = { correct: '需要您补正', supplyGaps: '需要您补齐', supplyMore: '请您补充', resubmit: '预审没有通过，需要修改' } as const
const acts = { correct: '提交补正', supplyGaps: '补齐提交', supplyMore: '提交补充材料', resubmit: '重新提交' } as const

const reason = (item: ToMend): Html =>
  html`${item.isWaived && html`<p>${tag('ok', '可以不补')} 新版办事指南不再要求这一项。</p>`}<p>原因：${item.problem}</p><p>怎样补：${item.cure}</p>${item.basis && html`<p class="mut">依据：${item.basis}</p>`}`

const materialItem = (frame: Frame, model: CorrectModel, item: ToMend): Html => {
  const base = `/my/cases/${model.case.no}/correct`
  const files = model.files.filter((file) => file.material === item.target)
  const error = model.errors.find((one) => one.field === `m-${item.target}`)?.message
  return html`<li class="${files.length > 0 ? 'done' : 'stop'}" id="f-m-${item.target}"><h2 class="st">${item.name}</h2>${reason(item)}
    ${files.length > 0 && fileList(frame, files, href(frame, `${base}/remove`))}
    <form method="post" enctype="multipart/form-data" action="${href(frame, `${base}/${encodeURIComponent(item.target)}`)}?_csrf=${encodeURIComponent(frame.csrf())}" data-upload>
      ${fileField({ name: `file-${item.target}`, label: `重新上传${item.name}`, error })}
      <div class="acts"><button class="btn alt" type="submit">上传<span class="sr">${item.name}</span></button></div>
    </form></li>`
}

const fieldItem = (model: CorrectModel, item: ToMend, field: Field): Html =>
  html`<li class="stop"><h2 class="st">${item.name}</h2>${reason(item)}${formFields([field], model.answers, model.errors)}</li>`

/** 告知单: numbered cures, each with its own control beside it; only what the notice lists is open (U-047). */
export const correctPage = (frame: Frame, model: CorrectModel): Html => {
  const { correctionDue, supplementDue } = model.case.clock
  const deadline = model.kind === 'correct' ? correctionDue : model.kind === 'supplyGaps' ? supplementDue : undefined
  const materials = model.toMend.filter((item) => !item.field)
  const fields = model.toMend.filter((item) => item.field)
  return layout(frame, {
    title: titles[model.kind],
    service: model.case.itemName,
    errors: model.errors.length > 0,
    main: html`${backLink(frame, `/my/cases/${model.case.no}`, '返回办件')}
      ${errorSummary(model.errors)}
      <h1>${titles[model.kind]} ${model.toMend.length} 项</h1>
      ${deadline && note('warn', html`<p>请在 <b class="num">${chineseDateWithWeekday(deadline.on)}</b> 前补齐。全部补齐后从收到补正材料那天起受理，次日开始计算时限。逾期没有补正视为撤回，可以重新申请。</p>`)}
      ${model.kind === 'supplyMore' && note('info', html`<p>办件已经受理，办理时限照常计算，您补充得越早，办得越快。</p>`)}
      ${model.notice && html`<p class="noprint"><a href="${model.notice}">打印告知书(PDF)</a></p>`}
      ${materials.length > 0 && html`<ol class="spine">${materials.map((item) => materialItem(frame, model, item))}</ol>`}
      <form method="post" action="${href(frame, `/my/cases/${model.case.no}/correct`)}" novalidate>
        ${csrfField(frame)}
        ${fields.length > 0 && html`<ol class="spine">${fields.flatMap((item) => (item.field ? [fieldItem(model, item, item.field)] : []))}</ol>`}
        <div class="acts">${button(acts[model.kind])}${fields.length > 0 && button('保存，稍后再提交', { name: 'later', value: '1', alt: true })}</div>
      </form>`,
  })
}
