import { createContext, type RefObject, useContext, useLayoutEffect, useState } from 'react'
import type { Told } from './api.ts'

type Wrong = NonNullable<Told['fields']>
const nothing: Wrong = []
export const WrongFields = createContext<Wrong>(nothing)

/** `registration.redirectUris.0` is told of the field redirectUris. */
const isOf = (field: string, at: string): boolean => at.split('.').includes(field)

/** What is wrong with one field of an AskForm: stands between its label and its control, whose id is `of`. */
export const FieldNote = ({ field, of }: { readonly field: string; readonly of: string }) => {
  const said = useContext(WrongFields).filter((one) => isOf(field, one.field))
  if (said.length === 0) return null
  return (
    <p className="field-wrong" id={`${of}-wrong`} data-field={field} data-of={of}>
      {said.map(({ message }) => message).join('；')}
    </p>
  )
}

/** Marks the controls that are told to be wrong, puts the focus into the first, and gives back what no field of the form takes. */
export const useWrongFields = (form: RefObject<HTMLFormElement | null>, told: Told | undefined): Wrong => {
  const [rest, setRest] = useState(nothing)
  useLayoutEffect(() => {
    const notes = [...(form.current?.querySelectorAll<HTMLElement>('.field-wrong') ?? [])]
    const controls = notes.flatMap(({ id, dataset }) => {
      const control = document.getElementById(dataset.of ?? '')
      control?.setAttribute('aria-invalid', 'true')
      control?.setAttribute('aria-describedby', id)
      return control ?? []
    })
    controls[0]?.focus()
    setRest((told?.fields ?? nothing).filter(({ field }) => !notes.some(({ dataset }) => isOf(dataset.field ?? '', field))))
    return () => {
      for (const control of controls) for (const name of ['aria-invalid', 'aria-describedby']) control.removeAttribute(name)
    }
  }, [form, told])
  return rest
}
