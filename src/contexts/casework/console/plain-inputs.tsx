import { Button, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { specialProcedures } from '../terms.ts'
import type { ActField } from './act-fields.ts'

type PlainProps = {
  readonly id: string
  readonly field: ActField
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** Texts that are put in with one press. */
  readonly suggestions?: readonly string[]
}

const Words = ({ id, field, value, onChange }: PlainProps) => (
  <>
    <Input.TextArea id={id} rows={3} maxLength={2000} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
    {field.phrases && (
      <div className="phrases">
        {field.phrases.map((phrase) => (
          <Button key={phrase} size="small" onClick={() => onChange(`${value ?? ''}${phrase}`)}>
            {phrase}
          </Button>
        ))}
      </div>
    )}
  </>
)

const Line = ({ id, value, onChange, suggestions = [] }: PlainProps) => (
  <>
    <Input id={id} maxLength={300} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
    {suggestions.length > 0 && (
      <div className="phrases">
        {suggestions.map((text) => (
          <Button key={text} size="small" onClick={() => onChange(text)}>
            {text}
          </Button>
        ))}
      </div>
    )}
  </>
)

const Days = ({ id, field, value, onChange }: PlainProps) => (
  <InputNumber
    id={id}
    {...(field.min === undefined ? {} : { min: field.min })}
    {...(field.max === undefined ? {} : { max: field.max })}
    precision={0}
    value={typeof value === 'number' ? value : null}
    onChange={(days) => onChange(days ?? undefined)}
  />
)

const Day = ({ id, value, onChange }: PlainProps) => (
  <Input
    id={id}
    type="date"
    style={{ inlineSize: 180 }}
    value={String(value ?? '')}
    onChange={(event) => onChange(event.target.value || undefined)}
  />
)

const Time = ({ id, value, onChange }: PlainProps) => (
  <Input
    id={id}
    type="time"
    style={{ inlineSize: 140 }}
    value={String(value ?? '')}
    onChange={(event) => onChange(event.target.value || undefined)}
  />
)

const Options = ({ id, field, value, onChange }: PlainProps) => (
  <Select
    id={id}
    allowClear
    style={{ inlineSize: '100%' }}
    value={(value as string | undefined) ?? null}
    options={Object.entries(field.options ?? {}).map(([option, label]) => ({ value: option, label }))}
    onChange={(chosen: string | undefined) => onChange(chosen)}
  />
)

const Either = ({ id, field, value, onChange }: PlainProps) => (
  <Radio.Group
    id={id}
    value={value ?? null}
    options={[
      { value: true, label: field.choices?.yes ?? '是' },
      { value: false, label: field.choices?.no ?? '否' },
    ]}
    onChange={(event) => onChange(event.target.value)}
  />
)

type ChoiceProps = Omit<PlainProps, 'field'> & {
  readonly options: readonly (string | { readonly value: string; readonly label: string })[]
}

/** One of a few, by value. */
export const Choice = ({ id, value, onChange, options }: ChoiceProps) => (
  <Select
    id={id}
    style={{ inlineSize: '100%' }}
    value={(value as string | undefined) ?? null}
    options={options.map((option) => (typeof option === 'string' ? { value: option, label: option } : option))}
    onChange={(chosen: string) => onChange(chosen)}
  />
)

/** Inputs that know nothing of the case: the same for one case and for many. */
const plain = {
  words: (props) => <Words {...props} />,
  line: (props) => <Line {...props} />,
  days: (props) => <Days {...props} />,
  date: (props) => <Day {...props} />,
  time: (props) => <Time {...props} />,
  choice: (props) => <Either {...props} />,
  options: (props) => <Options {...props} />,
  special: (props) => <Choice {...props} options={specialProcedures} />,
} satisfies Partial<Record<ActField['kind'], (props: PlainProps) => ReactNode>>
export type PlainKind = keyof typeof plain

export const isPlain = (kind: ActField['kind']): kind is PlainKind => kind in plain

/** The input of a detail that knows nothing of the case; nothing for the others. */
export const PlainInput = (props: PlainProps) => (isPlain(props.field.kind) ? plain[props.field.kind](props) : null)
