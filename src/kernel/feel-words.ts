import type { Feel } from './condition.ts'
import { type FeelNode, readFeel } from './feel.ts'

/** A question that a condition may name, with its answers. */
type Asked = {
  readonly id: string
  readonly question: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

const signs: Readonly<Record<string, string>> = { '=': '是', '!=': '不是', '<': '小于', '<=': '不大于', '>': '大于', '>=': '不小于', '+': '+', '-': '-', '*': '×', '/': '÷' } // biome-ignore format: a table
const nameOf = (node: FeelNode, questions: readonly Asked[]): Asked | undefined =>
  node.node === 'name' ? questions.find(({ id }) => id === node.name) : undefined

const quoted = (value: unknown, of: Asked | undefined): string => {
  const label = of?.options.find((option) => option.value === value)?.label
  return label === undefined && typeof value === 'number' ? String(value) : `“${label ?? value}”`
}

const sayRight = (node: FeelNode, of: Asked | undefined, questions: readonly Asked[]): string => {
  if (node.node === 'value') return quoted(node.value, of)
  if (node.node === 'list') return node.items.map((one) => sayRight(one, of, questions)).join('或')
  if (node.node === 'test') return `${signs[node.sign]}${sayRight(node.than, of, questions)}`
  if (node.node !== 'range') return say(node, questions)
  const [from, to] = [sayRight(node.from, of, questions), sayRight(node.to, of, questions)]
  return `${from}(${node.open[0] ? '不含' : '含'})到${to}(${node.open[1] ? '不含' : '含'})`
}

const sayTwo = ({ sign, left, right }: Extract<FeelNode, { node: 'two' }>, questions: readonly Asked[]): string => {
  if (sign === 'and') return `${say(left, questions)}，并且${say(right, questions)}`
  if (sign === 'or') return `${say(left, questions)}，或者${say(right, questions)}`
  const isNull = right.node === 'value' && right.value === null
  if (isNull && (sign === '=' || sign === '!=')) return `${say(left, questions)}${sign === '=' ? '没有填' : '填了'}`
  const of = nameOf(left, questions)
  return `${say(left, questions)}${sign === 'in' ? '是' : signs[sign]}${sayRight(right, of, questions)}`
}

const sayCall = ({ name, of }: Extract<FeelNode, { node: 'call' }>, questions: readonly Asked[]): string => {
  const [first, second] = of
  if (!first) return ''
  if (name === 'date' || name === 'number') return sayRight(first, undefined, questions)
  if (name === 'count' || !second) return `${say(first, questions)}选的个数`
  return `${say(first, questions)}里有${sayRight(second, nameOf(first, questions), questions)}`
}

const say = (node: FeelNode, questions: readonly Asked[]): string => {
  if (node.node === 'name') return `“${(nameOf(node, questions)?.question ?? node.name).replace(/[?？]$/, '')}”`
  if (node.node === 'not') return `不是(${say(node.of, questions)})`
  if (node.node === 'two') return sayTwo(node, questions)
  return node.node === 'call' ? sayCall(node, questions) : sayRight(node, undefined, questions)
}

/** A condition as people read it: “办理方式”是“租赁”或“自有”,并且“面积”大于 100; one that cannot be read stays as it is written. */
export const feelWords = ({ feel }: Feel, questions: readonly Asked[]): string => {
  const found = readFeel(feel)
  return 'fault' in found ? feel : say(found.node, questions)
}
