import { isLocalDate } from './date.ts'
import { type FeelDate, type FeelFault, type FeelNode, type FeelRead, type FeelValue, namesIn, readFeel } from './feel.ts'

type Answers = Readonly<Record<string, string | readonly string[]>>

/** A condition written as a FEEL expression over the answers, by the names of their questions. */
export type Feel = { readonly feel: string }
export const isFeel = (when: object): when is Feel => 'feel' in when
/** The choice of answers to one question that a condition is; undefined for none, and for an expression. */
export const choiceOf = <C extends object>(when: C | Feel | undefined): C | undefined => (when && !isFeel(when) ? when : undefined)

/** Expressions that were read before: guides have few, cases ask them often. */
const memo = new Map<string, FeelRead>()
const read = (source: string): FeelRead => {
  const known = memo.get(source)
  if (known) return known
  if (memo.size > 2000) memo.clear()
  const fresh = readFeel(source)
  memo.set(source, fresh)
  return fresh
}

const isDate = (value: FeelValue): value is FeelDate => typeof value === 'object' && value !== null && 'date' in value
const isList = (value: FeelValue): value is readonly FeelValue[] => Array.isArray(value)

/** A number as an answer gives it: no code with noughts before it, no number of a person, whose last digits would be lost. */
const isFigure = (value: FeelValue): boolean => typeof value === 'string' && value.length <= 15 && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)

