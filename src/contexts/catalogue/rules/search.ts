import type { ItemHit, ItemRow } from '../terms.ts'
import { countItem, type FacetCounts, type Facets, type Filters, facetsOf, noCounts, passes, passesBase } from './facets.ts'
import { type Matches, matchPinyin, matchWords, noMatches, termsOf } from './match.ts'
import { normalise, piecesOf, type Synonyms, tidyQuestion } from './query.ts'
import { meant, nearestTexts } from './suggest.ts'
import { itemsUnder, type Text, type TextIndex } from './text-index.ts'
import { type Intent, type Intents, intentIn } from './words.ts'

/** A place as search knows it: its name and the codes from the autonomous region down to itself. */
export type PlaceOfItems = { readonly name: string; readonly path: readonly string[] }

/** All that search reads; kept up to date by `putItem`. */
export type Searchable = {
  readonly index: TextIndex
  readonly synonyms: Synonyms
  /** Matters of life kept by editors; none unless told. */
  readonly intents?: Intents
  /** By 12-digit code. */
  readonly places: ReadonlyMap<string, PlaceOfItems>
}

/** `site` is a 12-digit division code; `after` the cursor of the page before; `limit` at most 100. */
export type Question = {
  readonly site: string
  readonly q?: string
  readonly filters?: Filters
  readonly limit?: number
  /** How many items of other places are wanted; 60 unless told. */
  readonly others?: number
  readonly after?: string
}

export type SearchAnswer = {
  /** Items of this site only, best first. */
  readonly items: readonly ItemHit[]
  readonly total: number
  readonly next?: string
  readonly facets: Facets
  /** The matter of life the question names: its items come first, each with its place in the order (`step`). */
  readonly intent?: string
  /** Nothing of the site itself answers: what the nearest place above it offers. */
  readonly above?: { readonly divisionName: string; readonly items: readonly ItemHit[] }
  /** What other levels and places offer, nearest first, for a question that was asked. */
  readonly elsewhere: readonly ItemHit[]
  /** The words that were looked for instead, or would be worth a try. */
  readonly meant?: string
  /** Nothing answered the question: three that sound like it. */
  readonly nearest: readonly ItemHit[]
  /** Not every word of the question could be met. */
  readonly loose: boolean
}

type Ranked = { readonly item: ItemRow; readonly score: number; readonly step?: number | undefined }

const before = (a: Ranked, b: Ranked): boolean => a.score > b.score || (a.score === b.score && a.item.code < b.item.code)

/** Keeps the best `size`, without sorting the rest. */
const keepBest = (best: Ranked[], one: Ranked, size: number): void => {
  const last = best.at(-1)
  if (best.length >= size && last && !before(one, last)) return
  let at = best.length
  while (at > 0 && before(one, best[at - 1] as Ranked)) at -= 1
  best.splice(at, 0, one)
  if (best.length > size) best.pop()
}

const cursorOf = ({ score, item }: Ranked): string => encodeURIComponent(`${score}~${item.code}`)

const readCursor = (after: string | undefined): { score: number; code: string } | undefined => {
  const match = /^(-?\d+(?:\.\d+)?(?:e-?\d+)?)~(.+)$/.exec(after ? decodeURIComponent(after) : '')
  return match ? { score: Number(match[1]), code: match[2] as string } : undefined
}

const comesAfter = (ranked: Ranked, cursor: { score: number; code: string }): boolean =>
  ranked.score < cursor.score || (ranked.score === cursor.score && ranked.item.code > cursor.code)

/** Whether a cursor is one of ours. */
export const isCursor = (after: string): boolean => {
  try {
    return readCursor(after) !== undefined
  } catch {
    return false
  }
}

