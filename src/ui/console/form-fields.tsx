import { type Answers, type Field, isAsked } from '../../kernel/form.ts'

type Value = string | readonly string[]
export type FieldErrors = Readonly<Record<string, string>>
type ControlProps = {
  readonly id: string
  readonly field: Field
  readonly value: Value | undefined
  readonly error: string | undefined
  readonly onChange: (value: Value) => void
}

/** The id of the control of a question, for labels and for moving the focus to what is wrong. */
export const controlId = (name: string): string => `q-${name}`
const describedBy = ({ id, field, error }: ControlProps): string | undefined =>
  [field.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined
const text = (value: Value | undefined): string => String([value ?? ''].flat()[0] ?? '')

const common = (props: ControlProps) => ({
  id: props.id,
  name: props.field.name,
  value: text(props.value),
  'aria-invalid': props.error !== undefined,
  'aria-describedby': describedBy(props),
})

const TextBox = (props: ControlProps) => (
  <input
    {...common(props)}
    type={props.field.kind === 'date' ? 'date' : 'text'}
    inputMode={['number', 'yuan'].includes(props.field.kind) ? 'decimal' : props.field.kind === 'phone' ? 'tel' : undefined}
    autoComplete="off"
    onChange={(event) => props.onChange(event.target.value)}
  />
)

const TextArea = (props: ControlProps) => <textarea {...common(props)} rows={3} onChange={(event) => props.onChange(event.target.value)} />

const Choice = (props: ControlProps) => (
  <select {...common(props)} onChange={(event) => props.onChange(event.target.value)}>
    <option value="">请选择</option>
    {(props.field.options ?? []).map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </select>
)

/** Radios and checkboxes; the first control bears the id, so that the focus lands on it. */
const Picks = (props: ControlProps) => {
  const { id, field, value, onChange } = props
  const isRadio = field.kind === 'radios'
  const chosen = [value ?? []].flat()
  const pick = (option: string, on: boolean): void => {
    if (isRadio) onChange(option)
    else onChange(on ? [...chosen, option] : chosen.filter((one) => one !== option))
  }
  return (
    <div className="picks">
      {(field.options ?? []).map((option, index) => (
        <label key={option.value}>
          <input
            id={index === 0 ? id : undefined}
            type={isRadio ? 'radio' : 'checkbox'}
            name={field.name}
            checked={chosen.includes(option.value)}
            aria-describedby={index === 0 ? describedBy(props) : undefined}
            onChange={(event) => pick(option.value, event.target.checked)}
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}

const isGroup = (field: Field): boolean => field.kind === 'radios' || field.kind === 'checkboxes'
const Control = (props: ControlProps) => {
  if (isGroup(props.field)) return <Picks {...props} />
  if (props.field.kind === 'select') return <Choice {...props} />
  return props.field.kind === 'textarea' ? <TextArea {...props} /> : <TextBox {...props} />
}

const Question = (props: ControlProps) => {
  const { id, field, error } = props
  const label = `${field.label}${field.optional ? '(选填)' : ''}`
  const rest = (
    <>
      <Control {...props} />
      {field.hint && (
        <p className="quiet" id={`${id}-h`}>
          {field.hint}
        </p>
      )}
      {error && (
        <p className="wrong" id={`${id}-e`}>
          {error}
        </p>
      )}
    </>
  )
  if (isGroup(field))
    return (
      <fieldset className={error ? 'question bad' : 'question'}>
        <legend>{label}</legend>
        {rest}
      </fieldset>
    )
  return (
    <div className={error ? 'question bad' : 'question'}>
      <label htmlFor={id}>{label}</label>
      {rest}
    </div>
  )
}

type Props = {
  readonly fields: readonly Field[]
  readonly answers: Answers
  readonly errors: FieldErrors
  readonly onChange: (name: string, value: Value) => void
}

/** The questions of a form definition, the same as the citizen's pages ask; those that are not asked are left out. */
export const FormFields = ({ fields, answers, errors, onChange }: Props) =>
  fields
    .filter((field) => isAsked(field, answers))
    .map((field) => (
      <Question
        key={field.name}
        id={controlId(field.name)}
        field={field}
        value={answers[field.name]}
        error={errors[field.name]}
        onChange={(value) => onChange(field.name, value)}
      />
    ))