/** Answers are texts: beside a number they are read as a number, beside a day as a day, and two that are both figures as numbers. */
const like = (value: FeelValue, other: FeelValue): FeelValue => {
  if (typeof value !== 'string') return value
  if (isFigure(value) && isFigure(other)) return Number(value)
  if (typeof other === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  return isDate(other) && isLocalDate(value) ? { date: value } : value
}

type Plain = string | number
const plain = (value: FeelValue): Plain | undefined => {
  if (isDate(value)) return value.date
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/** -1, 0 or 1; undefined where two values cannot be compared. */
const order = (a: FeelValue, b: FeelValue): number | undefined => {
  const [left, right] = [like(a, b), like(b, a)]
  if (isDate(left) !== isDate(right)) return undefined
  const [x, y] = [plain(left), plain(right)]
  if (x === undefined || y === undefined || typeof x !== typeof y) return undefined
  return x < y ? -1 : x > y ? 1 : 0
}

const equal = (a: FeelValue, b: FeelValue): boolean | null => {
  if (isList(a) && isList(b)) {
    const each = a.map((one, i) => equal(one, b[i] ?? null))
    if (a.length !== b.length || each.includes(false)) return false
    return each.includes(null) ? null : true
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b
  const found = order(a, b)
  return found === undefined ? null : found === 0
}

const signs: Readonly<Record<string, (found: number) => boolean>> = {
  '<': (n) => n < 0,
  '<=': (n) => n <= 0,
  '>': (n) => n > 0,
  '>=': (n) => n >= 0,
}

/** Who asks for null wants to know whether there is an answer; beside anything else what was not answered decides nothing. */
const compare = (sign: string, a: FeelValue, b: FeelValue, asksNull: boolean): boolean | null => {
  if (a === null || b === null) {
    if (!asksNull || (sign !== '=' && sign !== '!=')) return null
    return (a === b) === (sign === '=')
  }
  if (sign === '=') return equal(a, b)
  if (sign === '!=') return negated(equal(a, b))
  const found = order(a, b)
  return found === undefined ? null : (signs[sign]?.(found) ?? null)
}
const negated = (value: FeelValue): boolean | null => (typeof value === 'boolean' ? !value : null)

/** Kleene's and/or: what is not known decides only where the other side leaves it open. */
const both = (a: FeelValue, b: FeelValue): boolean | null => {
  if (a === false || b === false) return false
  return a === true && b === true ? true : null
}
const either = (a: FeelValue, b: FeelValue): boolean | null => {
  if (a === true || b === true) return true
  return a === false && b === false ? false : null
}

const sums: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}
const add = (sign: string, a: FeelValue, b: FeelValue): FeelValue => {
  if (sign === '+' && typeof a === 'string' && typeof b === 'string' && !(isFigure(a) && isFigure(b))) return a + b
  const [x, y] = [like(a, 0), like(b, 0)]
  if (typeof x !== 'number' || typeof y !== 'number') return null
  const found = sums[sign]?.(x, y) ?? Number.NaN
  return Number.isFinite(found) ? found : null
}

const isNullLiteral = (node: FeelNode): boolean => node.node === 'value' && node.value === null
const any = (found: readonly (boolean | null)[]): boolean | null => (found.includes(true) ? true : found.includes(null) ? null : false)

const within = (value: FeelValue, { from, to, open }: Extract<FeelNode, { node: 'range' }>, answers: Answers): boolean | null => {
  const low = compare(open[0] ? '>' : '>=', value, answer(from, answers), false)
  return both(low, compare(open[1] ? '<' : '<=', value, answer(to, answers), false))
}

/** Whether a value meets one test; of several choices one that meets it is enough. */
const meets = (value: FeelValue, test: FeelNode, answers: Answers): boolean | null => {
  if (isList(value)) return any(value.map((one) => meets(one, test, answers)))
  if (test.node === 'list') return any(test.items.map((one) => meets(value, one, answers)))
  if (test.node === 'range') return within(value, test, answers)
  if (test.node === 'test') return compare(test.sign, value, answer(test.than, answers), isNullLiteral(test.than))
  const wanted = answer(test, answers)
  if (isList(wanted)) return any(wanted.map((one) => compare('=', value, one, false)))
  return compare('=', value, wanted, isNullLiteral(test))
}

/** A value of another kind is another value; one that is not known may be any. */
const isAmong = (other: FeelValue, one: FeelValue): boolean | null => equal(other, one) ?? (other === null || one === null ? null : false)

const calls: Record<string, (a: FeelValue, b: FeelValue) => FeelValue> = {
  count: (list) => (isList(list) ? list.length : null),
  'list contains': (list, one) => (isList(list) ? any(list.map((other) => isAmong(other, one))) : null),
  date: (text) => (typeof text === 'string' && isLocalDate(text) ? { date: text } : null),
  number: (text) => like(text, 0),
  contains: (text, part) => (typeof text === 'string' && typeof part === 'string' ? text.includes(part) : null),
}

const two = ({ sign, left, right }: Extract<FeelNode, { node: 'two' }>, answers: Answers): FeelValue => {
  const a = answer(left, answers)
  if (sign === 'in') return meets(a, right, answers)
  const b = answer(right, answers)
  if (sign === 'and') return both(a, b)
  if (sign === 'or') return either(a, b)
  if (sign in sums) return add(sign, a, b)
  return compare(sign, a, b, isNullLiteral(left) || isNullLiteral(right))
}

const answer = (node: FeelNode, answers: Answers): FeelValue => {
  switch (node.node) {
    case 'value':
      return node.value
    case 'name':
      return Object.hasOwn(answers, node.name) && answers[node.name] !== '' ? (answers[node.name] ?? null) : null
    case 'list':
      return node.items.map((one) => answer(one, answers))
    case 'not':
      return negated(answer(node.of, answers))
    case 'two':
      return two(node, answers)
    case 'call':
      return calls[node.name]?.(...(node.of.map((one) => answer(one, answers)) as [FeelValue, FeelValue])) ?? null
    default:
      return null
  }
}

/** Whether the answers meet a condition; undefined where what was answered does not decide it, or it cannot be read. */
export const holds = ({ feel }: Feel, answers: Answers): boolean | undefined => {
  const found = read(feel)
  if ('fault' in found) return undefined
  const value = answer(found.node, answers)
  return typeof value === 'boolean' ? value : undefined
}

/** What is wrong with a condition over questions of these names: where (from 0) and why; undefined when nothing is. */
export const feelFault = ({ feel }: Feel, names: readonly string[]): FeelFault | undefined => {
  const found = read(feel)
  if ('fault' in found) return found.fault
  const unknown = [...namesIn(found.node)].find(([name]) => !names.includes(name))
  if (!unknown) return undefined
  const known = names.length > 0 ? `；可以用 ${names.join('、')}` : '；这里还没有可以用的问题'
  return { at: unknown[1], why: `没有“${unknown[0]}”这个问题${known}` }
}

/** A choice of answers as the FEEL expression that says the same: `kind in ("a", "b")`. */
export const feelOf = (question: string, is: readonly string[]): string =>
  `${question} in (${is.map((one) => JSON.stringify(one)).join(', ')})`

/** The names of the questions an expression asks for; none when it cannot be read. */
export const namesOf = ({ feel }: Feel): string[] => {
  const found = read(feel)
  return 'fault' in found ? [] : [...namesIn(found.node).keys()]
}
