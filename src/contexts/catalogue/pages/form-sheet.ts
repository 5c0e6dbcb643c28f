import { isFeel } from '../../../kernel/condition.ts'
import { feelWords } from '../../../kernel/feel-words.ts'
import { answerText, askedIn, type Field, type FieldKind, type Form, fieldsOf } from '../../../kernel/form.ts'
import { usccCheckDigit } from '../../../kernel/identifiers.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { tag } from '../../../ui/page/parts.ts'
import type { Guide } from '../terms.ts'

/** 空表 is filled in by hand, 样表 shows how (R-078, R-079). */
export type SheetKind = 'blank' | 'sample'
const kindNames: Record<SheetKind, string> = { blank: '空表', sample: '样表' }

const firstOfUscc = '91150600MA0EXMP10'

/** Nobody's: values of the sandbox, so that a sample never names a living person. */
const byPrefill: Partial<Record<string, string>> = {
  'person.name': '示例甲',
  'person.idNumber': '150602198803159029',
  'person.phone': '13900010001',
  'person.sex': '女',
  'person.ethnicity': '汉族',
  'person.birth': '1988-03-15',
  'organisation.name': '鄂尔多斯市示例商贸有限公司',
  'organisation.uscc': firstOfUscc + usccCheckDigit(firstOfUscc),
  'organisation.legalRepresentative': '示例丙',
}
const byKind: Record<FieldKind, string> = {
  text: '示例',
  textarea: '示例：按实际情况填写',
  number: '1',
  yuan: '1200',
  date: '2026-03-02',
  radios: '',
  checkboxes: '',
  select: '',
  idNumber: '150602198803159029',
  uscc: firstOfUscc + usccCheckDigit(firstOfUscc),
  phone: '13900010001',
  email: 'name@example.cn',
  address: '内蒙古自治区鄂尔多斯市东胜区示例路 1 号',
}

const sampleAnswer = (field: Field): string => {
  const known = byPrefill[field.prefill ?? '']
  const option = field.options?.find(({ value, label }) => value === known || label === known) ?? field.options?.[0]
  if (option) return answerText(field, field.kind === 'checkboxes' ? [option.value] : option.value)
  return answerText(field, known ?? (field.kind === 'text' ? `示例${field.label}` : byKind[field.kind]))
}

const blankAnswer = (field: Field): Html =>
  field.options ? html`${field.options.map(({ label }) => html`<span class="box">□ ${label}</span> `)}` : html`<span class="write"></span>`

const condition = (form: Form, { when }: Pick<Field, 'when'>): string | undefined => {
  const fields = fieldsOf(form)
  if (when && isFeel(when)) return `${feelWords(when, askedIn(fields))}时填`
  const asked = fields.find(({ name }) => name === when?.field)
  const labels = asked?.options?.filter(({ value }) => when?.is.includes(value)).map(({ label }) => label)
  return asked && labels && `“${asked.label}”选“${labels.join('”或“')}”时填`
}

const line = (form: Form, field: Field, kind: SheetKind): Html => {
  const hints = [condition(form, field), field.optional ? '选填' : undefined, kind === 'blank' ? field.hint : undefined].filter(Boolean)
  return html`<tr><th scope="row">${field.label}${hints.length > 0 && html`<br><small class="mut">${hints.join(';')}</small>`}</th><td>${kind === 'blank' ? blankAnswer(field) : sampleAnswer(field)}</td></tr>`
}

const titleOf = (guide: Guide): string => guide.materials.find(({ fromForm }) => fromForm)?.name ?? `${guide.name}申请表`

/** The form of a guide on A4: to be written on, or filled in as an example. */
export const formSheet = (frame: Frame, guide: Guide, form: Form, kind: SheetKind): Html =>
  layout(
    { ...frame, embed: true },
    {
      title: `${titleOf(guide)}(${kindNames[kind]})`,
      main: html`<nav class="crumb noprint" aria-label="返回"><a href="${href(frame, `/guide/${guide.code}`)}">返回办事指南</a></nav>
      <h1>${titleOf(guide)} ${tag('plain', kindNames[kind])}</h1>
      <p class="mut">${guide.name} · ${guide.department} · <span class="num">${guide.code}</span></p>
      ${form.pages.map(
        (page) =>
          html`<table class="sheet"><caption>${page.title}${condition(form, page) && html` <small class="mut">(${condition(form, page)})</small>`}</caption><tbody>${page.fields.map((field) => line(form, field, kind))}</tbody></table>`,
      )}
      <p>本人(本单位)对以上内容和所交材料的真实性负责。</p>
      <p>申请人签名(盖章)：${kind === 'sample' ? '示例甲' : '　　　　　　　　'}　　日期：${kind === 'sample' ? '2026年3月2日' : '　　　年　　月　　日'}</p>
      <p class="mut noprint">用浏览器的打印功能打印这一页。在线办理时不用填纸质表，系统按您的回答生成。</p>`,
    },
  )
