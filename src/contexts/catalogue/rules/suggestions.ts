import { tidyQuestion } from './query.ts'
import { type Searchable, search } from './search.ts'

const mostSayings = 4
const mostSuggestions = 10

/**
 * What somebody who typed this on a site (12 digits) may want to ask: matters of life and ways of saying that begin so, then the names
 * of the items that would be found, without repetition.
 */
export const suggestions = (searchable: Searchable, site: string, typed: string): string[] => {
  const begun = tidyQuestion(typed)
  if (begun === '') return []
  const sayings = [...(searchable.intents?.keys() ?? []), ...searchable.synonyms.meanings.keys()].filter((saying) =>
    saying.startsWith(begun),
  )
  const { items, elsewhere } = search(searchable, { site, q: begun, limit: mostSuggestions, others: mostSuggestions })
  const names = [...items, ...elsewhere].map(({ name }) => name)
  return [...new Set([...[...new Set(sayings)].slice(0, mostSayings), ...names])].slice(0, mostSuggestions)
}
