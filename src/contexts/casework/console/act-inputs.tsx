import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { promiseMaterial } from '../rules/guard.ts'
import { specialProcedures } from '../terms.ts'
import type { ActField } from './act-fields.ts'
import { type CheckedRow, CheckedTable } from './checked-table.tsx'
import { DefectBuilder, type DraftDefect } from './defect-builder.tsx'
import { type CaseView, type GuidePart, openStepsOf, type ReviewStep } from './shapes.ts'

/** What the input of a detail needs to know beside its value. */
export type InputContext = { readonly view: CaseView; readonly guide: GuidePart | undefined }
type InputProps = {
  readonly id: string
  readonly field: ActField
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly context: InputContext
}

const Words = ({ id, field, value, onChange }: InputProps) => (
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

const Line = ({ id, field, value, onChange, context }: InputProps) => {
  const known =
    field.name === 'basis'
      ? (context.guide?.basis ?? []).map(({ title, article }) => `《${title.replace(/[《》]/g, '')}》${article ?? ''}`)
      : []
  return (
    <>
      <Input id={id} maxLength={300} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
      {known.length > 0 && (
        <div className="phrases">
          {known.map((text) => (
            <Button key={text} size="small" onClick={() => onChange(text)}>
              {text}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}

const Days = ({ id, field, value, onChange }: InputProps) => (
  <InputNumber
    id={id}
    {...(field.min === undefined ? {} : { min: field.min })}
    {...(field.max === undefined ? {} : { max: field.max })}
    precision={0}
    value={typeof value === 'number' ? value : null}
    onChange={(days) => onChange(days ?? undefined)}
  />
)

const Day = ({ id, value, onChange }: InputProps) => (
  <Input
    id={id}
    type="date"
    style={{ inlineSize: 180 }}
    value={String(value ?? '')}
    onChange={(event) => onChange(event.target.value || undefined)}
  />
)

const Options = ({ id, field, value, onChange }: InputProps) => (
  <Select
    id={id}
    allowClear
    style={{ inlineSize: '100%' }}
    value={(value as string | undefined) ?? null}
    options={Object.entries(field.options ?? {}).map(([option, label]) => ({ value: option, label }))}
    onChange={(chosen: string | undefined) => onChange(chosen)}
  />
)

const Choice = ({
  id,
  value,
  onChange,
  options,
}: InputProps & { readonly options: readonly (string | { readonly value: string; readonly label: string })[] }) => (
  <Select
    id={id}
    style={{ inlineSize: '100%' }}
    value={(value as string | undefined) ?? null}
    options={options.map((option) => (typeof option === 'string' ? { value: option, label: option } : option))}
    onChange={(chosen: string) => onChange(chosen)}
  />
)

const named = (steps: readonly ReviewStep[]) =>
  steps.map(({ id, name, twoPersons }) => ({ value: id, label: twoPersons ? `${name}(两人)` : name }))
const passedOf = ({ steps, stepsDone }: CaseView): ReviewStep[] => steps.filter(({ id }) => id in stepsDone)
const runningOf = (view: CaseView): string[] => view.pauses.filter((pause) => pause.to === undefined).map((pause) => pause.kind)

const Missing = ({ value, onChange, context }: InputProps) => {
  const materials = context.guide?.materials ?? []
  const tolerated = materials.some((material) => material.need === '3') ? materials.filter((material) => material.need === '3') : materials
  return (
    <Checkbox.Group
      className="stack"
      value={(value as string[] | undefined) ?? []}
      options={tolerated.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(chosen) => onChange(chosen)}
    />
  )
}

const Time = ({ id, value, onChange }: InputProps) => (
  <Input
    id={id}
    type="time"
    style={{ inlineSize: 140 }}
    value={String(value ?? '')}
    onChange={(event) => onChange(event.target.value || undefined)}
  />
)

const Either = ({ id, field, value, onChange }: InputProps) => (
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

/** The applicant signed a promise on paper: it is ticked like a material. */
const Signed = ({ id, field, value, onChange }: InputProps) => (
  <Checkbox
    id={id}
    checked={Array.isArray(value) && value.length > 0}
    onChange={(event) => onChange(event.target.checked ? [{ material: promiseMaterial, form: '原件', copies: 1 }] : undefined)}
  >
    {field.label}(原件1份)
  </Checkbox>
)

const inputs: Record<ActField['kind'], (props: InputProps) => ReactNode> = {
  words: (props) => <Words {...props} />,
  line: (props) => <Line {...props} />,
  days: (props) => <Days {...props} />,
  date: (props) => <Day {...props} />,
  special: (props) => <Choice {...props} options={specialProcedures} />,
  running: (props) => <Choice {...props} options={runningOf(props.context.view)} />,
  'open-step': (props) => <Choice {...props} options={named(openStepsOf(props.context.view))} />,
  'passed-step': (props) => <Choice {...props} options={named(passedOf(props.context.view))} />,
  time: (props) => <Time {...props} />,
  choice: (props) => <Either {...props} />,
  options: (props) => <Options {...props} />,
  promise: (props) => <Signed {...props} />,
  missing: (props) => <Missing {...props} />,
  defects: ({ value, onChange, context }) => (
    <DefectBuilder value={(value as DraftDefect[] | undefined) ?? []} onChange={onChange} {...context} />
  ),
  checked: ({ value, onChange, context }) => (
    <CheckedTable value={(value as CheckedRow[] | undefined) ?? []} onChange={onChange} materials={context.guide?.materials ?? []} />
  ),
}

/** The input of one detail of an act, by its kind. */
export const ActInput = (props: InputProps) => inputs[props.field.kind](props)
