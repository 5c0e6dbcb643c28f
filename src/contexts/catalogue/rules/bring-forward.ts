import { canonical, type Json } from '../../../kernel/canonical.ts'
import type { Guide } from '../terms.ts'

/** Whether two elements say the same. */
export const isSameElement = (a: unknown, b: unknown): boolean => canonical((a ?? null) as Json) === canonical((b ?? null) as Json)

/** One element of which two people wrote different texts over the same older one. */
export type BothWrote = { readonly element: keyof Guide; readonly mine: unknown; readonly theirs: unknown }

/** Elements in which two texts of a guide differ, in the order in which either has them. */
export const elementsThatDiffer = (a: Guide, b: Guide): (keyof Guide)[] => {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof Guide)[]
  return keys.filter((key) => !isSameElement(a[key], b[key]))
}

/**
 * Two texts that were written over the same older one, brought together element by element: what only one of them changed is taken from
 * him; where both wrote something different mine stays and `both` shows the two texts, so that a person decides. Without an older one
 * (two who wrote a new item) each element was written by who has it.
 */
export const bringTogether = (
  older: Guide | undefined,
  mine: Guide,
  theirs: Guide,
): { readonly guide: Guide; readonly both: readonly BothWrote[] } => {
  const before = older ?? ({} as Guide)
  const changedByMe = new Set(elementsThatDiffer(before, mine))
  const changedByThem = elementsThatDiffer(before, theirs)
  const taken = changedByThem.filter((key) => !changedByMe.has(key))
  const merged: Record<string, unknown> = { ...mine }
  for (const key of taken) {
    if (theirs[key] === undefined) delete merged[key]
    else merged[key] = theirs[key]
  }
  const both = changedByThem
    .filter((key) => changedByMe.has(key) && !isSameElement(mine[key], theirs[key]))
    .map((element) => ({ element, mine: mine[element] ?? null, theirs: theirs[element] ?? null }))
  return { guide: merged as Guide, both }
}
