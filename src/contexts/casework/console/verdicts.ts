import type { Defect } from '../terms.ts'
import { usualCure } from './usual-defects.ts'

/** What an officer found about one material or answer while looking through a case. */
export type Verdict = { readonly ok: boolean; readonly problem?: string }
export type Verdicts = Readonly<Record<string, Verdict>>

/** Keeps what was typed in this tab: a reload or a new sign-in loses nothing. */
export const recall = <T>(key: string, fallback: T): T => {
  const kept = sessionStorage.getItem(key)
  return kept === null ? fallback : (JSON.parse(kept) as T)
}
export const keep = (key: string, value: unknown): void => sessionStorage.setItem(key, JSON.stringify(value))
export const forget = (key: string): void => sessionStorage.removeItem(key)

export const verdictsKey = (no: string): string => `verdicts:${no}`
export const wordsKey = (no: string, act: string): string => `words:${no}:${act}`

/** One line of a 一次性补正告知书 for everything found wanting. */
export const defectsOf = (verdicts: Verdicts, names: ReadonlyMap<string, string>): Defect[] =>
  Object.entries(verdicts)
    .filter(([, verdict]) => !verdict.ok)
    .map(([target, verdict]) => ({
      target,
      name: names.get(target) ?? target,
      problem: verdict.problem ?? '',
      cure: usualCure(verdict.problem ?? '') ?? '',
    }))
