import { isFeel } from '../../../kernel/condition.ts'
import { feelWords } from '../../../kernel/feel-words.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { dataTable, empty } from '../../../ui/page/parts.ts'
import { formText, needText, sourceText } from '../rules/texts.ts'
import type { Guide, Material } from '../terms.ts'

/** 空表 and 样表 of the form (R-078, R-079). */
const forms = (frame: Frame, guide: Guide): Html =>
  html`<a href="${href(frame, `/guide/${guide.code}/forms/blank`)}">空表</a> <a href="${href(frame, `/guide/${guide.code}/forms/sample`)}">样表</a>`

const situationOf = (guide: Guide, { when }: Material): string | undefined => {
  if (when && isFeel(when)) return `${feelWords(when, guide.situations)}时要`
  const situation = guide.situations.find(({ id }) => id === when?.situation)
  const labels = situation?.options.filter(({ value }) => when?.is.includes(value)).map(({ label }) => label)
  return labels && `仅“${labels.join('”或“')}”时`
}

const explanation = (frame: Frame, guide: Guide, material: Material): Html => {
  const texts = [
    situationOf(guide, material),
    material.shared ? '由系统取得;信息有误可自行上传' : undefined,
    material.hint,
    material.standard,
  ]
  const basis = material.basis && html`<br><span class="mut">依据:${material.basis}</span>`
  return html`${needText(material)}${texts.filter(Boolean).map((text) => html`;${text}`)}${material.fromForm && guide.form && html`;${forms(frame, guide)}`}${basis}`
}

const form = (material: Material): Html =>
  html`${formText(material).map((line, i) => html`${i > 0 && html`<br>`}<span class="nw">${line}</span>`)}`

/** 材料 with 来源, 形式, 份数, 必要性 and the forms (R-073…R-075, R-078, R-079). */
export const materialTable = (frame: Frame, guide: Guide, materials: readonly Material[]): Html =>
  materials.length === 0
    ? empty(guide.materials.length === 0 ? '未提供' : '这种情形不用交材料。')
    : dataTable({
        caption: '申请材料',
        head: ['材料', '来源', '形式', '说明'],
        rows: materials.map((material) => [material.name, sourceText(material), form(material), explanation(frame, guide, material)]),
      })
