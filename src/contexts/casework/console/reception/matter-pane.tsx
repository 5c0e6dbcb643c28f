import { type KeyboardEvent, useEffect, useRef } from 'react'
import { type Answers, checkAnswers, type Field, fieldsOf, fieldsOn, isPageAsked } from '../../../../kernel/form.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { controlId, type FieldErrors, FormFields } from '../../../../ui/console/form-fields.tsx'
import type { Delivery } from '../../terms.ts'
import type { WindowGuide } from './shapes.ts'
import type { OpenDraft, Typed } from './use-draft.ts'

const ways: Record<Delivery['way'], string> = { window: '到窗口领取', post: '邮寄', electronic: '电子送达' }

/** A 情形 question may bear the name of a question of the form: on the screen it is told apart. */
const asked = (id: string): string => `s-${id}`
const situationAnswers = (situation: Answers): Answers =>
  Object.fromEntries(Object.entries(situation).map(([id, value]) => [asked(id), value]))

/** The 情形 questions of the item. */
export const situationFields = ({ situations }: WindowGuide): Field[] =>
  situations.map(({ id, question, options }) => ({ name: asked(id), label: question, kind: 'radios' as const, options }))

/** How the result shall be handed over; for the post who and where. */
export const deliveryFields = ({ deliveries }: WindowGuide): Field[] => {
  const offered = deliveries.length > 0 ? deliveries : (['window'] as const)
  const when = { field: 'delivery', is: ['post'] }
  return [
    { name: 'delivery', label: '结果怎样给申请人', kind: 'radios', options: offered.map((way) => ({ value: way, label: ways[way] })) },
    { name: 'recipient', label: '收件人姓名', kind: 'text', when },
    { name: 'deliveryPhone', label: '收件人手机号码', kind: 'phone', when },
    { name: 'address', label: '收件地址', kind: 'address', when },
  ]
}
export const deliveryAnswers = (delivery: Delivery | undefined) => ({
  delivery: delivery?.way ?? '',
  recipient: delivery?.recipient ?? '',
  deliveryPhone: delivery?.phone ?? '',
  address: delivery?.address ?? '',
})

/** Everything wrong on the form, by the names of its questions: the same checks as the citizen's pages. */
export const wrongOf = (guide: WindowGuide, { answers, situation, delivery }: Typed): FieldErrors =>
  Object.fromEntries(
    [
      ...checkAnswers(situationFields(guide), situationAnswers(situation)),
      ...checkAnswers(guide.form ? fieldsOf(guide.form) : [], answers),
      ...checkAnswers(deliveryFields(guide), deliveryAnswers(delivery)),
    ].map(({ field, message }) => [field, message]),
  )

const withDelivery = (before: Delivery | undefined, name: string, value: string): Delivery => {
  const base = before ?? { way: 'window' as const }
  if (name === 'delivery') return { ...base, way: value as Delivery['way'] }
  const key = { recipient: 'recipient', deliveryPhone: 'phone', address: 'address' }[name] as 'recipient' | 'phone' | 'address'
  const { [key]: _, ...rest } = base
  return value ? { ...rest, [key]: value } : rest
}

const focusable = 'input:not([type=hidden]),select,textarea,button'

/** Enter leads to the next control, as in every counter programme; a text area keeps it. */
const onEnter = (event: KeyboardEvent<HTMLFormElement>): void => {
  const { target } = event
  if (event.key !== 'Enter' || event.ctrlKey || !(target instanceof HTMLElement) || target.matches('textarea,button')) return
  event.preventDefault()
  const controls = [...document.querySelectorAll<HTMLElement>(`.desk-matter :is(${focusable}),.desk-materials :is(${focusable})`)]
  controls[controls.indexOf(target) + 1]?.focus()
}

/** Moves to the first question that still wants an answer, else to the materials. */
const focusFirstOpen = (open: OpenDraft): void => {
  const [first] = Object.keys(wrongOf(open.guide, open.typed))
  document.getElementById(first ? controlId(first) : 'all-there')?.focus()
}

const savedWords: Record<OpenDraft['saving'], string> = { saved: '已保存', waiting: '正在保存…', failed: '没有存上，内容还在本页，会再试' }

type Props = { readonly open: OpenDraft; readonly errors: FieldErrors }

/** Middle pane: situation, form and delivery; the same definition as the citizen's pages. */
export const MatterPane = ({ open, errors }: Props) => {
  const { guide, typed, saving, draft } = open
  const begun = useRef<string>(undefined)
  useEffect(() => {
    if (begun.current === draft.id) return
    begun.current = draft.id
    focusFirstOpen(open)
  })
  const answer = (name: string, value: string | readonly string[]): void =>
    open.change({ ...typed, answers: { ...typed.answers, [name]: value } })
  return (
    <form className="desk-matter desk-form" onKeyDown={onEnter} onSubmit={(event) => event.preventDefault()} aria-label="申请内容">
      <p>
        <span className="quiet">{guide.department}</span> <span role="status">{savedWords[saving]}</span>
      </p>
      <FormFields
        fields={situationFields(guide)}
        answers={situationAnswers(typed.situation)}
        errors={errors}
        onChange={(name, value) => open.change({ ...typed, situation: { ...typed.situation, [name.slice(asked('').length)]: value } })}
      />
      {(guide.form?.pages ?? [])
        .filter((page) => isPageAsked({ pageWhen: page.when }, typed.answers))
        .map((page) => (
          <section key={page.id}>
            <h3>{page.title}</h3>
            <FormFields fields={fieldsOn(page)} answers={typed.answers} errors={errors} onChange={answer} />
          </section>
        ))}
      <h3>送达</h3>
      <FormFields
        fields={deliveryFields(guide)}
        answers={deliveryAnswers(typed.delivery)}
        errors={errors}
        onChange={(name, value) => open.change({ ...typed, delivery: withDelivery(typed.delivery, name, String(value)) })}
      />
      <p className="quiet">
        <Key name="↵" /> 到下一项
      </p>
    </form>
  )
}
