import { halfWidth } from '../../../kernel/text.ts'

/** data/synonyms.json: words that mean one another, and ways of saying that lead to words of the catalogue, likeliest first. */
export type SynonymList = { readonly same: readonly (readonly string[])[]; readonly leadsTo: Readonly<Record<string, readonly string[]>> }

/** Colloquial words → the words to look for, best first. */
export type Synonyms = { readonly meanings: ReadonlyMap<string, readonly string[]>; readonly longest: number }

/** As written on a form: half width, small letters, one space between words. The length in characters of each sign stays. */
export const normalise = (text: string): string => halfWidth(text).toLowerCase()

export const tidyQuestion = (text: string): string => normalise(text).replace(/\s+/g, ' ').trim().slice(0, 60)

export const readSynonyms = ({ same, leadsTo }: SynonymList): Synonyms => {
  const meanings = new Map<string, readonly string[]>()
  const learn = (word: string, others: readonly string[]): void => {
    const known = meanings.get(word) ?? []
    meanings.set(word, [...new Set([...known, ...others.map(normalise).filter((other) => other !== word)])])
  }
  for (const group of same) for (const word of group) learn(normalise(word), group)
  for (const [saying, words] of Object.entries(leadsTo)) learn(normalise(saying), words)
  return { meanings, longest: Math.max(0, ...[...meanings.keys()].map((word) => word.length)) }
}

/** Words of asking: they say that something is wanted, not what. Longer ones first. */
const asking =
  /需要(?:准备)?(?:什么|哪些)(?:材料|手续|条件|资料|证件)?|(?:什么|哪些)(?:材料|手续|条件|资料|证件|时候|地方|部门)|(?:怎么|怎样|如何|咋)(?:才能|样)?(?:办理|申请|办|弄)?|(?:在|去|到)?(?:哪里|哪儿|哪个|哪)(?:可以)?(?:办理|办)?|多少钱|多少|多久|多长时间|几天|要不要|能不能|可不可以|可以|是否|请问|您好|你好|我要|我想|想要|想|我的|我家|我|帮我|给我|有没有|什么|需要|手续|流程|材料|条件|网上|在线|一家|一个|一下|自己|申请|办理|进行|[的了吗呢吧啊呀么?!。,、;:,.!?"'()《》“”\s]+/g

/** What is asked for, without the words of asking; the question itself when nothing else is in it. */
export const withoutAsking = (question: string): string => question.replace(asking, '') || question

/** A piece of the question: either a known way of saying with its meanings, or plain text yet to be cut. */
export type Piece = { readonly text: string; readonly meanings?: readonly string[] }

const longestAt = (question: string, start: number, { meanings, longest }: Synonyms): string | undefined => {
  for (let length = Math.min(longest, question.length - start); length > 1; length -= 1) {
    const word = question.slice(start, start + length)
    if (meanings.has(word)) return word
  }
  return undefined
}

const plainPieces = (text: string): Piece[] =>
  text
    .split(asking)
    .filter(Boolean)
    .map((part) => ({ text: part }))

/** Cuts a tidy question into ways of saying that are known and plain text; words of asking go, unless nothing else is there. */
export const piecesOf = (question: string, synonyms: Synonyms): Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  for (let at = 0; at < question.length; ) {
    const word = longestAt(question, at, synonyms)
    if (!word) {
      at += 1
      continue
    }
    pieces.push(...plainPieces(question.slice(from, at)), { text: word, meanings: synonyms.meanings.get(word) ?? [] })
    at += word.length
    from = at
  }
  pieces.push(...plainPieces(question.slice(from)))
  return pieces.length > 0 ? pieces : [{ text: question }]
}
