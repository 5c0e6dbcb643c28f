import { Checkbox, Input, InputNumber, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { TimeLimit } from '../terms.ts'
import { fenFrom, optionsFrom, type Path } from './edit-guide.ts'
import type { Input as InputKind } from './guide-columns.ts'
import type { Desk } from './guide-desk.tsx'

export type MemberProps = {
  readonly desk: Desk
  readonly path: Path
  readonly input: InputKind
  readonly label: string
  readonly id: string
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value))
export type Change = (to: unknown) => void
type ControlProps = MemberProps & { readonly value: unknown; readonly change: Change; readonly optional: boolean }

/** An optional text that is emptied is taken away; one that must be there stays, empty, and is found lacking. */
const textOr = (text: string, optional: boolean): string | undefined => (text === '' && optional ? undefined : text)

/** Rows of a box that shows its text, from two on. */
const rowsFor = (text: string, most: number): number =>
  Math.min(
    most,
    Math.max(
      2,
      text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 50), 0),
    ),
  )

/** Lines keep what is typed: an empty line is dropped when the cursor leaves. */
const Lines = ({ id, desk, value, change, placeholder }: ControlProps & { readonly placeholder?: string }) => {
  const list = (value as readonly string[] | undefined) ?? []
  const [typed, setTyped] = useState<string>()
  const tidy = (text: string): string[] =>
    text
      .split('\n')
      .map((one) => one.trim())
      .filter(Boolean)
  return (
    <Input.TextArea
      id={id}
      disabled={desk.frozen}
      rows={rowsFor(typed ?? list.join('\n'), 12)}
      {...(placeholder ? { placeholder } : {})}
      value={typed ?? list.join('\n')}
      onChange={(event) => {
        setTyped(event.target.value)
        change(tidy(event.target.value))
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

type Options = readonly { readonly value: string; readonly label: string }[]
const OptionLines = (props: ControlProps) => {
  const before = (props.value as Options | undefined) ?? []
  const change = (lines: unknown): void => {
    const list = optionsFrom(before, lines as string[])
    props.change(list.length === 0 && props.optional ? undefined : list)
  }
  return <Lines {...props} value={before.map(({ label }) => label)} change={change} />
}

const Limit = ({ id, desk, value, change }: ControlProps) => {
  const limit = value as TimeLimit | undefined
  const set = (members: Partial<TimeLimit>): void => change({ days: 20, unit: 'workday', ...limit, ...members })
  return (
    <span className="guide-limit">
      <InputNumber
        id={id}
        disabled={desk.frozen}
        min={0}
        max={3650}
        value={limit?.days ?? null}
        onChange={(days) => (days === null ? change(undefined) : set({ days }))}
      />
      <Select
        aria-label="单位"
        disabled={desk.frozen || !limit}
        value={limit?.unit ?? 'workday'}
        options={[
          { value: 'workday', label: '个工作日' },
          { value: 'calendarDay', label: '个自然日' },
        ]}
        onChange={(unit: TimeLimit['unit']) => set({ unit })}
      />
      <Input
        aria-label="时限的说明"
        disabled={desk.frozen || !limit}
        placeholder="说明(选填)"
        value={limit?.explanation ?? ''}
        onChange={(event) => {
          const { explanation: _gone, ...rest } = limit ?? { days: 20, unit: 'workday' as const }
          change(event.target.value ? { ...rest, explanation: event.target.value } : rest)
        }}
      />
    </span>
  )
}

const choicesOf = (codes: Readonly<Record<string, string>>) => Object.entries(codes).map(([value, label]) => ({ value, label }))

const One = ({ id, desk, input, value, change, optional }: ControlProps) => (
  <Select
    id={id}
    disabled={desk.frozen}
    allowClear={optional}
    value={asText(value) || null}
    placeholder="请选择"
    options={choicesOf('codes' in input ? input.codes : {})}
    onChange={(one: string | undefined) => change(one)}
  />
)
const Several = ({ id, desk, input, value, change, optional }: ControlProps) => (
  <Select
    id={id}
    mode="multiple"
    disabled={desk.frozen}
    optionFilterProp="label"
    placeholder="请选择"
    value={[...((value as readonly string[] | undefined) ?? [])]}
    options={choicesOf('codes' in input ? input.codes : {})}
    onChange={(many: string[]) => change(many.length === 0 && optional && value !== undefined ? [] : many)}
  />
)
const Amount = ({ id, desk, value, change, input }: ControlProps) => {
  const isFen = input.as === 'fen'
  const shown = value === undefined ? null : Number(value) / (isFen ? 100 : 1)
  return (
    <InputNumber id={id} disabled={desk.frozen} min={0} value={shown} onChange={(n) => change(isFen ? fenFrom(n) : (n ?? undefined))} />
  )
}
const Line = ({ id, desk, value, change, optional, input }: ControlProps) =>
  input.as === 'text' ? (
    <Input.TextArea
      id={id}
      disabled={desk.frozen}
      rows={rowsFor(asText(value), 8)}
      value={asText(value)}
      onChange={(event) => change(textOr(event.target.value, optional))}
    />
  ) : (
    <Input
      id={id}
      disabled={desk.frozen}
      {...(input.as === 'date' ? { type: 'date' } : {})}
      value={asText(value)}
      onChange={(event) => change(textOr(event.target.value, optional || input.as === 'date'))}
    />
  )
const Yes = ({ id, desk, value, change, optional, label }: ControlProps) => (
  <Checkbox
    id={id}
    disabled={desk.frozen}
    checked={value === true}
    onChange={(event) => change(event.target.checked || (optional ? undefined : false))}
  >
    {label}
  </Checkbox>
)

/** The controls of single values, by their kind. */
export const controls: Partial<Record<InputKind['as'], (props: ControlProps) => ReactNode>> = {
  line: Line, text: Line, date: Line, lines: Lines, number: Amount, fen: Amount, yes: Yes, choice: One, choices: Several, limit: Limit, options: OptionLines,
  fixed: ({ value }) => <span>{asText(value) || '未编定'}</span>,
} // biome-ignore format: a table
