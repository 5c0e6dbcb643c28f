import { type Feel, isFeel } from '../../../kernel/condition.ts'
import { fieldsOf } from '../../../kernel/form.ts'
import type { Question } from '../rules/process.ts'
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

const questionsFor = ({ guide }: Desk, key: 'situation' | 'field', own: unknown): readonly Question[] => {
  if (key === 'situation') return guide.situations
  const fields = guide.form ? fieldsOf(guide.form) : []
  return fields.filter(({ name }) => name !== own).map(({ name, label, options = [] }) => ({ id: name, question: label, options }))
}

/** When a material is needed or a field is asked. */
export const Condition = ({ desk, path, id }: { readonly desk: Desk; readonly path: Path; readonly id: string }) => {
  const key = keyOf(path)
  const questions = questionsFor(desk, key, memberAt(desk.guide, [...path.slice(0, -1), 'name']))
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
