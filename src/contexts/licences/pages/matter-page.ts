import { addDays, chineseDate, type LocalDate } from '../../../kernel/date.ts'
import type { Answers, Field } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary, note, summaryList } from '../../../ui/page/parts.ts'
import type { Objection } from '../rules.ts'
import { type Licence, type MatterKind, matterKinds } from '../terms.ts'
import { validityOf } from './certs-page.ts'

export type MatterModel = {
  readonly licence: Licence
  readonly kind: MatterKind
  /** The last day of the renewed term. */
  readonly renewTo?: LocalDate
  readonly objection?: Objection
  readonly reason: string
  readonly errors: readonly FieldError[]
}

const questions: Partial<Record<MatterKind, Omit<Field, 'name' | 'kind'>>> = {
  change: { label: '要变更什么', hint: '例如：法定代表人由甲变更为乙' },
  reissue: { label: '为什么补证', hint: '例如：遗失、损毁' },
  cancel: { label: '为什么注销', hint: '例如：不再经营' },
}

/** What is asked before the draft begins; nothing for a renewal. */
export const matterFields = (kind: MatterKind): Field[] => {
  const question = questions[kind]
  return question ? [{ ...question, name: 'reason', kind: 'textarea', max: 500 }] : []
}

const effect = ({ kind, licence, renewTo }: MatterModel): string => {
  if (kind === 'change') return '准予后发给新证，证照编号不变；原证同时失效，查验时显示“已变更”。'
  if (kind === 'reissue') return '准予后补发新证，证照编号和有效期不变；原证同时作废。'
  if (kind === 'cancel') return '准予后证照失效，不能恢复；要再从事这项活动，须重新申请许可。'
  const until = renewTo ? `，延续到${chineseDate(renewTo)}` : ''
  return `准予后自${licence.validTo ? chineseDate(addDays(licence.validTo, 1)) : '期满次日'}起延续，证照编号不变${until}。有效期届满时还没有作出决定的，视为准予延续（行政许可法第五十条）。`
}

const form = (frame: Frame, model: MatterModel): Html => html`<p>${effect(model)}</p>
<p>申请表已按这个证照的申请填好，交过的材料不用再交，有变化的可以换。</p>
<form method="post" action="${href(frame, `/my/certs/${model.licence.id}/${model.kind}`)}" novalidate>${csrfField(frame)}
${formFields(matterFields(model.kind), { reason: model.reason } satisfies Answers, model.errors)}
<div class="acts">${button(`开始申请${matterKinds[model.kind]}`)}<a href="${href(frame, `/my/certs/${model.licence.id}`)}">返回证照</a></div></form>`

/** Before a 变更, 延续, 补证 or 注销 begins: what it does to the licence, or why not now and what else. */
export const matterPage = (frame: Frame, model: MatterModel): Html => {
  const { licence, kind, objection, errors } = model
  const title = `申请${matterKinds[kind]}`
  return layout(frame, {
    title,
    errors: errors.length > 0,
    main: html`${backLink(frame, `/my/certs/${licence.id}`, '返回证照')}
${errorSummary(errors)}
<h1>${title}</h1>
${summaryList([
  { name: '证照', value: licence.typeName },
  { name: '证照编号', value: licence.number },
  { name: '持证主体', value: licence.holderName },
  { name: '有效期', value: validityOf(licence) },
])}
${objection ? note('warn', html`<p><b>${objection.title}。</b>${objection.instead ? `${objection.instead}。` : ''}${objection.article ? `（${objection.article}）` : ''}</p>`) : form(frame, model)}`,
  })
}
