import { Button } from 'antd'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { useDoing } from './doing.tsx'
import { Key } from './facts.tsx'
import { useWrongFields, WrongFields } from './field-note.tsx'
import { useHotKeys } from './hot-keys.ts'
import { ProblemNote } from './notes.tsx'

type Props = {
  readonly title: string
  /** What the button says that sends it. */
  readonly word: string
  readonly send: () => Promise<void>
  readonly onLeave: () => void
  /** Takes something away and has nothing to fill in: the button says so and has the focus. */
  readonly danger?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A form that opens beside what it changes: Enter or Ctrl+Enter sends it, Esc leaves it, what went wrong is told below and beside each FieldNote. */
export const AskForm = ({ title, word, send, onLeave, danger = false, className = '', children }: Props) => {
  const form = useRef<HTMLFormElement>(null)
  const { run, note, told } = useDoing()
  const rest = useWrongFields(form, told)
  const wrong = told?.fields ?? []
  const marked = wrong.length - rest.length
  const go = (): void => run(send)
  useHotKeys({ 'ctrl+Enter': go, Escape: onLeave })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    go()
  }
  return (
    <WrongFields value={wrong}>
      <form ref={form} noValidate className={`act ${className}`} style={{ maxInlineSize: '46em' }} onSubmit={submit} aria-label={title}>
        <h2>{title}</h2>
        {children}
        <div className="acts act-row">
          <Button type="primary" htmlType="submit" danger={danger} autoFocus={danger}>
            {word} <Key name="Ctrl+Enter" />
          </Button>
          <Button onClick={onLeave}>
            取消 <Key name="Esc" />
          </Button>
        </div>
      </form>
      {told && marked > 0 ? (
        <ProblemNote told={{ ...told, title: `有 ${marked} 处要改正，见上面的红字`, detail: '', fields: rest }} />
      ) : (
        note
      )}
    </WrongFields>
  )
}
