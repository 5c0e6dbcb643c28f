const cjk = /[\u2E80-\u9FFF\uF900-\uFAFF\u3400-\u4DBF\u{20000}-\u{3FFFF}\u3000-\u303F\uFF00-\uFFEF“”‘’…—·]/u
const full: Record<string, string> = { ',': '，', ';': '；', ':': '：', '?': '？', '!': '！', '(': '（', ')': '）' }

const isChinese = (letter: string | undefined): boolean => letter !== undefined && cjk.test(letter)

/** Half-width punctuation beside Chinese characters becomes full-width, as print wants it; numbers, codes and times keep theirs. */
export const printed = (text: string): string => {
  const paired = text.replace(/\(([^()]*)\)/gu, (whole, inside: string, at: number) => {
    const outside = [text[at - 1], text[at + whole.length]]
    return isChinese(inside) || outside.some(isChinese) ? `${full['(']}${inside}${full[')']}` : whole
  })
  const letters = [...paired]
  return letters.map((letter, i) => ([letters[i - 1], letters[i + 1]].some(isChinese) && full[letter]) || letter).join('')
}

/** 避头: may not begin a line; 避尾: may not end one. */
const notFirst = new Set('、。，；：？！）》」』】〕〉”’%…—·.,;:?!)]}')
const notLast = new Set('《「『【〔〈“‘（([{')

/** Pieces that stay together: a Latin word or number, or one character with the punctuation that clings to it. */
const clusters = (text: string): string[] => {
  const atoms = text.match(/[A-Za-z0-9@._\-/:%+*&=?#~]+|./gsu) ?? []
  const out: string[] = []
  for (const atom of atoms) {
    const before = out.at(-1)
    const clings = before !== undefined && (notFirst.has(atom) || notLast.has([...before].at(-1) ?? ''))
    if (clings) out[out.length - 1] = before + atom
    else out.push(atom)
  }
  return out
}

/** Breaks a text into lines no wider than `width`, `first` being what the first line loses to its indent. A line break in the text is kept. */
export const breakLines = (text: string, width: number, measure: (text: string) => number, first = 0): string[] => {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    const room = () => (lines.length === 0 ? width - first : width)
    const add = (piece: string): void => {
      if (line !== '' && measure(line + piece) > room() + 0.01) {
        lines.push(line)
        line = ''
      }
      line += piece
    }
    for (const cluster of clusters(paragraph)) {
      if (measure(cluster) <= room()) add(cluster)
      else for (const letter of cluster) add(letter)
    }
    lines.push(line)
  }
  return lines
}
