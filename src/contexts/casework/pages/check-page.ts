import { fieldsOn } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { summaryRows } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, checkbox, csrfField, errorSummary, type Row, summaryList } from '../../../ui/page/parts.ts'
import type { Delivery } from '../terms.ts'
import { deliveryWays } from './deliver-page.ts'
import { askedPages, type DraftView, inWhoseName, materialsToGive } from './draft-view.ts'

const materialRows = (frame: Frame, draft: DraftView): Row[] => {
  const shared = draft.guide.materials
    .filter((material) => material.shared)
    .map((material) => ({ name: material.name, value: `免提交(${material.shared})` }))
  const made = draft.guide.materials
    .filter((material) => material.fromForm)
    .map((material) => ({ name: material.name, value: '由填写的内容生成' }))
  const given = materialsToGive(draft.guide, draft.situation).map((material) => ({
    name: material.name,
    value:
      draft.files
        .filter((file) => file.material === material.id)
        .map((file) => file.name)
        .join('、') || '未提供',
    act: { href: href(frame, `/apply/${draft.id}/materials/${material.id}`), label: '修改' },
  }))
  return [...given, ...made, ...shared]
}

const deliveryRows = (frame: Frame, id: string, delivery: Delivery | undefined): Row[] => [
  {
    name: '方式',
    value: delivery ? deliveryWays[delivery.way] : '未选择',
    act: { href: href(frame, `/apply/${id}/deliver`), label: '修改' },
  },
  ...(delivery?.way === 'post' ? [{ name: '寄到', value: `${delivery.recipient}，${delivery.phone}，${delivery.address}` }] : []),
]

/** 核对 and the declaration: all answers in rows, each with its way back; the key makes a double click one case (U-040). */
export const checkPage = (
  frame: Frame,
  model: { readonly draft: DraftView; readonly key: string; readonly errors: readonly (FieldError & { readonly href?: string })[] },
): Html => {
  const { draft, errors } = model
  const { guide } = draft
  const name = inWhoseName(draft.applicant)
  return layout(frame, {
    title: '核对并提交',
    service: guide.name,
    errors: errors.length > 0,
    main: html`${backLink(frame, `/apply/${draft.id}`, '返回任务单')}
      ${errorSummary(errors)}
      <h1>请核对，确认无误后提交</h1>
      ${name && html`<p><b>${name}</b></p>`}
      ${askedPages(draft).map((page) => html`<h2>${page.title}</h2>${summaryList(summaryRows(fieldsOn(page), draft.answers, href(frame, `/apply/${draft.id}/q/${page.id}?then=check`)))}`)}
      <h2>材料</h2>${summaryList(materialRows(frame, draft))}
      <h2>结果送达</h2>${summaryList(deliveryRows(frame, draft.id, draft.delivery))}
      <h2>收费和时限</h2>${summaryList([
        {
          name: '收费',
          value: guide.charges.length === 0 ? '不收费' : guide.charges.map((charge) => `${charge.name}：${charge.standard}`).join('；'),
        },
        {
          name: '承诺办结',
          value: guide.promisedLimit
            ? `受理后 ${guide.promisedLimit.days} 个${guide.promisedLimit.unit === 'workday' ? '工作日' : '自然日'}`
            : '未提供',
        },
      ])}
      <h2>申请人声明</h2>
      <form method="post" action="${href(frame, `/apply/${draft.id}/submit`)}">
        ${csrfField(frame)}<input type="hidden" name="key" value="${model.key}">
        ${checkbox({ name: 'declared', label: '以上信息和材料真实有效，我同意用于办理本事项。', error: errors.find((error) => error.field === 'declared')?.message })}
        <details><summary>法律责任</summary><p>申请人对申请材料实质内容的真实性负责(行政许可法第三十一条)。隐瞒有关情况或者提供虚假材料的，不予受理或者不予许可，并给予警告(第七十八条)。</p></details>
        <div class="acts">${button('确认提交')}<a href="${href(frame, `/apply/${draft.id}`)}">保存，稍后再办</a><button class="btn alt" type="button" data-print hidden>打印</button></div>
      </form>`,
  })
}
