import { readFileSync } from 'node:fs'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { normalise } from '../rules/query.ts'
import { type Word, type WordKind, type WordList, wordsIn } from '../rules/words.ts'
import { lockPublishing, tellChange } from '../store/versions.ts'
import { changeWord, listKeptWords } from '../store/words.ts'

const data = new URL('../../../../data/', import.meta.url)
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, data), 'utf8'))
type IntentFile = { readonly intents: readonly { readonly sayings: readonly string[]; readonly items: readonly string[] }[] }

/** The words the product comes with: data/synonyms.json and data/intents.json. */
export const shippedWords = (): WordList => {
  const { intents }: IntentFile = readJson('intents.json')
  const pairs = intents.flatMap(({ sayings, items }) => sayings.map((saying) => [saying, items] as const))
  return { ...readJson('synonyms.json'), intents: Object.fromEntries(pairs) }
}

/** A word as editors see it: shipped, or kept by one of them. `number` is what it stands at, 0 while nobody changed it. */
export type WordLine = Word & {
  readonly number: number
  readonly removed: boolean
  readonly changedOn?: LocalDate
  readonly changedBy?: string
}

const keyOf = ({ kind, saying }: Pick<Word, 'kind' | 'saying'>): string => `${kind} ${saying}`

/** Every word: those that editors changed last first, then the shipped ones they left alone. */
export const listWords = async (db: Pick<Db, 'read'>): Promise<WordLine[]> => {
  const kept = (await listKeptWords(db.read)).toReversed()
  const known = new Set(kept.map(keyOf))
  const shipped = wordsIn(shippedWords()).filter((word) => !known.has(keyOf(word)))
  return [...kept, ...shipped.map((word) => ({ ...word, number: 0, removed: false }))]
}

/** What an editor wants: the whole of a word, or that it is not used any more (`targets` null). `seen` is the number he looked at. */
export type WordSaving = {
  readonly kind: WordKind
  readonly saying: string
  readonly targets: readonly string[] | null
  readonly seen: number
  readonly by: string
  readonly on: LocalDate
}

/** Journals and keeps a word; heard by every process. When somebody else changed it meanwhile nothing is kept. */
export const saveWord = (db: Db, { seen, saying: said, targets, ...how }: WordSaving): Promise<{ number: number } | { stale: number }> =>
  db.transaction(async (sql) => {
    await lockPublishing(sql)
    const saying = normalise(said)
    const standing = (await listKeptWords(sql)).find((word) => keyOf(word) === keyOf({ kind: how.kind, saying }))
    if ((standing?.number ?? 0) !== seen) return { stale: standing?.number ?? 0 }
    const shipped = wordsIn(shippedWords()).find((word) => keyOf(word) === keyOf({ kind: how.kind, saying }))
    const before = (standing && (standing.removed ? null : standing.targets)) ?? (standing ? null : (shipped?.targets ?? null))
    const number = await changeWord(sql, { ...how, saying, before, after: targets })
    await tellChange(sql)
    return { number }
  })
