import { type FormPage, fieldsOn } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { formFields } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, csrfField, errorSummary } from '../../../ui/page/parts.ts'
import { taskChanges } from './change-note.ts'
import { type DraftView, whyReopened } from './draft-view.ts'

export type QuestionModel = {
  readonly draft: DraftView
  readonly page: FormPage
  readonly errors: readonly FieldError[]
  /** Come from 核对: saving leads back there. */
  readonly fromCheck: boolean
}

/** One question, or one tight group of them; saved whatever is typed, checked when the person goes on (ui.md §2.4 step 3). */
export const questionPage = (frame: Frame, { draft, page, errors, fromCheck }: QuestionModel): Html => {
  const action = href(frame, `/apply/${draft.id}/q/${page.id}`)
  return layout(frame, {
    title: page.title,
    service: draft.guide.name,
    errors: errors.length > 0,
    main: html`${backLink(frame, `/apply/${draft.id}`, '返回任务单')}
      ${errorSummary(errors)}
      <h1>${page.title}</h1>
      ${taskChanges(whyReopened(draft, `q-${page.id}`))}
      <form method="post" action="${action}" novalidate data-autosave>
        ${csrfField(frame)}${fromCheck && html`<input type="hidden" name="then" value="check">`}
        ${formFields(fieldsOn(page), draft.answers, errors, draft.prefilled)}
        <div class="acts">${button('保存并继续')}${button('保存，稍后再办', { name: 'later', value: '1', alt: true })}</div>
      </form>`,
  })
}
