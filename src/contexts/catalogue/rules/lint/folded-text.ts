/** A text as it is compared: half-width, simplified, without spaces and ornaments; `starts[i]` is where sign `i` stood in the original. */
export type FoldedText = { readonly text: string; readonly starts: readonly number[]; readonly length: number }

const traditional =
  '关關 证證 资資 据據 规規 视視 况況 审審 认認 为為 应應 档檔 说說 补補 机機 须須 单單 业業 务務 与與 办辦 个個 种種 类類 该該 项項 这這 开開 齐齊 备備 续續 条條 满滿 实實 际際 书書 报報 请請 随隨 时時 后後 诸諸 凭憑 权權 无無 尽盡 余餘 协協 议議 当當 来來 设設 电電 话話'.split(
    ' ',
  )
const simplified = new Map([...traditional.map((pair): [string, string] => [pair.charAt(1), pair.charAt(0)]), ['関', '关'], ['它', '他']])

/** Signs that part words without meaning: spaces, zero-width signs, dots, dashes and stars between the characters of a word. */
const ornament = /[\s\u200B-\u200F\u2060\uFEFF\u00AD·•∙・.*_~`'"“”‘’|/\\+=-]/u

/** Full-width signs as half-width ones, sign for sign, so that places stay where they are. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E\u3000]/gu, (sign) => (sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0)))

/** Folds a text for comparison; `其它` reads `其他`. */
export const folded = (original: string): FoldedText => {
  let text = ''
  const starts: number[] = []
  let at = 0
  for (const sign of original) {
    for (const one of sign.normalize('NFKC')) {
      if (ornament.test(one)) continue
      text += simplified.get(one) ?? one
      for (let unit = 0; unit < one.length; unit += 1) starts.push(at)
    }
    at += sign.length
  }
  return { text, starts, length: original.length }
}

/** Where a stretch of the folded text stands in the original. */
export const placeIn = ({ starts, length }: FoldedText, from: number, to: number): readonly [number, number] => {
  const last = starts[to - 1] ?? length - 1
  const next = starts.slice(to).find((start) => start > last)
  return [starts[from] ?? 0, next ?? length]
}
