import { join } from 'node:path'
import { pinyin } from 'pinyin-pro'
import { demoCatalogue } from './demo-catalogue.ts'
import { shippedWords } from './perform/words.ts'
import { readSynonyms } from './rules/query.ts'
import { type PlaceOfItems, type Question, type SearchAnswer, type Searchable, search } from './rules/search.ts'
import { emptyIndex, putItem } from './rules/text-index.ts'
import { readIntents } from './rules/words.ts'
import type { Guide, ItemRow } from './terms.ts'

export const dataFolder = join(import.meta.dirname, '../../../data')
export const city = '150600000000'
export const dongsheng = '150602000000'

const spoken = (text: string): string => pinyin(text, { toneType: 'none', nonZh: 'removed', v: true })

/** A guide as it is listed. */
export const rowOf = (guide: Guide, changeNumber: number): ItemRow => ({
  ...guide,
  version: 1,
  state: 'published',
  plainName: guide.plainName ?? null,
  summary: guide.summary ?? null,
  results: guide.results.map(({ name }) => name),
  visits: guide.visits ?? null,
  legalLimit: guide.legalLimit ?? null,
  promisedLimit: guide.promisedLimit ?? null,
  applicable: guide.form !== undefined,
  pinyin: `${spoken(guide.name)} , ${spoken(guide.plainName ?? '')}`,
  changeNumber,
})

const nameOfPlace = (code: string): string => ({ [city]: '鄂尔多斯市', [dongsheng]: '东胜区' })[code] ?? code
const placeOf = (code: string): PlaceOfItems => ({
  name: nameOfPlace(code),
  path: code === city ? ['150000000000', city] : ['150000000000', city, code],
})

/** The listed items of the demo city and its 旗区, without a database. */
export const rows: readonly ItemRow[] = demoCatalogue(dataFolder).map(rowOf)

/** Rows with the shipped words and the places of the demo city, ready to be searched. */
export const searchableOf = (listed: readonly ItemRow[]): Required<Searchable> => {
  const index = emptyIndex()
  for (const row of listed) putItem(index, row)
  const places = new Map([...new Set(rows.map((row) => row.division))].map((code) => [code, placeOf(code)]))
  return { index, places, synonyms: readSynonyms(shippedWords()), intents: readIntents(shippedWords()) }
}

export const searchable: Required<Searchable> = searchableOf(rows)

/** Asks the demo city's site. */
export const asked = (q: string, more: Partial<Question> = {}): SearchAnswer => search(searchable, { site: city, q, ...more })