/** From and to of each word in a name, in order and without overlap. */
const spansOf = (plain: string, words: readonly string[]): (readonly [from: number, to: number])[] => {
  const spans: [number, number][] = []
  for (const word of words) for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) spans.push([at, at + word.length])
  const merged: [number, number][] = []
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Marks the words of the question in a name. */
export const highlight = (name: string, words: readonly string[]): NonNullable<ItemHit['highlight']> => {
  const parts: { text: string; hit: boolean }[] = []
  let done = 0
  for (const [from, to] of spansOf(normalise(name), words)) {
    if (from > done) parts.push({ text: name.slice(done, from), hit: false })
    parts.push({ text: name.slice(from, to), hit: true })
    done = to
  }
  if (done < name.length) parts.push({ text: name.slice(done), hit: false })
  return parts
}

/** A row as others see it; `words` are marked in its name. */
export const hitOf = (item: ItemRow, places: Searchable['places'], words: readonly string[] = []): ItemHit => ({
  code: item.code,
  name: item.name,
  ...(item.plainName ? { plainName: item.plainName } : {}),
  type: item.type,
  department: item.department,
  division: item.division,
  divisionName: places.get(item.division)?.name ?? item.division,
  level: item.level,
  ...(item.visits === null ? {} : { visits: item.visits }),
  ...(item.legalLimit ? { legalLimit: item.legalLimit } : {}),
  ...(item.promisedLimit ? { promisedLimit: item.promisedLimit } : {}),
  onlineDepth: item.onlineDepth,
  applicable: item.applicable,
  sample: item.sample,
  ...(words.length > 0 ? { highlight: highlight(item.name, words) } : {}),
})

const looksLikePinyin = (question: string): boolean => /^[a-z]{2,40}$/.test(question)

const matchOnce = ({ index, synonyms }: Searchable, question: string): Matches => {
  const byWords = matchWords(index, question, termsOf(index, piecesOf(question, synonyms)))
  return byWords.found.length === 0 && looksLikePinyin(question) ? matchPinyin(index, question) : byWords
}

type Asked = { readonly matches: Matches; readonly meant?: string; readonly question: string; readonly intent?: Intent | undefined }

const placeNames = function* (places: Searchable['places']): Generator<string> {
  for (const { name } of places.values()) yield name
}

const ask = (searchable: Searchable, asked: string): Asked => {
  const question = tidyQuestion(asked)
  const { index, intents, places, synonyms } = searchable
  const intent = intents && intentIn({ index, intents, synonyms }, question, placeNames(places))
  const matches = matchOnce(searchable, question)
  if (intent?.items.some((baseCode) => itemsUnder(index, baseCode).length > 0)) return { matches, question, intent }
  if (matches.found.length > 0) return { matches, question }
  const slip = meant(searchable.index, searchable.synonyms, question.replaceAll(' ', ''))
  if (!slip) return { matches, question }
  const instead = matchOnce(searchable, slip)
  return instead.found.length > 0 ? { matches: instead, meant: slip, question } : { matches, question }
}

/** Nearest first: above this site, below it, beside it, anywhere; a place named in the question before all. */
const distance = (places: Searchable['places'], site: string, division: string, named: string | undefined): number => {
  if (division === named) return 0
  const own = places.get(site)?.path ?? [site]
  const other = places.get(division)?.path ?? [division]
  if (own.includes(division)) return 1 - own.indexOf(division) / 10
  if (other.includes(site)) return 2
  return own.at(-2) !== undefined && own.at(-2) === other.at(-2) ? 3 : 4
}

const namedPlace = (places: Searchable['places'], question: string): string | undefined => {
  for (const [code, { name }] of places) if (name.length > 2 && question.includes(name)) return code
  return undefined
}

/** What is done online comes first among equals. */
const rankOf = (item: ItemRow, score: number): number => Math.round((score + (item.applicable ? 0.5 : 0)) * 1e4) / 1e4

type Gathered = { readonly own: Ranked[]; readonly others: Ranked[]; readonly counts: FacetCounts; total: number }

