import type { z } from 'zod'
import type { Guide } from '../../terms.ts'
import { GuideRow } from './guide-layout.ts'
import { NationalRow } from './national-layout.ts'
import { GuangdongRow, SichuanRow } from './provincial-layouts.ts'

export type RowProblem = { readonly line: number; readonly reason: string }

const maxLine = 4 * 1024 * 1024
/** Said of a line that was not held. */
export const tooLongLine = '这一行超过 4 MB'
export type Line = { readonly number: number; readonly text: string } | { readonly number: number; readonly tooLong: true }

/** One line as it comes in pieces; what is too long is not held. */
const lineHolder = () => {
  let number = 0
  let held = ''
  let tooLong = false
  return {
    add: (piece: string): void => {
      tooLong ||= held.length + piece.length > maxLine
      held = tooLong ? '' : held + piece
    },
    take: (): Line => {
      number += 1
      const line: Line = tooLong ? { number, tooLong } : { number, text: held }
      held = ''
      tooLong = false
      return line
    },
  }
}

/** The lines of a file with their numbers; a line of more than 4 MB is passed over without being held. */
export const linesOf = async function* (chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8') // takes the BOM away
  const holder = lineHolder()
  for await (const chunk of chunks) {
    const [first = '', ...others] = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\n')
    holder.add(first)
    for (const piece of others) {
      yield holder.take()
      holder.add(piece)
    }
  }
  yield holder.take()
}

const layouts: readonly { readonly has: readonly string[]; readonly schema: z.ZodType<Guide> }[] = [
  { has: ['code', 'baseCode', 'departmentCode'], schema: GuideRow as unknown as z.ZodType<Guide> },
  { has: ['task_name'], schema: NationalRow },
  { has: ['task_code', 'name', 'dept'], schema: GuangdongRow },
  { has: ['item_code', 'name', 'dept'], schema: SichuanRow },
]

const unnamed: Partial<Record<z.core.$ZodIssue['code'], string>> = { too_small: '为空或过小', too_big: '过大', invalid_format: '格式不对' }

const reasonOf = (issue: z.core.$ZodIssue): string => {
  const field = issue.path.join('.') || '这一行'
  if (issue.code === 'invalid_type') return issue.input === undefined ? `缺少 ${field}` : `${field} 的类型不对，应为 ${issue.expected}`
  if (issue.code === 'unrecognized_keys') return `不认识的要素:${issue.keys.join('、')}`
  if (issue.code === 'invalid_value') return `${field} 只能是 ${issue.values.join('、')}`
  const said = /\p{Script=Han}/u.test(issue.message) ? issue.message : (unnamed[issue.code] ?? '不合规')
  return `${field}:${said}`
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Loose = Readonly<Record<string, unknown>>
const readObject = (text: string): Loose | string => {
  if (text.includes('\uFFFD')) return '文字不是 UTF-8 编码'
  if (text.includes('\\u0000')) return '含有不能保存的字符 U+0000'
  const value = readJson(text)
  if (value === undefined) return '不是完整的 JSON'
  return typeof value !== 'object' || value === null || Array.isArray(value) ? '不是一个 JSON 对象' : (value as Loose)
}

const readAs = <T>(schema: z.ZodType<T>, value: Loose): T | string => {
  const read = schema.safeParse(value, { reportInput: true })
  return read.success ? read.data : read.error.issues.slice(0, 3).map(reasonOf).join(';')
}

/** What a line says in one shape, or why it cannot be used. */
export const readLine = <T>(line: Line, schema: z.ZodType<T>): T | string => {
  const value = 'text' in line ? readObject(line.text) : tooLongLine
  return typeof value === 'string' ? value : readAs(schema, value)
}

/** A guide, or why the row cannot be used. */
export const readRow = (text: string): Guide | string => {
  const value = readObject(text)
  if (typeof value === 'string') return value
  const layout = layouts.find(({ has }) => has.every((key) => key in value))
  return layout ? readAs(layout.schema, value) : '认不出的列：既不是本平台的指南，也不是国家要素或已知的省级清单'
}
