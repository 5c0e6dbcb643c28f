import type { Guide } from '../../terms.ts'
import { type Finding, type Rule, warning } from './finding.ts'
import { halfWidth } from './folded-text.ts'
import { doubleNegatives, officeWords } from './office-words.ts'

const why = '指南的话让第一次来的人看得懂'
/** Signs of one sentence. A law quoted in book marks or said in brackets does not count. */
const longest = 80

type Passage = { readonly field: string; readonly text: string }

/** What an applicant reads as sentences. */
const passages = ({ summary, conditions, materials, faq, visitReason }: Guide): Passage[] => [
  ...(summary === undefined ? [] : [{ field: 'summary', text: summary }]),
  ...(visitReason === undefined ? [] : [{ field: 'visitReason', text: visitReason }]),
  ...conditions.map((text, i) => ({ field: `conditions.${i}`, text })),
  ...materials.flatMap(({ hint, standard }, i) => [
    ...(hint === undefined ? [] : [{ field: `materials.${i}.hint`, text: hint }]),
    ...(standard === undefined ? [] : [{ field: `materials.${i}.standard`, text: standard }]),
  ]),
  ...faq.map(({ answer }, i) => ({ field: `faq.${i}.answer`, text: answer })),
]

const counted = (sentence: string): number => [...sentence.replace(/《[^》]*》|\([^()]*\)/gu, '').replace(/\s/gu, '')].length

/** Numbers of a list (1. (一) 一、) begin a sentence as a full stop does. */
const sentenceEnds = /[。;!?:\n]|\d+[.、](?=\D)|\([一二三四五六七八九十\d]+\)|(?<!\p{L})[一二三四五六七八九十]+、/u

const longSentences = ({ field, text }: Passage): Finding[] => {
  let from = 0
  return halfWidth(text)
    .split(new RegExp(`(${sentenceEnds.source})`, 'u'))
    .flatMap((part) => {
      const at = [from, from + part.length] as const
      from += part.length
      const length = counted(part)
      return length > longest
        ? [warning('U-071', field, text.slice(...at), `${why}；这句话有 ${length} 个字`, '拆成几句，一句说一件事', { at })]
        : []
    })
}

const negatives = ({ field, text }: Passage): Finding[] => {
  const match = doubleNegatives.exec(halfWidth(text))
  return match
    ? [warning('U-071', field, match[0], `${why}；双重否定`, '改成肯定的说法', { at: [match.index, match.index + match[0].length] })]
    : []
}

const unexplained = ({ field, text }: Passage): Finding[] =>
  officeWords.flatMap(([word, advice]) => {
    const from = text.indexOf(word)
    const explained = from >= 0 && /^["”]?\(/.test(halfWidth(text.slice(from + word.length)))
    return from < 0 || explained
      ? []
      : [
          warning('U-071', field, word, `${why}；“${word}”是公文用语`, `${advice}，或者在后面用括号说明`, {
            at: [from, from + word.length],
          }),
        ]
  })

/** U-071: long sentences, double negatives, words of the office. */
export const readable: Rule = (guide) =>
  passages(guide).flatMap((passage) => [...longSentences(passage), ...negatives(passage), ...unexplained(passage)])
