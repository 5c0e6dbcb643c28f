import { feelFault, isFeel } from '../../../kernel/condition.ts'
import { fieldsOf } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { Guide } from '../terms.ts'

type Placed = { readonly path: string; readonly when?: object | undefined; readonly names: readonly string[] }

/** Every place of a guide that may have a condition of its own, with the names it may ask for; steps are looked at with their process. */
const places = ({ situations, materials, form }: Pick<Guide, 'situations' | 'materials' | 'form'>): Placed[] => {
  const asked = situations.map(({ id }) => id)
  const fields = form ? fieldsOf(form).map(({ name }) => name) : []
  return [
    ...materials.map(({ when }, i) => ({ path: `materials.${i}.when`, when, names: asked })),
    ...(form?.pages ?? []).map(({ when, fields: own }, page) => ({
      path: `form.pages.${page}.when`,
      when,
      names: fields.filter((name) => !own.some((field) => field.name === name)),
    })),
    ...(form?.pages ?? []).flatMap(({ fields: ofPage }, page) =>
      ofPage.map(({ name, when }, i) => ({
        path: `form.pages.${page}.fields.${i}.when`,
        when,
        names: fields.filter((other) => other !== name),
      })),
    ),
  ]
}

/** Expressions that cannot be read or ask for what nobody is asked: where, and why. */
export const conditionFaults = (guide: Pick<Guide, 'situations' | 'materials' | 'form'>): FieldError[] =>
  places(guide).flatMap(({ path, when, names }) => {
    const fault = when && isFeel(when) ? feelFault(when, names) : undefined
    return fault ? [{ field: path, message: `条件第 ${fault.at + 1} 个字：${fault.why}` }] : []
  })
