/**
 * Conditions in FEEL (OMG DMN 1.5, chapter 10), as far as conditions need it: names, texts, numbers, true, false, null, lists, ranges,
 * comparison, `in`, `between … and …`, `and`, `or`, `not(…)`, arithmetic, `count(…)`, `list contains(…)`, `date("…")`.
 * Nothing in it repeats, calls or reads anything, so that the work is bounded by the length of the text; length and depth are bounded too.
 */
export type FeelNode =
  | { readonly node: 'value'; readonly value: FeelValue }
  | { readonly node: 'name'; readonly name: string; readonly at: number }
  | { readonly node: 'list'; readonly items: readonly FeelNode[] }
  | { readonly node: 'range'; readonly from: FeelNode; readonly to: FeelNode; readonly open: readonly [boolean, boolean] }
  | { readonly node: 'not'; readonly of: FeelNode }
  | { readonly node: 'two'; readonly sign: TwoSign; readonly left: FeelNode; readonly right: FeelNode }
  | { readonly node: 'test'; readonly sign: CompareSign; readonly than: FeelNode }
  | { readonly node: 'call'; readonly name: FunctionName; readonly of: readonly FeelNode[] }
export type FeelValue = string | number | boolean | null | FeelDate | readonly FeelValue[]
/** A day as YYYY-MM-DD. */
export type FeelDate = { readonly date: string }
type CompareSign = '=' | '!=' | '<' | '<=' | '>' | '>='
type TwoSign = CompareSign | 'and' | 'or' | 'in' | '+' | '-' | '*' | '/'
export type FunctionName = 'count' | 'list contains' | 'date' | 'number' | 'contains'

/** What is wrong with an expression: where it begins (from 0), and why, in Chinese. */
export type FeelFault = { readonly at: number; readonly why: string }
export type FeelRead = { readonly node: FeelNode } | { readonly fault: FeelFault }

const longest = 1000
const deepest = 40

class Wrong extends Error {
  readonly fault: FeelFault
  constructor(at: number, why: string) {
    super(why)
    this.fault = { at, why }
  }
}

type Token = { readonly kind: 'text' | 'number' | 'name' | 'sign' | 'end'; readonly text: string; readonly at: number }

const words = /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(!=|<=|>=|\.\.|[=<>()[\],+\-*/]))/uy
const kinds = ['text', 'number', 'name', 'sign'] as const

const strangeSign = (sign: string): string => {
  if (sign === '"') return '引号没有成对'
  if ("“”‘’'".includes(sign)) return '引号要用半角的 "'
  return '(),<>='.includes(sign) ? `括号和符号要用半角的，这里是“${sign}”` : `这里不能用“${sign}”`
}

const tokensOf = (source: string): Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (source.slice(at).trim() !== '') {
    words.lastIndex = at
    const match = words.exec(source)
    const start = at + (/^\s*/.exec(source.slice(at))?.[0].length ?? 0)
    if (!match) throw new Wrong(start, strangeSign(source[start] ?? ''))
    const index = match.slice(1).findIndex((part) => part !== undefined)
    tokens.push({ kind: kinds[index] ?? 'sign', text: match[index + 1] ?? '', at: start })
    at = words.lastIndex
  }
  return [...tokens, { kind: 'end', text: '', at: source.length }]
}

const comparing: readonly string[] = ['=', '!=', '<', '<=', '>', '>=']
const functions: readonly FunctionName[] = ['count', 'list contains', 'date', 'number', 'contains']
const arities: Record<FunctionName, number> = { count: 1, 'list contains': 2, date: 1, number: 1, contains: 2 }
const kept: readonly string[] = ['and', 'or', 'in', 'between', 'true', 'false', 'null', 'not', 'if', 'then', 'else', 'for', 'some', 'every', 'satisfies', 'return', 'instance', 'of', 'function'] // biome-ignore format: a list of words

