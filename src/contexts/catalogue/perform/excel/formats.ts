import { fen, readYuan } from '../../../../kernel/money.ts'
import { halfWidth } from '../../../../kernel/text.ts'
import type { Cell } from '../../../../platform/sheet.ts'

/** Why a cell cannot be taken: a stable code, what is wrong, how to mend it. */
export class Wrong {
  readonly code: string
  readonly message: string
  readonly fix: string
  constructor(code: string, message: string, fix: string) {
    this.code = code
    this.message = message
    this.fix = fix
  }
}

/** How a member of a guide stands in a cell, and is read back: `read(write(value))` is the value. An empty cell reads as `empty`. */
export type Format = {
  readonly write: (value: unknown) => Cell
  readonly read: (text: string) => unknown
  readonly empty?: unknown
  readonly choices?: readonly string[]
  /** Codes and texts: a number in the cell is a code whose last digits may be lost. */
  readonly isText?: boolean
}

const said = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

export const words: Format = { write: said, read: (text) => text, isText: true }
/** Text that is never absent. */
export const text: Format = { ...words, empty: '' }
/** A code: full-width signs are read as what they mean. */
export const code: Format = { ...text, read: (typed) => halfWidth(typed).replace(/\s/g, '') }

export const whole: Format = {
  write: (value) => (typeof value === 'number' ? value : undefined),
  read: (typed) => {
    const digits = halfWidth(typed).trim()
    return /^\d{1,4}(\.0+)?$/.test(digits) ? Number(digits) : new Wrong('sheet.not-a-number', `“${typed}”不是整数`, '只填数字，不写单位')
  },
}
/** Days of a step may be half. */
export const days: Format = {
  ...whole,
  read: (typed) => {
    const digits = halfWidth(typed).trim()
    return /^\d{1,4}(\.\d+)?$/.test(digits) ? Number(digits) : new Wrong('sheet.not-a-number', `“${typed}”不是天数`, '只填数字，不写单位')
  },
}

export const money: Format = {
  write: (value) => (typeof value === 'number' ? value / 100 : undefined),
  read: (typed) => {
    const amount = readYuan(halfWidth(typed))
    return amount === undefined
      ? new Wrong('sheet.not-an-amount', `“${typed}”不是金额`, '以元为单位只填数字，不定额的留空并写在收费标准里')
      : fen(amount)
  },
}

const yes = ['是', '否'] as const
/** 是 or 否; `empty` where nothing is said. */
export const yesNo = (empty?: boolean): Format => ({
  write: (value) => (value === undefined ? undefined : value ? yes[0] : yes[1]),
  read: (typed) =>
    yes.includes(typed as '是') ? typed === yes[0] : new Wrong('sheet.not-a-choice', `“${typed}”应为是或者否`, '从下拉列表里选'),
  empty,
  choices: yes,
})

const keyOf = (codes: Readonly<Record<string, string>>, typed: string): string | Wrong => {
  const plain = halfWidth(typed).trim()
  const found = Object.entries(codes).find(([key, label]) => key === plain || halfWidth(label) === plain)
  return (
    found?.[0] ?? new Wrong('sheet.not-a-choice', `“${typed}”不在可选的值里`, `可以填：${Object.values(codes).slice(0, 12).join('、')}`)
  )
}

/** One of a list of codes, shown by its words; the code itself is read too. */
export const pick = (codes: Readonly<Record<string, string>>): Format => ({
  write: (value) => codes[said(value)] ?? said(value),
  read: (typed) => keyOf(codes, typed),
  choices: Object.values(codes),
})

const firstWrong = (values: readonly unknown[]): unknown => values.find((value) => value instanceof Wrong) ?? values
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Several of a list of codes, with 、 between them. */
export const picks = (codes: Readonly<Record<string, string>>): Format => ({
  write: (value) => listed(value).map((key) => codes[said(key)] ?? said(key)).join('、'),
  read: (typed) => firstWrong(typed.split(/[、,，;；\n]/).filter((one) => one.trim()).map((one) => keyOf(codes, one))),
  empty: [],
}) // biome-ignore format: two ways

const escaped = (line: string): string => line.replace(/[\\｜]/g, '\\$&').replace(/\n/g, '\\n')
const unescaped = (line: string): string => line.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))

/** Texts, one a line. */
export const lines: Format = {
  write: (value) => listed(value).map((line) => escaped(said(line))).join('\n'),
  read: (typed) => typed.split('\n').map((line) => unescaped(line).trim()).filter(Boolean),
  empty: [],
  isText: true,
} // biome-ignore format: two ways

/** A part of a line: which member it is, and its format. */
export type Part = readonly [member: string, format: Format]

const splitLine = (line: string): string[] => line.split(/(?<!\\)｜/).map((part) => unescaped(part).trim())
const recordOf = (parts: readonly Part[], line: string): unknown => {
  const told = splitLine(line)
  if (told.length > parts.length)
    return new Wrong('sheet.too-many-parts', `“${line}”有 ${told.length} 段，最多 ${parts.length} 段`, '段与段之间用“｜”分开')
  const read = parts.map(([member, format], i): [string, unknown] => [member, told[i] ? format.read(told[i]) : format.empty])
  return read.find(([, value]) => value instanceof Wrong)?.[1] ?? Object.fromEntries(read.filter(([, value]) => value !== undefined))
}

/** Records, one a line, their parts with ｜ between them. */
export const records = (...parts: readonly Part[]): Format => ({
  write: (value) =>
    (listed(value) as readonly Readonly<Record<string, unknown>>[])
      .map((record) => parts.map(([member, format]) => escaped(said(format.write(record[member])))).join('｜').replace(/｜+$/, ''))
      .join('\n'),
  read: (typed) => firstWrong(typed.split('\n').filter((line) => line.trim()).map((line) => recordOf(parts, line))),
  empty: [],
  isText: true,
}) // biome-ignore format: two ways
