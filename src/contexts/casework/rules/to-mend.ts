import { type Answers, checkAnswers, type Field, type Form, fieldsOf } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { ActDetails, ActName, Case } from '../terms.ts'
import { moreMaterial } from './guard.ts'

/** The acts with which something is handed in that was asked for. */
export const handInActs = ['correct', 'supplyGaps', 'supplyMore', 'resubmit'] as const satisfies readonly ActName[]
export type HandIn = (typeof handInActs)[number]

/** One thing that is asked for: a material to hand in again, or an answer to correct. */
export type ToMend = {
  readonly target: string
  readonly name: string
  readonly problem: string
  readonly cure: string
  readonly basis?: string
  readonly field?: Field
  /** A newer guide does not ask for it any more: it may be left out. */
  readonly isWaived?: boolean
}

/** What is known of a case that waits for its applicant. `missing`: its gaps by name; `timeline`: its acts, oldest first. */
export type Waiting = {
  readonly state: Case
  readonly guide?: {
    readonly form?: Form
    readonly materials: readonly { readonly id: string; readonly name: string; readonly shared?: unknown; readonly fromForm?: boolean }[]
  }
  readonly missing: readonly { readonly id: string; readonly name: string }[]
  readonly timeline: readonly { readonly act: ActName; readonly words?: string }[]
  readonly since?: { readonly waived: readonly string[] }
}

/** What is handed in with these open acts, if anything is. */
export const handInOf = (open: readonly ActName[]): HandIn | undefined => handInActs.find((act) => open.includes(act))

const defectsOf = ({ state, guide }: Waiting): ToMend[] => {
  const fields = guide?.form ? fieldsOf(guide.form) : []
  return (state.correction?.defects ?? []).map((defect) => {
    const field = fields.find((one) => one.name === defect.target)
    return { ...defect, ...(field ? { field } : {}) }
  })
}
const moreOf = ({ state }: Waiting): ToMend[] => {
  const asked = state.moreAsked.filter(({ suppliedOn }) => suppliedOn === undefined).map(({ request }) => request)
  return [{ target: moreMaterial, name: '补充材料', problem: asked.join(';'), cure: '上传齐全的材料，可以上传多个文件' }]
}
const returnedOf = ({ guide, timeline }: Waiting): ToMend[] => {
  const problem = timeline.findLast((row) => row.act === 'preReviewReturn')?.words ?? '见预审意见'
  return (guide?.materials ?? [])
    .filter((material) => !material.shared && !material.fromForm)
    .map(({ id, name }) => ({ target: id, name, problem, cure: '需要修改的重新上传，不用改的不用传' }))
}

const asked: Record<HandIn, (waiting: Waiting) => ToMend[]> = {
  correct: defectsOf,
  supplyGaps: ({ missing }) => missing.map(({ id, name }) => ({ target: id, name, problem: '受理时还没有交', cure: '上传齐全的材料' })),
  supplyMore: moreOf,
  resubmit: returnedOf,
}

/** What is to be handed in: the defects of the notice, the gaps, or after a returned pre-review everything that may be changed. */
export const toMendOf = (waiting: Waiting, kind: HandIn): readonly ToMend[] =>
  asked[kind](waiting).map((item) => (waiting.since?.waived.includes(item.target) ? { ...item, isWaived: true } : item))

/** What has been handed in so far: files, what the window ticked, answers. */
export type Handed = {
  readonly files: readonly { readonly material: string }[]
  readonly checked?: ActDetails['checked']
  readonly answers: Answers
}

/** What of it is still missing or wrong, field by field; `m-` heads the id of a material. */
export const stillToMend = (toMend: readonly ToMend[], kind: HandIn, { files, checked = [], answers }: Handed): FieldError[] => {
  const isThere = (target: string): boolean => [...files, ...checked].some(({ material }) => material === target)
  const absent = kind === 'resubmit' ? [] : toMend.filter((item) => !item.field && !item.isWaived && !isThere(item.target))
  const waived = toMend.filter(({ isWaived }) => isWaived).map(({ target }) => target)
  const fields = toMend.flatMap(({ field }) => (field ? [field] : []))
  return [
    ...absent.map((item) => ({ field: `m-${item.target}`, message: `请上传${item.name}` })),
    ...checkAnswers(fields, answers).filter(({ field }) => !waived.includes(field)),
  ]
}