/** Reads tokens from left to right; every way down counts its depth. */
class Reader {
  readonly tokens: readonly Token[]
  place = 0
  depth = 0
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }
  get next(): Token {
    return this.tokens[this.place] ?? { kind: 'end', text: '', at: 0 }
  }
  is(text: string): boolean {
    return this.next.text === text && (this.next.kind === 'sign' || this.next.kind === 'name')
  }
  take(text: string): boolean {
    if (!this.is(text)) return false
    this.place += 1
    return true
  }
  expect(text: string, why: string): void {
    if (!this.take(text)) throw new Wrong(this.next.at, why)
  }
  within<T>(read: () => T): T {
    this.depth += 1
    if (this.depth > deepest) throw new Wrong(this.next.at, `括号套得太深，最多 ${deepest} 层`)
    const found = read()
    this.depth -= 1
    return found
  }
}

/** One of several signs of equal rank, from left to right. */
const chain = (reader: Reader, signs: readonly TwoSign[], part: (reader: Reader) => FeelNode): FeelNode => {
  let left = part(reader)
  for (let sign = signs.find((one) => reader.is(one)); sign; sign = signs.find((one) => reader.is(one))) {
    reader.place += 1
    left = { node: 'two', sign, left, right: part(reader) }
  }
  return left
}

const readOr = (reader: Reader): FeelNode => reader.within(() => chain(reader, ['or'], readAnd))
const readAnd = (reader: Reader): FeelNode => chain(reader, ['and'], readCompare)

const readBetween = (reader: Reader, left: FeelNode): FeelNode => {
  const from = readSum(reader)
  reader.expect('and', 'between 后面要写 and')
  return { node: 'two', sign: 'in', left, right: { node: 'range', from, to: readSum(reader), open: [false, false] } }
}

const readCompare = (reader: Reader): FeelNode => {
  const left = readSum(reader)
  const sign = comparing.find((one) => reader.is(one)) as CompareSign | undefined
  if (sign) {
    reader.place += 1
    return { node: 'two', sign, left, right: readSum(reader) }
  }
  if (reader.take('between')) return readBetween(reader, left)
  return reader.take('in') ? { node: 'two', sign: 'in', left, right: readTests(reader) } : left
}

const readSum = (reader: Reader): FeelNode => chain(reader, ['+', '-'], (inner) => chain(inner, ['*', '/'], readSign))
const readSign = (reader: Reader): FeelNode => {
  if (!reader.take('-')) return readOne(reader)
  return { node: 'two', sign: '-', left: { node: 'value', value: 0 }, right: reader.within(() => readSign(reader)) }
}

/** What stands behind `in`: a list, a range, one test, or several tests in round brackets. */
const readTests = (reader: Reader): FeelNode => {
  if (!reader.is('(')) return readTest(reader)
  const before = reader.place
  reader.place += 1
  const items = [reader.within(() => readTest(reader))]
  if (reader.take('..')) {
    reader.place = before
    return readTest(reader)
  }
  while (reader.take(',')) items.push(reader.within(() => readTest(reader)))
  reader.expect(')', '这里缺右括号 )')
  return { node: 'list', items }
}

const readTest = (reader: Reader): FeelNode => {
  const sign = comparing.find((one) => reader.is(one)) as CompareSign | undefined
  if (!sign) return readSum(reader)
  reader.place += 1
  return { node: 'test', sign, than: readSum(reader) }
}

const readItems = (reader: Reader, end: string): FeelNode[] => {
  const items: FeelNode[] = []
  if (reader.take(end)) return items
  do items.push(readOr(reader))
  while (reader.take(','))
  reader.expect(end, end === ']' ? '这里缺右方括号 ]' : '这里缺右括号 )')
  return items
}

/** `[1..9]`, `(1..9]`, or a list; the opening bracket is taken. */
const readBracket = (reader: Reader): FeelNode => {
  if (reader.take(']')) return { node: 'list', items: [] }
  const first = readOr(reader)
  if (reader.take('..')) return closeRange(reader, first, false)
  const items = [first]
  while (reader.take(',')) items.push(readOr(reader))
  reader.expect(']', '这里缺右方括号 ]')
  return { node: 'list', items }
}
const closeRange = (reader: Reader, from: FeelNode, isOpen: boolean): FeelNode => {
  const to = readSum(reader)
  const isEndOpen = reader.take(')')
  if (!isEndOpen) reader.expect(']', '范围要用 ] 或者 ) 结束')
  return { node: 'range', from, to, open: [isOpen, isEndOpen] }
}
const readRound = (reader: Reader): FeelNode => {
  const inner = readOr(reader)
  if (reader.take('..')) return closeRange(reader, inner, true)
  reader.expect(')', '这里缺右括号 )')
  return inner
}

