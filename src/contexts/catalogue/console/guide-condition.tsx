import { type Feel, isFeel } from '../../../kernel/condition.ts'
import { type Field, fieldsOf } from '../../../kernel/form.ts'
import type { Question } from '../rules/process.ts'
import type { Guide } from '../terms.ts'
import { type Chosen, ConditionField } from './condition-field.tsx'
import { memberAt, type Path, setAt } from './edit-guide.ts'
import type { Desk } from './guide-desk.tsx'

/** Materials ask a 情形, fields another field: what the question is called in their condition. */
const keyOf = (path: Path): 'situation' | 'field' => (path[0] === 'form' ? 'field' : 'situation')
const readChosen = (value: unknown, key: string): Chosen | undefined => {
  const when = value as Feel | { readonly is: readonly string[] } | undefined
  if (!when || isFeel(when)) return when as Feel | undefined
  return { about: String((when as Record<string, unknown>)[key] ?? ''), is: when.is }
}

/** The question itself, or all on the page itself, cannot decide whether it is asked. */
const ownNames = (guide: Guide, path: Path): readonly unknown[] => {
  const owner = memberAt(guide, path.slice(0, -1)) as { readonly name?: string; readonly fields?: readonly Field[] } | undefined
  return owner?.fields ? owner.fields.map(({ name }) => name) : [owner?.name]
}

const questionsFor = ({ guide }: Desk, key: 'situation' | 'field', path: Path): readonly Question[] => {
  if (key === 'situation') return guide.situations
  const fields = guide.form ? fieldsOf(guide.form) : []
  const own = ownNames(guide, path)
  return fields.filter(({ name }) => !own.includes(name)).map(({ name, label, options = [] }) => ({ id: name, question: label, options }))
}

/** When a material is needed, a field is asked, a page is shown. */
export const Condition = ({ desk, path, id }: { readonly desk: Desk; readonly path: Path; readonly id: string }) => {
  const key = keyOf(path)
  const questions = questionsFor(desk, key, path)
  const change = (to: Chosen | undefined): void =>
    desk.edit(setAt(desk.guide, path, to && (isFeel(to) ? to : { [key]: to.about, is: to.is })))
  return (
    <ConditionField
      id={id}
      label="条件"
      chosen={readChosen(memberAt(desk.guide, path), key)}
      questions={questions}
      frozen={desk.frozen}
      none={key === 'field' ? '都问' : '都要'}
      onChange={change}
    />
  )
}
