import type { ItemRow } from '../terms.ts'
import { normalise } from './query.ts'

/** What can be searched of an item. Items of many sites that read alike share one text. */
export type Text = {
  readonly name: string
  readonly plainNames: readonly string[]
  readonly all: string
  /** First letters of the syllables of the name and of each plain name, parted by spaces: jszgrd jsz */
  readonly initials: string
  /** The same with whole syllables, each begun by a capital: JiaoShiZiGeRenDing JiaoShiZheng */
  readonly syllables: string
  readonly items: ItemRow[]
}

/**
 * An index of pairs of characters over the texts of the catalogue. It needs no dictionary, so publishing an item never asks for
 * indexing the others anew, and every part of a name is found.
 */
export type TextIndex = {
  readonly texts: Text[]
  readonly textOf: Map<string, Text>
  readonly itemOf: Map<string, ItemRow>
  /** Codes of the items that share a base code (基本编码), one for each place. */
  readonly codesOf: Map<string, Set<string>>
  readonly pairs: Map<string, number[]>
  /** Single signs that were asked for; made at the first asking, kept up afterwards. */
  readonly signs: Map<string, number[]>
}

export const emptyIndex = (): TextIndex => ({
  texts: [],
  textOf: new Map(),
  itemOf: new Map(),
  codesOf: new Map(),
  pairs: new Map(),
  signs: new Map(),
})

/** 鄂尔多斯市教育体育局 and 东胜区教育体育局 are asked for as 教育体育局. */
const withoutPlace = (department: string): string => department.replace(/^[\p{L}]{2,8}?(?:自治区|省|市|县|区|旗|盟)(?=[\p{L}]{3,})/u, '')

const separators = /[、,,;;\s]+/

const capital = (syllable: string): string => syllable.slice(0, 1).toUpperCase() + syllable.slice(1)

const textFrom = (item: ItemRow): Text => {
  const plainNames = (item.plainName ?? '').split(separators).filter(Boolean).map(normalise)
  const name = normalise(item.name)
  const rest = [withoutPlace(item.department), ...item.results, item.summary ?? ''].map(normalise)
  return {
    name,
    plainNames,
    all: [name, ...plainNames, ...rest].join('\n'),
    initials: item.pinyin.replace(/([a-z])[a-z]*(?: (?=[a-z]))?/g, '$1').replaceAll(',', ' '),
    syllables: item.pinyin.replace(/[a-z]+(?: (?=[a-z]))?/g, (syllable) => capital(syllable.trim())).replaceAll(',', ' '),
    items: [],
  }
}

const pairsOf = (text: string): Set<string> => {
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < text.length; i += 1) if (text[i] !== '\n' && text[i + 1] !== '\n') pairs.add(text.slice(i, i + 2))
  return pairs
}

/** Kept apart from pairs of the text itself by a sign no text has. */
const letterPairs = (letters: string): Set<string> =>
  new Set([...pairsOf(letters)].filter((pair) => !pair.includes(' ')).map((pair) => `\n${pair}`))

const addText = (index: TextIndex, text: Text): Text => {
  const id = index.texts.push(text) - 1
  index.textOf.set(text.all, text)
  for (const pair of [...pairsOf(text.all), ...letterPairs(text.initials)]) {
    const ids = index.pairs.get(pair)
    if (ids) ids.push(id)
    else index.pairs.set(pair, [id])
  }
  for (const [sign, ids] of index.signs) if (text.all.includes(sign)) ids.push(id)
  return text
}

const removeItem = (index: TextIndex, code: string): void => {
  const old = index.itemOf.get(code)
  if (!old) return
  index.itemOf.delete(code)
  index.codesOf.get(old.baseCode)?.delete(code)
  const items = index.textOf.get(textFrom(old).all)?.items
  items?.splice(items.indexOf(old), 1)
}

/** Puts an item's newest row in place of the one before; an item that is 暂停 or 取消 is not listed. */
export const putItem = (index: TextIndex, item: ItemRow): void => {
  removeItem(index, item.code)
  if (item.state !== 'published') return
  const made = textFrom(item)
  const text = index.textOf.get(made.all) ?? addText(index, made)
  text.items.push(item)
  index.itemOf.set(item.code, item)
  index.codesOf.set(item.baseCode, (index.codesOf.get(item.baseCode) ?? new Set()).add(item.code))
}

/** The items of every place under a base code. */
export const itemsUnder = (index: TextIndex, baseCode: string): ItemRow[] =>
  [...(index.codesOf.get(baseCode) ?? [])].flatMap((code) => index.itemOf.get(code) ?? [])

const rarestOf = (index: TextIndex, pairs: Iterable<string>): readonly number[] => {
  let rarest: readonly number[] | undefined
  for (const pair of pairs) {
    const ids = index.pairs.get(pair)
    if (!ids) return []
    if (!rarest || ids.length < rarest.length) rarest = ids
  }
  return rarest ?? []
}

/** The texts that hold `word` as it is, by position in `texts`. */
export const textsWith = (index: TextIndex, word: string): readonly number[] => {
  if (word.length === 2) return index.pairs.get(word) ?? []
  if (word.length < 2) return textsWithSign(index, word)
  return rarestOf(index, pairsOf(word)).filter((id) => index.texts[id]?.all.includes(word))
}

const mostSigns = 3000

const textsWithSign = (index: TextIndex, sign: string): readonly number[] => {
  const known = index.signs.get(sign)
  if (known) return known
  const ids = [...index.texts.keys()].filter((id) => index.texts[id]?.all.includes(sign))
  if (index.signs.size < mostSigns) index.signs.set(sign, ids)
  return ids
}

/** The texts in which at most one sign of the question is missing. */
export const textsAlmostWith = (index: TextIndex, question: string): Text[] => {
  const signs = [...new Set(question)]
  const counts = new Uint8Array(index.texts.length)
  for (const sign of signs) for (const id of textsWithSign(index, sign)) counts[id] = (counts[id] ?? 0) + 1
  return index.texts.filter((_, id) => (counts[id] ?? 0) >= signs.length - 1)
}

/** The texts whose names begin their syllables with these letters, one after the other. */
export const textsWithInitials = (index: TextIndex, letters: string): Text[] =>
  rarestOf(index, letterPairs(letters))
    .map((id) => index.texts[id] as Text)
    .filter(({ initials }) => initials.includes(letters))

/** The longest parts of a piece of text that occur in the catalogue; what occurs nowhere is left out, for it could match nothing. */
export const cutByIndex = (index: TextIndex, piece: string): string[] => {
  const words: string[] = []
  for (let at = 0; at + 1 < piece.length; ) {
    const word = longestKnown(index, piece.slice(at))
    if (word) words.push(word)
    at += word ? word.length : 1
  }
  return words
}

const longestKnown = (index: TextIndex, text: string): string | undefined => {
  let known: string | undefined
  let among: readonly number[] = index.pairs.get(text.slice(0, 2)) ?? []
  for (let length = 2; length <= text.length && among.length > 0; length += 1) {
    known = text.slice(0, length)
    const longer = text.slice(0, length + 1)
    among = length < text.length ? among.filter((id) => index.texts[id]?.all.includes(longer)) : []
  }
  return known
}
