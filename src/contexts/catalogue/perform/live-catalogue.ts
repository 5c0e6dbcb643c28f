import type { Db, Sql } from '../../../platform/db.ts'
import { findDivision, pathOf } from '../../divisions/index.ts'
import { readSynonyms } from '../rules/query.ts'
import { hitOf, type PlaceOfItems, type Question, type SearchAnswer, type Searchable, search } from '../rules/search.ts'
import { suggestions } from '../rules/suggestions.ts'
import { emptyIndex, itemsUnder, putItem, type TextIndex } from '../rules/text-index.ts'
import { type KeptWord, layWords, readIntents } from '../rules/words.ts'
import { listItemsChangedAfter } from '../store/items.ts'
import { listenToCatalogue } from '../store/versions.ts'
import { listKeptWords } from '../store/words.ts'
import type { ItemHit } from '../terms.ts'
import { shippedWords } from './words.ts'

/** The published items as a process holds them: searched without the database, brought up to date by its notifications. */
export type Catalogue = {
  readonly search: (question: Question) => SearchAnswer
  /** The same search as it would be with another word laid over those in use. */
  readonly tryWord: (word: Omit<KeptWord, 'number'>, question: Question) => SearchAnswer
  /** Sayings and names that go on from what was typed on a site (12 digits), likeliest first, at most ten. */
  readonly suggest: (site: string, typed: string) => readonly string[]
  /** The matters of life that lead to items, each in its first way of saying. */
  readonly intents: () => readonly string[]
  /** The name of the items under a base code; undefined when none is published. */
  readonly nameOf: (baseCode: string) => string | undefined
  /** The item as a hit; undefined when it is not published. */
  readonly find: (code: string) => ItemHit | undefined
  /** Tells of a division whether it lies in the same city (盟市) as `site`, and so has pages of its own here. */
  readonly isNear: (site: string) => (division: string) => boolean
  /** Grows with every change seen; pages made from the catalogue may be kept as long as it stands. */
  readonly version: () => number
  /** Reads what changed since; for callers that cannot wait for the notification. */
  readonly refresh: () => Promise<void>
  /** Calls `heard` after each change was taken in. */
  readonly onChange: (heard: () => void) => void
  readonly close: () => Promise<void>
}

const batch = 2000
/** A notification may be lost while the connection is re-made. */
const rereadAfter = 60_000

type Held = { readonly index: TextIndex; readonly places: Map<string, PlaceOfItems> }

const placeOf = async (sql: Sql, code: string): Promise<PlaceOfItems> => {
  const division = await findDivision(sql, code)
  if (!division) return { name: code, path: [code] }
  return { name: division.name, path: (await pathOf(sql, code)).map((one) => one.code) }
}

const learnPlaces = async (sql: Sql, places: Map<string, PlaceOfItems>, divisions: Iterable<string>): Promise<void> => {
  for (const division of divisions) if (!places.has(division)) places.set(division, await placeOf(sql, division))
}

/** Takes in every row changed after `seen`, a batch at a time; the number of the last. */
const takeInAfter = async (sql: Sql, { index, places }: Held, seen: number): Promise<number> => {
  const rows = await listItemsChangedAfter(sql, seen, batch)
  await learnPlaces(sql, places, new Set(rows.map(({ division }) => division)))
  for (const row of rows) putItem(index, row)
  const last = rows.at(-1)?.changeNumber ?? seen
  return rows.length < batch ? last : takeInAfter(sql, { index, places }, last)
}

type Words = Required<Pick<Searchable, 'synonyms' | 'intents'>>

const shipped = shippedWords()
const wordsWith = (kept: readonly Omit<KeptWord, 'number'>[]): Words => {
  const list = layWords(shipped, kept)
  return { synonyms: readSynonyms(list), intents: readIntents(list) }
}

/**
 * Loads the listed items and keeps them up to date until `close`. One for each process. `sites` are the 12-digit codes of places that
 * may be asked from without handling anything themselves.
 */
export const openCatalogue = async (db: Db, sites: readonly string[] = []): Promise<Catalogue> => {
  const index = emptyIndex()
  const places = new Map<string, PlaceOfItems>()
  const listeners: (() => void)[] = []
  let kept: readonly KeptWord[] = []
  let words = wordsWith(kept)
  let seen = 0
  const searchable = (): Required<Searchable> => ({ index, places, ...words })

  const takeInWords = async (): Promise<boolean> => {
    const next = await listKeptWords(db.sql)
    if (next.at(-1)?.number === kept.at(-1)?.number) return false
    kept = next
    words = wordsWith(kept)
    return true
  }
  const takeIn = async (): Promise<void> => {
    const from = seen
    seen = await takeInAfter(db.sql, { index, places }, from)
    if ((await takeInWords()) || seen !== from) for (const heard of listeners) heard()
  }
  let turn: Promise<void> = Promise.resolve()
  const refresh = (): Promise<void> => {
    turn = turn.then(takeIn, takeIn)
    return turn
  }
  const quietly = (): void => void refresh().catch(() => undefined) // the next round reads it

  await learnPlaces(db.sql, places, sites)
  const stopListening = await listenToCatalogue(db, quietly)
  await refresh()
  const timer = setInterval(quietly, rereadAfter).unref()
  return {
    search: (question) => search(searchable(), question),
    tryWord: (word, question) => search({ index, places, ...wordsWith([...kept, word]) }, question),
    suggest: (site, typed) => suggestions(searchable(), site, typed),
    intents: () => [...new Map([...words.intents].toReversed().map(([saying, items]) => [items.join(), saying])).values()].toReversed(),
    nameOf: (baseCode) => itemsUnder(index, baseCode)[0]?.name,
    find: (code) => {
      const item = index.itemOf.get(code)
      return item && hitOf(item, places)
    },
    isNear: (site) => {
      const city = places.get(site)?.path[1]
      return (division) => city !== undefined && places.get(division)?.path[1] === city
    },
    version: () => seen + (kept.at(-1)?.number ?? 0),
    refresh,
    onChange: (heard) => void listeners.push(heard),
    close: async () => {
      clearInterval(timer)
      await stopListening()
    },
  }
}
