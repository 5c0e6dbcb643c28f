import type { ConvenienceCategory, ConvenienceEntry } from '../terms/convenience.ts'

/** Entries in their categories, both in the order in which they come. */
export const categoriesOf = (entries: readonly ConvenienceEntry[]): ConvenienceCategory[] =>
  [...Map.groupBy(entries, ({ category }) => category)].map(([name, own]) => ({ name, entries: own }))

/** Where the facts of a page come from, each source once. */
export const sourcesOf = (entries: readonly ConvenienceEntry[]): string[] => {
  const said = entries.flatMap(({ details: { source, sourceOn } }) => (source ? [[source, sourceOn].filter(Boolean).join(',')] : []))
  return [...new Set(said)]
}
