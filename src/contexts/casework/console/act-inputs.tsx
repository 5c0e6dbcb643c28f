import { Checkbox } from 'antd'
import type { ReactNode } from 'react'
import { isOpinionOpen } from '../rules/beside.ts'
import { promiseMaterial } from '../rules/guard.ts'
import type { Photo } from '../terms.ts'
import type { ActField } from './act-fields.ts'
import { type CheckedRow, CheckedTable } from './checked-table.tsx'
import { DefectBuilder, type DraftDefect } from './defect-builder.tsx'
import { PhotoInput } from './photo-input.tsx'
import { Choice, isPlain, PlainInput, type PlainKind } from './plain-inputs.tsx'
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

const named = (steps: readonly ReviewStep[]) =>
  steps.map(({ id, name, twoPersons }) => ({ value: id, label: twoPersons ? `${name}(两人)` : name }))
const passedOf = ({ steps, stepsDone }: CaseView): ReviewStep[] => steps.filter(({ id }) => id in stepsDone)
/** The departments whose answer is waited for. */
const askedOf = ({ opinions = [] }: CaseView) =>
  opinions.filter(isOpinionOpen).map(({ department, unit }) => ({ value: department, label: unit }))
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

const inputs: Record<Exclude<ActField['kind'], PlainKind>, (props: InputProps) => ReactNode> = {
  running: (props) => <Choice {...props} options={runningOf(props.context.view)} />,
  'open-step': (props) => <Choice {...props} options={named(openStepsOf(props.context.view))} />,
  'passed-step': (props) => <Choice {...props} options={named(passedOf(props.context.view))} />,
  'asked-opinion': (props) => <Choice {...props} options={askedOf(props.context.view)} />,
  promise: (props) => <Signed {...props} />,
  photos: ({ id, value, onChange, context }) => (
    <PhotoInput id={id} no={context.view.no} value={(value as Photo[] | undefined) ?? []} onChange={onChange} />
  ),
  missing: (props) => <Missing {...props} />,
  defects: ({ value, onChange, context }) => (
    <DefectBuilder value={(value as DraftDefect[] | undefined) ?? []} onChange={onChange} {...context} />
  ),
  checked: ({ value, onChange, context }) => (
    <CheckedTable value={(value as CheckedRow[] | undefined) ?? []} onChange={onChange} materials={context.guide?.materials ?? []} />
  ),
}

/** The articles that the guide names, as an officer cites them. */
const articlesOf = (guide: GuidePart | undefined): string[] =>
  (guide?.basis ?? []).map(({ title, article }) => `《${title.replace(/[《》]/g, '')}》${article ?? ''}`)

/** The input of one detail of an act, by its kind. */
export const ActInput = (props: InputProps) => {
  const { context, ...plain } = props
  const { kind, name } = props.field
  if (!isPlain(kind)) return inputs[kind](props)
  return <PlainInput {...plain} {...(name === 'basis' ? { suggestions: articlesOf(context.guide) } : {})} />
}
