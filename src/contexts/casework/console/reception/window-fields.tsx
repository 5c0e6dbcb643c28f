import { useEffect, useRef } from 'react'
import type { Told } from '../../../../ui/console/api.ts'

type WindowField = {
  readonly name: string
  readonly label: string
  readonly options?: readonly (readonly [value: string, label: string])[]
}
type Props = {
  readonly fields: readonly WindowField[]
  readonly values: Readonly<Record<string, string>>
  readonly told: Told | undefined
  readonly focusFirst?: boolean
  readonly onChange: (name: string, value: string) => void
}

/** Short fields of the desk with the server's words beside them; the first wrong one gets the focus. */
export const WindowFields = ({ fields, values, told, focusFirst, onChange }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const wrongOf = (name: string): string | undefined => told?.fields?.find(({ field }) => field === name)?.message
  const firstWrong = fields.find(({ name }) => wrongOf(name))?.name
  useEffect(() => {
    if (focusFirst) box.current?.querySelector<HTMLElement>('input,select')?.focus()
  }, [focusFirst])
  useEffect(() => {
    if (firstWrong && told) box.current?.querySelector<HTMLElement>(`[name="${firstWrong}"]`)?.focus()
  }, [firstWrong, told])
  return (
    <div ref={box} className="desk-fields">
      {fields.map(({ name, label, options }) => {
        const wrong = wrongOf(name)
        const common = {
          id: `w-${name}`,
          name,
          value: values[name] ?? '',
          'aria-invalid': wrong !== undefined,
          'aria-describedby': wrong ? `w-${name}-e` : undefined,
        }
        return (
          <div key={name} className={wrong ? 'question bad' : 'question'}>
            <label htmlFor={`w-${name}`}>{label}</label>
            {options ? (
              <select {...common} onChange={(event) => onChange(name, event.target.value)}>
                <option value="">请选择</option>
                {options.map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </select>
            ) : (
              <input {...common} autoComplete="off" onChange={(event) => onChange(name, event.target.value)} />
            )}
            {wrong && (
              <p className="wrong" id={`w-${name}-e`}>
                {wrong}
              </p>
            )}
          </div>
        )
      })}
      {told && !told.fields && (
        <p role="alert" className="wrong">
          {told.title}
        </p>
      )}
    </div>
  )
}
