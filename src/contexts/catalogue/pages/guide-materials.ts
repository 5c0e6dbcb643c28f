import { isFeel } from '../../../kernel/condition.ts'
import { feelWords } from '../../../kernel/feel-words.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { dataTable, empty } from '../../../ui/page/parts.ts'
import { formText, needText, sourceText } from '../rules/texts.ts'
import { type Guide, type Material, sheetMembers } from '../terms.ts'

const sheetNames = { blank: '空表', sample: '样表' } as const
const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
const endingOf = (name: string): string => /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? ''

/** 空表 and 样表 of a material (R-078, R-079): the department's own, otherwise those made from the form. */
const forms = (frame: Frame, guide: Guide, material: Material, version: number | undefined): Html | undefined => {
  const links = (['blank', 'sample'] as const).flatMap((kind) => {
    const own = material[sheetMembers[kind]]
    const address = `/guide/${guide.code}/forms/${kind}`
    if (own)
      return [
        html`<a href="${href(frame, `${address}/${encodeURIComponent(material.id)}${version === undefined ? '' : `?version=${version}`}`)}" download>${sheetNames[kind]}(${[endingOf(own.name), sizeText(own.size)].filter(Boolean).join(' ')})</a> `,
      ]
    return material.fromForm && guide.form ? [html`<a href="${href(frame, address)}">${sheetNames[kind]}</a> `] : []
  })
  return links.length > 0 ? html`;${links}` : undefined
}

const situationOf = (guide: Guide, { when }: Material): string | undefined => {
  if (when && isFeel(when)) return `${feelWords(when, guide.situations)}时要`
  const situation = guide.situations.find(({ id }) => id === when?.situation)
  const labels = situation?.options.filter(({ value }) => when?.is.includes(value)).map(({ label }) => label)
  return labels && `仅“${labels.join('”或“')}”时`
}

const explanation = (frame: Frame, guide: Guide, material: Material, version: number | undefined): Html => {
  const texts = [
    situationOf(guide, material),
    material.shared ? '由系统取得；信息有误可自行上传' : undefined,
    material.hint,
    material.standard,
  ]
  const basis = material.basis && html`<br><span class="mut">依据：${material.basis}</span>`
  return html`${needText(material)}${texts.filter(Boolean).map((text) => html`;${text}`)}${forms(frame, guide, material, version)}${basis}`
}

const form = (material: Material): Html =>
  html`${formText(material).map((line, i) => html`${i > 0 && html`<br>`}<span class="nw">${line}</span>`)}`

/** 材料 with 来源, 形式, 份数, 必要性 and the forms (R-073…R-075, R-078, R-079); `version` where another than the current one is shown. */
export const materialTable = (frame: Frame, guide: Guide, materials: readonly Material[], version?: number): Html =>
  materials.length === 0
    ? empty(guide.materials.length === 0 ? '未提供' : '这种情形不用交材料。')
    : dataTable({
        caption: '申请材料',
        head: ['材料', '来源', '形式', '说明'],
        rows: materials.map((material) => [
          material.name,
          sourceText(material),
          form(material),
          explanation(frame, guide, material, version),
        ]),
      })