const readCall = (reader: Reader, name: string, at: number): FeelNode => {
  const called = functions.find((one) => one === name)
  if (!called) throw new Wrong(at, `没有“${name}”这个函数；可以用 ${functions.join('、')}`)
  const of = readItems(reader, ')')
  if (of.length !== arities[called]) throw new Wrong(at, `${called} 要写 ${arities[called]} 个值`)
  return { node: 'call', name: called, of }
}

const literals: Readonly<Record<string, FeelValue>> = { true: true, false: false, null: null }
const readName = (reader: Reader, { text, at }: Token): FeelNode => {
  if (Object.hasOwn(literals, text)) return { node: 'value', value: literals[text] ?? null }
  if (text === 'not') {
    reader.expect('(', 'not 后面要写括号')
    const of = readOr(reader)
    reader.expect(')', '这里缺右括号 )')
    return { node: 'not', of }
  }
  if (kept.includes(text)) throw new Wrong(at, `这里不能用“${text}”`)
  const name = text === 'list' && reader.take('contains') ? 'list contains' : text
  return reader.take('(') ? readCall(reader, name, at) : { node: 'name', name: text, at }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const codes = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))/gsu
/** A text without its quotes; \n, \u81ea and the like are read, before any other sign the backslash only falls away. */
const unquoted = ({ text, at }: Token): string =>
  text.slice(1, -1).replace(codes, (_all, four?: string, six?: string, sign = '') => {
    const code = four ?? six
    if (code === undefined) return escapes[sign] ?? sign
    const point = Number.parseInt(code, 16)
    if (point > 0x10ffff) throw new Wrong(at, `没有 ${code} 这个字`)
    return String.fromCodePoint(point)
  })
const readOne = (reader: Reader): FeelNode => {
  const token = reader.next
  if (token.kind === 'end') throw new Wrong(token.at, '条件没有写完')
  reader.place += 1
  if (token.kind === 'text') return { node: 'value', value: unquoted(token) }
  if (token.kind === 'number') return { node: 'value', value: Number(token.text) }
  if (token.kind === 'name') return reader.within(() => readName(reader, token))
  if (token.text === '(') return reader.within(() => readRound(reader))
  if (token.text === '[') return reader.within(() => readBracket(reader))
  throw new Wrong(token.at, `这里不能是“${token.text}”`)
}

/** Reads an expression; a fault says where and why. */
export const readFeel = (source: string): FeelRead => {
  if (source.length > longest) return { fault: { at: longest, why: `条件太长，最多 ${longest} 个字` } }
  if (source.trim() === '') return { fault: { at: 0, why: '还没有写条件' } }
  try {
    const reader = new Reader(tokensOf(source))
    const node = readOr(reader)
    if (reader.next.kind !== 'end') throw new Wrong(reader.next.at, `“${reader.next.text}”前面缺 and、or 或者比较`)
    return { node }
  } catch (error) {
    if (error instanceof Wrong) return { fault: error.fault }
    throw error
  }
}

const childrenOf = (node: FeelNode): readonly FeelNode[] => {
  if (node.node === 'list') return node.items
  if (node.node === 'range') return [node.from, node.to]
  if (node.node === 'not') return [node.of]
  if (node.node === 'two') return [node.left, node.right]
  if (node.node === 'test') return [node.than]
  return node.node === 'call' ? node.of : []
}

/** The names an expression asks for, each with where it stands first. */
export const namesIn = (node: FeelNode): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  const visit = (one: FeelNode): void => {
    if (one.node === 'name' && !found.has(one.name)) found.set(one.name, one.at)
    for (const child of childrenOf(one)) visit(child)
  }
  visit(node)
  return found
}