const gatherer = ({ places }: Searchable, asked: Asked, { site, filters = {}, limit = 20, others = 60, after }: Question) => {
  const found: Gathered = { own: [], others: [], counts: noCounts(), total: 0 }
  const cursor = readCursor(after)
  const named = namedPlace(places, asked.question)
  const atOthers = { ...filters, online: false }
  const away = new Map<string, number>()
  const far = (division: string): number => {
    const known = away.get(division) ?? distance(places, site, division, named)
    away.set(division, known)
    return known
  }
  const takeOther = (item: ItemRow, score: number, step?: number): void => {
    if (others === 0 || !passesBase(item, atOthers) || !passes(item, filters, 'type')) return
    keepBest(found.others, { item, score: score - 1000 * far(item.division), step }, others)
  }
  const takeOwn = (item: ItemRow, score: number, step?: number): void => {
    if (!countItem(found.counts, item, filters)) return
    found.total += 1
    const ranked = { item, score: step ? score : rankOf(item, score), step }
    if (!cursor || comesAfter(ranked, cursor)) keepBest(found.own, ranked, limit + 1)
  }
  const take = (item: ItemRow, score: number, step?: number): void => (item.division === site ? takeOwn : takeOther)(item, score, step)
  return { found, take }
}

/** More than any text can score; what is nearer still goes before what is far. */
const aheadOfAll = 100_000

const searchTexts = (searchable: Searchable, asked: Asked, question: Question): SearchAnswer => {
  const { found, take } = gatherer(searchable, asked, question)
  const ordered = asked.intent?.items ?? []
  for (const [position, baseCode] of ordered.entries())
    for (const item of itemsUnder(searchable.index, baseCode)) take(item, aheadOfAll - position, position + 1)
  for (const { text, score } of asked.matches.found) for (const item of text.items) if (!ordered.includes(item.baseCode)) take(item, score)
  return answerOf(searchable, asked, question, found)
}

const ownOf = ({ items }: Text, site: string): ItemRow => items.find(({ division }) => division === site) ?? (items[0] as ItemRow)

/** What the nearest place above the site offers, of those that were found elsewhere. */
const aboveOf = ({ places }: Searchable, site: string, others: readonly Ranked[]): { place: string; ranked: Ranked[] } | undefined => {
  const path = places.get(site)?.path ?? []
  const place = path.findLast((code) => code !== site && others.some(({ item }) => item.division === code))
  return place === undefined ? undefined : { place, ranked: others.filter(({ item }) => item.division === place) }
}

const answerOf = (searchable: Searchable, asked: Asked, { site, limit = 20, filters, after }: Question, found: Gathered): SearchAnswer => {
  const { index, places } = searchable
  const { words } = asked.matches
  const page = found.own.slice(0, limit)
  const last = page.at(-1)
  const nothing = asked.matches.found.length === 0 && !asked.intent
  const shown = ({ item, step }: Ranked): ItemHit => ({ ...hitOf(item, places, words), ...(step ? { step } : {}) })
  const above = found.total === 0 && !after ? aboveOf(searchable, site, found.others) : undefined
  return {
    items: page.map(shown),
    total: found.total,
    ...(found.own.length > limit && last ? { next: cursorOf(last) } : {}),
    facets: facetsOf(found.counts, filters?.line),
    elsewhere: found.others.map(shown),
    ...(above ? { above: { divisionName: places.get(above.place)?.name ?? above.place, items: above.ranked.map(shown) } } : {}),
    ...(asked.intent ? { intent: asked.intent.saying } : {}),
    ...(asked.meant ? { meant: asked.meant } : {}),
    nearest: nothing ? nearestTexts(index, asked.question, 3).map((text) => hitOf(ownOf(text, site), places)) : [],
    loose: !asked.matches.complete && !asked.intent,
  }
}

const everyText = (texts: readonly Text[]): Matches => ({ ...noMatches, found: texts.map((text) => ({ text, score: 0 })) })

/** Searches, or lists everything of the site when nothing is asked. Pure: the same catalogue and question give the same answer. */
export const search = (searchable: Searchable, question: Question): SearchAnswer => {
  const asked = question.q?.trim() ? ask(searchable, question.q) : { matches: everyText(searchable.index.texts), question: '' }
  const answer = searchTexts(searchable, asked, question)
  return question.q?.trim() ? answer : { ...answer, elsewhere: [] }
}
