import type { Synonyms } from './query.ts'
import { type Text, type TextIndex, textsAlmostWith } from './text-index.ts'

const shared = (a: string, b: string): number => {
  let count = 0
  for (const sign of a) if (b.includes(sign)) count += 1
  return count
}

/** Whether one sign changed, added, dropped or two neighbours swapped make `a` of `b`. */
export const oneSlip = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const restA = a.slice(at)
  const restB = b.slice(at)
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  return swapped || restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB
}

const windowWithSlip = (question: string, phrase: string): string | undefined => {
  for (let length = question.length - 1; length <= question.length + 1; length += 1)
    for (let at = 0; at + length <= phrase.length; at += 1) {
      const part = phrase.slice(at, at + length)
      if (oneSlip(question, part)) return part
    }
  return undefined
}

/** Whether at most one sign of the question is missing in the phrase. */
const almostIn = (question: string, phrase: string): boolean => {
  let missing = 0
  for (const sign of question) if (!phrase.includes(sign) && ++missing > 1) return false
  return true
}

const slipsIn = function* (question: string, phrases: Iterable<string>): Generator<string> {
  for (const phrase of phrases) {
    const part = almostIn(question, phrase) && windowWithSlip(question, phrase)
    if (part) yield part
  }
}

const phrasesNear = function* (index: TextIndex, synonyms: Synonyms, question: string): Generator<string> {
  yield* synonyms.meanings.keys()
  for (const { name, plainNames, items } of textsAlmostWith(index, question)) {
    if (items.length === 0) continue // its items were changed or taken away
    yield name
    yield* plainNames
  }
}

/** The words of the catalogue that are one slip away from the question, the most frequent; undefined for short or hopeless ones. */
export const meant = (index: TextIndex, synonyms: Synonyms, question: string): string | undefined => {
  if (question.length < 3 || question.length > 20) return undefined
  const counts = new Map<string, number>()
  for (const part of slipsIn(question, phrasesNear(index, synonyms, question)))
    counts.set(part, (counts.get(part) ?? 0) + (part.length === question.length ? 1.5 : 1))
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}

/** Texts that share most signs with the question, best first. */
export const nearestTexts = (index: TextIndex, question: string, limit: number): Text[] =>
  index.texts
    .filter(({ items }) => items.length > 0)
    .map((text) => ({ text, likeness: shared(question, text.name) / (question.length + text.name.length / 4) }))
    .filter(({ likeness }) => likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, limit)
    .map(({ text }) => text)
