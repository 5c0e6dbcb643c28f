import type { LocalDate } from '../../../kernel/date.ts'
import type { Act, Actor, Case, Today } from '../terms.ts'

/** Something that must hold before an act; `article` says why. Conditions need no details, so they also decide which acts are open. */
export type Condition = {
  readonly article: string
  readonly title: string
  readonly holds: (c: Case, actor: Actor, today: Today) => boolean
}
/** Something that the details of an act must fulfil. */
export type Check = { readonly article: string; readonly title: string; readonly holds: (act: Act, c: Case, today: Today) => boolean }

/** Whether a due date, if there is one, is not over. */
export const notAfter = (due: LocalDate | undefined, today: Today): boolean => due === undefined || today.date <= due
/** Whether there is a due date and it is over. */
export const isAfter = (due: LocalDate | undefined, today: Today): boolean => due !== undefined && today.date > due

/** Whether a number is whole and within its bounds. */
export const isWhole = (n: number | undefined, from: number, to: number): boolean =>
  n !== undefined && Number.isInteger(n) && n >= from && n <= to

/** The name under which the applicant's signed 承诺书 is handed in, or ticked on paper at the window. */
export const promiseMaterial = 'promise'
/** The name under which the applicant hands in what he was asked for after acceptance and the guide does not list. */
export const moreMaterial = 'supplement'
/** Whether the applicant's signed promise is there. */
export const isPromiseSigned = (act: Act, c: Case): boolean =>
  [...c.materials, ...(act.checked ?? [])].some(
    ({ material }) => material === promiseMaterial || c.pinned?.promiseLetters?.includes(material) === true,
  )
