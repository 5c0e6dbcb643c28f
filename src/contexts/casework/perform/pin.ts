import { holds, isFeel } from '../../../kernel/condition.ts'
import type { Answers } from '../../../kernel/form.ts'
import { placed } from '../../../kernel/process.ts'
import type { Guide, GuideVersion, Material } from '../../catalogue/index.ts'
import { present } from '../rules/present.ts'
import type { Delivery, Pinned } from '../terms.ts'

const promiseLettersOf = (guide: Guide): string[] | undefined => {
  const letters = guide.materials.filter(({ name }) => name.includes('承诺书')).map(({ id }) => id)
  return letters.length > 0 ? letters : undefined
}

/** What a case keeps of the guide it is filed under. */
export const pinnedOf = ({ guide, version }: GuideVersion, situation: Answers = {}): Pinned => {
  const unit = guide.legalLimit?.unit ?? guide.promisedLimit?.unit ?? 'workday'
  return present({
    item: guide.code,
    itemName: guide.name,
    guideVersion: version,
    itemType: guide.type,
    division: guide.division,
    department: guide.department,
    departmentCode: guide.departmentCode,
    depth: guide.onlineDepth,
    unit,
    promisedUnit: guide.promisedLimit && guide.promisedLimit.unit !== unit ? guide.promisedLimit.unit : undefined,
    legal: guide.legalLimit?.days ?? null,
    promised: guide.promisedLimit?.days ?? null,
    instant: guide.projectType === '1',
    steps: placed(guide.steps).map(({ id, after, when, name, by, days, twoPersons }) =>
      present({ id, after, when, name, by, days, twoPersons }),
    ),
    situation: Object.keys(situation).length > 0 ? situation : undefined,
    toleratesGaps: guide.materials.some((m) => m.need === '3'),
    onPromise: guide.onPromise,
    promiseLetters: promiseLettersOf(guide),
  })
}

const chosen = (answer: string | readonly string[] | undefined): readonly string[] =>
  answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer

/** Whether a material belongs to the situation that was answered. */
export const inSituation = ({ when }: Material, situation: Answers): boolean => {
  if (when === undefined) return true
  return isFeel(when) ? holds(when, situation) === true : chosen(situation[when.situation]).some((value) => when.is.includes(value))
}

/** What the applicant hands in himself: in his situation, not shared by its owner, not made from the form. */
export const toHandIn = (guide: Guide, situation: Answers): Material[] =>
  guide.materials.filter((m) => inSituation(m, situation) && !m.shared && !m.fromForm)

/** Whether the chosen way of delivery is one that the guide offers; without a list of ways the window is always one. */
export const isOffered = ({ deliveries }: Pick<Guide, 'deliveries'>, delivery: Delivery | undefined): boolean =>
  delivery !== undefined && (deliveries.length === 0 || deliveries.includes(delivery.way))
