import { normalise, type SynonymList, type Synonyms, tidyQuestion, withoutAsking } from './query.ts'
import { cutByIndex, type TextIndex } from './text-index.ts'

/** `same`: words that mean one another; `leads`: a saying that leads to words of the catalogue; `intent`: a matter of life that leads to items. */
export const wordKinds = { same: '同义', leads: '引向', intent: '办事意图' } as const
export type WordKind = keyof typeof wordKinds

/** A saying and what it means, best first: words, or for an intent the base codes of items in the order in which they are done. */
export type Word = { readonly kind: WordKind; readonly saying: string; readonly targets: readonly string[] }
/** A word as an editor left it; one that is `removed` is not used though it is shipped. `number` is the change that made it so. */
export type KeptWord = Word & { readonly removed: boolean; readonly number: number }

/** Everything search knows of sayings. */
export type WordList = SynonymList & { readonly intents: Readonly<Record<string, readonly string[]>> }

const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([saying]) => saying !== key))

type Laying = { same: (readonly string[])[]; leadsTo: Record<string, readonly string[]>; intents: Record<string, readonly string[]> }

const layOne = (list: Laying, { kind, saying, targets, removed }: Omit<KeptWord, 'number'>): void => {
  if (kind === 'same') {
    list.same = list.same.filter((group) => !group.includes(saying))
    if (!removed) list.same.push([saying, ...targets])
    return
  }
  const members = kind === 'leads' ? 'leadsTo' : 'intents'
  list[members] = { ...without(list[members], saying), ...(removed ? {} : { [saying]: targets }) }
}

/** The words that are shipped with what editors keep laid over them: the same saying gives way. */
export const layWords = (shipped: WordList, kept: readonly Omit<KeptWord, 'number'>[]): WordList => {
  const list: Laying = { same: [...shipped.same], leadsTo: { ...shipped.leadsTo }, intents: { ...shipped.intents } }
  for (const word of kept) layOne(list, word)
  return list
}

/** A list of words one by one, as editors read them. */
export const wordsIn = ({ same, leadsTo, intents }: WordList): Word[] => [
  ...Object.entries(intents).map(([saying, targets]) => ({ kind: 'intent' as const, saying, targets })),
  ...Object.entries(leadsTo).map(([saying, targets]) => ({ kind: 'leads' as const, saying, targets })),
  ...same.map(([saying = '', ...targets]) => ({ kind: 'same' as const, saying, targets })),
]

/** Sayings → base codes of items, in the order in which they are done. */
export type Intents = ReadonlyMap<string, readonly string[]>
export const readIntents = ({ intents }: Pick<WordList, 'intents'>): Intents =>
  new Map(Object.entries(intents).map(([saying, items]) => [normalise(saying), items]))

export type Intent = { readonly saying: string; readonly items: readonly string[] }

/** Whether what is left of a question beside a saying asks for anything the catalogue knows. */
const asksMore = (index: TextIndex, rest: string): boolean => rest.length > 1 && cutByIndex(index, rest).length > 0

/** 失业金 is a word of its own, not 失业 with something behind. */
const isPartOfWord = (saying: string, question: string, { meanings }: Synonyms): boolean => {
  for (const word of meanings.keys()) if (word !== saying && word.includes(saying) && question.includes(word)) return true
  return false
}

type Known = { readonly index: TextIndex; readonly intents: Intents; readonly synonyms: Synonyms }

/**
 * The intent of a question: its longest saying that stands in it, when the rest asks for nothing else, so that the full name of an item
 * stays a search for that item. `places` are names that may stand beside it.
 */
export const intentIn = ({ index, intents, synonyms }: Known, question: string, places: Iterable<string>): Intent | undefined => {
  let bare = withoutAsking(tidyQuestion(question))
  for (const place of places) if (place.length > 2) bare = bare.replace(place, '')
  const found = [...intents.keys()].filter((saying) => bare.includes(saying)).toSorted((a, b) => b.length - a.length)
  const [saying] = found
  if (saying === undefined || isPartOfWord(saying, bare, synonyms) || asksMore(index, bare.replace(saying, ''))) return undefined
  return { saying, items: intents.get(saying) ?? [] }
}
