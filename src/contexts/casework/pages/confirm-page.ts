import { type Answers, type Field, fieldsOf } from '../../../kernel/form.ts'
import { maskIdNumber, maskPhone } from '../../../kernel/text.ts'
import { summaryRows } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, type Row, summaryList } from '../../../ui/page/parts.ts'
import { deliveryWays } from './deliver-page.ts'
import { type DraftView, materialsToGive } from './draft-view.ts'

export type ConfirmModel = {
  readonly draft: DraftView
  readonly token: string
  readonly answer?: 'right' | 'wrong' | undefined
  /** Changed since it was asked: what is on the screen is not what will be confirmed. */
  readonly changed: boolean
}

const who = ({ applicant }: DraftView): Row[] => [
  { name: applicant.kind === 'person' ? '申请人' : '申请单位', value: applicant.name },
  {
    name: applicant.kind === 'person' ? '身份证号' : '统一社会信用代码',
    value: applicant.kind === 'person' ? maskIdNumber(applicant.idNumber) : applicant.idNumber,
  },
  { name: '联系电话', value: applicant.phone ? maskPhone(applicant.phone) : '未填写' },
  ...(applicant.agent ? [{ name: applicant.kind === 'person' ? '代办人' : '经办人', value: applicant.agent.name }] : []),
]

const delivery = ({ delivery: chosen }: DraftView): Row[] => {
  if (!chosen) return [{ name: '结果送达', value: '还没有选择' }]
  const to = [chosen.recipient, chosen.phone, chosen.address].filter(Boolean).join(',')
  return [{ name: '结果送达', value: to ? `${deliveryWays[chosen.way]}：${to}` : deliveryWays[chosen.way] }]
}

const situation = ({ guide, situation: answers }: DraftView): Row[] =>
  guide.situations.flatMap(({ id, question, options }) => {
    const chosen = options.find(({ value }) => [answers[id] ?? ''].flat().includes(value))
    return chosen ? [{ name: question, value: chosen.label }] : []
  })

const material = (draft: DraftView): Row[] =>
  materialsToGive(draft.guide, draft.situation).map(({ id, name }) => {
    const files = draft.files.filter((file) => file.material === id).length
    return { name, value: files > 0 ? `电子文件 ${files} 个` : '交到窗口' }
  })

/** Numbers of persons as the hall may see them. */
const masked = (fields: readonly Field[], answers: Answers): Answers => {
  const masks: Partial<Record<Field['kind'], (text: string) => string>> = { idNumber: maskIdNumber, phone: maskPhone }
  const hidden = fields.flatMap(({ name, kind }) => {
    const [mask, answer] = [masks[kind], answers[name]]
    return mask && typeof answer === 'string' && answer !== '' ? [[name, mask(answer)] as const] : []
  })
  return { ...answers, ...Object.fromEntries(hidden) }
}

const filledIn = ({ guide, answers }: DraftView): Row[] => {
  const fields = guide.form ? fieldsOf(guide.form) : []
  return summaryRows(fields, masked(fields, answers))
}

const words = { right: '您已确认：内容无误。', wrong: '已告诉工作人员：内容有误。' } as const

const answerForm = (frame: Frame, token: string): Html => html`
  <form method="post" action="${href(frame, `/confirm/${token}`)}">${csrfField(frame)}
    <div class="fg"><label for="f-words">有误的话，请写明哪里不对(选填)</label><textarea id="f-words" name="words" rows="2" maxlength="500"></textarea></div>
    <div class="acts">${button('内容无误，我确认', { name: 'answer', value: 'right' })}${button('内容有误', { name: 'answer', value: 'wrong', alt: true })}</div>
  </form>`

/** The customer's screen at the window: what will be handed in, to be confirmed by touch. Numbers are masked, the hall may look on. */
export const confirmPage = (frame: Frame, { draft, token, answer, changed }: ConfirmModel): Html =>
  layout(
    { ...frame, embed: true },
    {
      title: '请核对您的申请',
      service: draft.guide.name,
      main: html`<h1>请核对您的申请</h1><p>${draft.guide.name} · ${draft.guide.department}</p>
        ${changed && !answer && html`<p class="note warn">内容刚刚有改动，请工作人员重新发起核对。</p>`}
        ${answer && html`<p class="note" role="status">${words[answer]}</p>`}
        ${summaryList([...who(draft), ...situation(draft)])}
        ${draft.guide.form && html`<h2>填写内容</h2>${summaryList(filledIn(draft))}`}
        <h2>材料和送达</h2>${summaryList([...material(draft), ...delivery(draft)])}
        ${!answer && !changed && answerForm(frame, token)}`,
    },
  )

/** After it is over: nothing of the application is shown any more. */
export const confirmOverPage = (frame: Frame): Html =>
  layout(
    { ...frame, embed: true },
    {
      title: '核对已结束',
      main: html`<h1>核对已结束</h1><p>申请已经提交，或者这次核对超过了时间。请看工作人员的提示。</p>`,
    },
  )
