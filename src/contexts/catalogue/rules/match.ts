import { normalise, type Piece } from './query.ts'
import { cutByIndex, type Text, type TextIndex, textsWith, textsWithInitials } from './text-index.ts'

/** One thing wanted: any of its words will do, the first ones best. */
export type Term = { readonly words: readonly string[] }
export type Scored = { readonly text: Text; readonly score: number }
/** Texts with how well they answer, in no order. `complete` when each of them has every term. */
export type Matches = { readonly found: readonly Scored[]; readonly words: readonly string[]; readonly complete: boolean }

export const noMatches: Matches = { found: [], words: [], complete: true }

const occurs = (index: TextIndex, word: string): boolean => textsWith(index, word).length > 0

const termsOfPiece = (index: TextIndex, { text, meanings }: Piece, alone: boolean): Term[] => {
  const said = meanings ? [text, ...meanings].filter((word) => occurs(index, word)) : []
  if (said.length > 0) return [{ words: [text, ...said.filter((word) => word !== text)] }]
  const words = text.length === 1 && alone ? [text] : cutByIndex(index, text)
  return words.map((word) => ({ words: [word] }))
}

/** The terms of a question cut into pieces (`piecesOf`). */
export const termsOf = (index: TextIndex, pieces: readonly Piece[]): Term[] =>
  pieces.flatMap((piece) => termsOfPiece(index, piece, pieces.length === 1))

/** Where a word stands in a text says how much it tells: the whole of a name, a part of it, or the body. */
const placeValue = (text: Text, word: string): number => {
  if (text.name === word) return 16
  if (text.plainNames.includes(word)) return 14
  const at = text.name.indexOf(word)
  const inName = at < 0 ? 0 : 5 + (4 * word.length) / text.name.length + (at === 0 ? 1 : 0)
  const inPlain = text.plainNames.some((plain) => plain.includes(word)) ? 6 : 0
  return Math.max(inName, inPlain, 1)
}

/** The word itself counts in full; what it may mean counts less, the likelier meanings more. */
const valueAt = (position: number, value: number): number =>
  position === 0 ? value : Math.min(value, 9) * (0.4 + 0.6 * 0.6 ** (position - 1))

/** The texts of one term: their positions, and the score at each position of the index (0: not found). */
type Found = { readonly ids: readonly number[]; readonly scores: Float32Array; readonly rarity: number }

const findTerm = (index: TextIndex, { words }: Term): Found => {
  const scores = new Float32Array(index.texts.length)
  const all: number[] = []
  let rarity = 0
  for (const [position, word] of words.entries()) {
    const ids = textsWith(index, word)
    if (ids.length === 0) continue
    const worth = Math.log(1 + index.texts.length / ids.length)
    rarity = Math.max(rarity, worth)
    for (const id of ids) {
      const score = valueAt(position, placeValue(index.texts[id] as Text, word)) * worth
      const before = scores[id] as number
      if (before === 0) all.push(id)
      if (score > before) scores[id] = score
    }
  }
  return { ids: all, scores, rarity }
}

const bonusOfWhole = (text: Text, question: string): number => {
  if (text.name === question || text.plainNames.includes(question)) return 60
  return question.length > 2 && text.all.includes(question) ? 15 : 0
}

type ById = { readonly id: number; readonly score: number }

const sumAt = (found: readonly Found[], id: number): number => found.reduce((sum, { scores }) => sum + (scores[id] as number), 0)

const everyTerm = (found: readonly Found[]): ById[] => {
  const [rarest] = found.toSorted((a, b) => a.ids.length - b.ids.length)
  return (rarest?.ids ?? []).filter((id) => found.every(({ scores }) => scores[id] !== 0)).map((id) => ({ id, score: sumAt(found, id) }))
}

/** At least half of what the question weighs, so that one common word alone does not answer a longer question. */
const someTerms = (found: readonly Found[]): ById[] => {
  const half = found.reduce((sum, { rarity }) => sum + rarity, 0) / 2
  const weightAt = (id: number): number => found.reduce((sum, { scores, rarity }) => sum + (scores[id] === 0 ? 0 : rarity), 0)
  return [...new Set(found.flatMap(({ ids }) => ids))].filter((id) => weightAt(id) >= half).map((id) => ({ id, score: sumAt(found, id) }))
}

/** Texts that answer the question: those with every term, or, where there is none, those with the weightier half of it. */
export const matchWords = (index: TextIndex, question: string, terms: readonly Term[]): Matches => {
  const found = terms.map((term) => findTerm(index, term)).filter(({ ids }) => ids.length > 0)
  if (found.length === 0) return noMatches
  const all = everyTerm(found)
  const complete = all.length > 0
  const whole = normalise(question)
  const scored = (complete ? all : someTerms(found)).map(({ id, score }) => {
    const text = index.texts[id] as Text
    return { text, score: score + bonusOfWhole(text, whole) }
  })
  return { found: scored, words: terms.flatMap(({ words }) => words), complete }
}

/** Whether the letters are whole syllables from the beginning of one on. */
const spells = (syllables: string, letters: string): boolean => {
  const plain = syllables.toLowerCase()
  for (let at = plain.indexOf(letters); at >= 0; at = plain.indexOf(letters, at + 1)) if (syllables[at] !== plain[at]) return true
  return false
}

const byInitials = (text: Text, letters: string): number => {
  const at = text.initials.indexOf(letters)
  return 10 - Math.min(at, 5) + letters.length / text.initials.length
}

/** jszg or jiaoshizige: the first letters of syllables that follow one another, or whole syllables. */
export const matchPinyin = (index: TextIndex, letters: string): Matches => {
  const initials = textsWithInitials(index, letters)
  if (initials.length > 0) return { ...noMatches, found: initials.map((text) => ({ text, score: byInitials(text, letters) })) }
  const spelt = letters.length > 2 ? index.texts.filter(({ syllables }) => spells(syllables, letters)) : []
  return { ...noMatches, found: spelt.map((text) => ({ text, score: 8 + letters.length / text.syllables.length })) }
}
