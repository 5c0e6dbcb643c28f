import { holds, isFeel } from '../../../kernel/condition.ts'
import type { Guide, Material, SituationAnswers } from '../terms.ts'

/** The answers that this guide asks for, from whatever was sent; anything else is dropped. */
export const knownAnswers = (guide: Pick<Guide, 'situations'>, sent: Readonly<Record<string, unknown>>): SituationAnswers =>
  Object.fromEntries(
    guide.situations.flatMap(({ id, options }) => {
      const option = options.find(({ value }) => value === sent[id])
      return option ? [[id, option.value]] : []
    }),
  )

const remains = ({ when }: Material, answers: SituationAnswers): boolean => {
  if (when === undefined) return true
  if (isFeel(when)) return holds(when, answers) !== false
  const answer = answers[when.situation]
  return answer === undefined || when.is.includes(String(answer))
}

/** the materials that remain in a situation; a question that was not answered takes nothing away. */
export const materialsIn = (guide: Pick<Guide, 'materials'>, answers: SituationAnswers): Material[] =>
  guide.materials.filter((material) => remains(material, answers))

/** Whether the applicant hands this in: neither shared by its owner nor made from the form. */
export const isHandedIn = (material: Material): boolean => material.shared === undefined && !material.fromForm
