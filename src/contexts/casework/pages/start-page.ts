import type { Answers } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { attribute, type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary, note } from '../../../ui/page/parts.ts'
import type { Guide } from '../../catalogue/index.ts'
import { taskChanges } from './change-note.ts'
import { minutesNeeded } from './draft-view.ts'

export type StartModel = {
  readonly guide: Guide
  /** An existing draft whose situation is changed; absent: a new one is begun. */
  readonly draft?: string | undefined
  readonly situation: Answers
  /** What a new version of the guide changed here since the draft was begun. */
  readonly changed?: readonly string[]
  readonly errors: readonly FieldError[]
  /** Whether the person may also apply for another by 授权书: in his own name, for a person's matter, at the beginning. */
  readonly forOthers?: boolean | undefined
  /** Persons who let him apply for them (S-051). */
  readonly clients?: readonly { readonly grant: string; readonly name: string }[] | undefined
  /** The grant of the one that was chosen, '' for oneself. */
  readonly chosen?: string | undefined
  /** For whom the signed-in person acts. */
  readonly applicant: string
  readonly otherDrafts: readonly { readonly id: string; readonly savedAt: string }[]
}

/** The 情形 questions of a guide as a form (R-066). */
export const situationFields = (guide: Guide) =>
  guide.situations.map(({ id, question, options }) => ({ name: id, label: question, kind: 'radios' as const, options }))

/** 为谁办理: oneself, or a person who let him (S-051). */
const forWhom = ({ clients = [], chosen = '', applicant }: StartModel): Html | undefined =>
  clients.length === 0
    ? undefined
    : html`<fieldset class="fg"><legend>为谁办理</legend>${[{ grant: '', name: `${applicant}(本人)` }, ...clients].map(
        ({ grant, name }, i) =>
          html`<div class="pick"><input type="radio" id="f-for-${i}" name="for" value="${grant}"${attribute('checked', grant === chosen)}><label for="f-for-${i}">${name}</label></div>`,
      )}</fieldset>`

const unfinished = (frame: Frame, model: StartModel): Html | undefined => {
  const [last] = model.otherDrafts
  return (
    last &&
    note('info', html`<p>您有一份没有提交的草稿(${last.savedAt} 保存)。<a href="${href(frame, `/apply/${last.id}`)}">接着办</a></p>`)
  )
}

/** 预检: at most a handful of questions decide the situation; conditions are said before anything is asked (ui.md §2.4 step 1). */
export const startPage = (frame: Frame, model: StartModel): Html => {
  const { guide, errors } = model
  return layout(frame, {
    title: '确认办理条件',
    service: guide.name,
    errors: errors.length > 0,
    main: html`${backLink(frame, `/guide/${guide.code}`, '返回办事指南')}
      ${errorSummary(errors)}
      <h1>确认办理条件</h1>
      ${taskChanges(model.changed ?? [])}
      <p>${guide.name}，${!model.clients?.length && html`以 <b>${model.applicant}</b> 的名义申请，`}约 ${minutesNeeded(guide)} 分钟。</p>
      ${model.forOthers && html`<p><a href="${href(frame, `/apply/mandate/${guide.code}`)}">申请人不是我，我为他人代办</a></p>`}
      ${unfinished(frame, model)}
      ${guide.conditions.length > 0 && html`<h2>需要满足</h2><ul>${guide.conditions.map((condition) => html`<li>${condition}</li>`)}</ul>`}
      <form method="post" action="${href(frame, `/apply/start/${guide.code}`)}">
        ${csrfField(frame)}${model.draft && html`<input type="hidden" name="draft" value="${model.draft}">`}
        ${forWhom(model)}
        ${guide.situations.length > 0 && html`<h2>您的情形</h2>`}
        ${formFields(situationFields(guide), model.situation, errors)}
        <div class="acts">${button(model.draft ? '保存并返回任务单' : '符合条件，开始办理')}<a href="${href(frame, `/guide/${guide.code}`)}">不符合，回到指南</a></div>
      </form>`,
  })
}
