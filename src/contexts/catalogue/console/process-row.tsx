import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import type { KeyboardEvent, ReactNode } from 'react'
import { isFeel } from '../../../kernel/condition.ts'
import type { Question } from '../rules/process.ts'
import type { Step } from '../terms.ts'
import { type Chosen, ConditionField } from './condition-field.tsx'
import { doerOptions, type Edited, possibleBefore } from './edit-process.ts'

/** What can be done with the step of a row. */
export type RowActs = {
  readonly change: (row: number, change: { readonly [K in keyof Step]?: Step[K] | undefined }) => void
  readonly addBehind: (row: number) => void
  readonly addBeside: (row: number) => void
  readonly remove: (row: number) => void
  readonly move: (row: number, by: -1 | 1) => void
}
type Props = {
  readonly steps: Edited
  readonly row: number
  readonly questions: readonly Question[]
  readonly said: readonly string[]
  readonly acts: RowActs
  readonly onFocus: () => void
}

const Labelled = ({ id, label, children }: { readonly id: string; readonly label: string; readonly children: ReactNode }) => (
  <div className="step-field">
    <label htmlFor={id}>{label}</label>
    {children}
  </div>
)

/** Alt with an arrow moves the row, Alt+B adds behind it, Alt+P beside it, Alt+Delete takes it away. */
const keys: Readonly<Record<string, (row: number, acts: RowActs) => void>> = {
  arrowup: (row, acts) => acts.move(row, -1),
  arrowdown: (row, acts) => acts.move(row, 1),
  b: (row, acts) => acts.addBehind(row),
  p: (row, acts) => acts.addBeside(row),
  delete: (row, acts) => acts.remove(row),
}
const onKey =
  (row: number, acts: RowActs) =>
  (event: KeyboardEvent): void => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey ? keys[event.key.toLowerCase()] : undefined
    if (!act) return
    event.preventDefault()
    act(row, acts)
  }

const Buttons = ({
  row,
  name,
  last,
  acts,
}: {
  readonly row: number
  readonly name: string
  readonly last: boolean
  readonly acts: RowActs
}) => (
  <div className="step-acts">
    <Button size="small" disabled={row === 0} aria-label={`上移${name}`} onClick={() => acts.move(row, -1)}>
      ↑
    </Button>
    <Button size="small" disabled={last} aria-label={`下移${name}`} onClick={() => acts.move(row, 1)}>
      ↓
    </Button>
    <Button size="small" onClick={() => acts.addBehind(row)}>
      后面加
    </Button>
    <Button size="small" onClick={() => acts.addBeside(row)}>
      并列加
    </Button>
    <Button size="small" danger onClick={() => acts.remove(row)}>
      删除
    </Button>
  </div>
)

const chosenOf = (when: Step['when']): Chosen | undefined => (when && !isFeel(when) ? { about: when.question, is: when.is } : when)

/** Which steps come before, and which answers ask for this one. */
const Place = ({ steps, row, questions, acts }: Props) => {
  const step = steps[row]
  if (!step) return null
  const { id, after, when } = step
  return (
    <div className="step-line">
      <Labelled id={`after-${id}`} label="在这些环节之后">
        <Select
          id={`after-${id}`}
          mode="multiple"
          placeholder="流程从这里开始"
          value={[...after]}
          options={possibleBefore(steps, row).map((one) => ({ value: one.id, label: one.name || one.id }))}
          onChange={(chosen: string[]) => acts.change(row, { after: chosen })}
        />
      </Labelled>
      <Labelled id={`when-${id}`} label="条件(不选就都办)">
        <ConditionField
          id={`when-${id}`}
          label="条件"
          chosen={chosenOf(when)}
          questions={questions}
          none="都办"
          onChange={(to) => acts.change(row, { when: to && (isFeel(to) ? to : { question: to.about, is: to.is }) })}
        />
      </Labelled>
    </div>
  )
}

/** One step in the editor: who, how long, after which others, under which condition, standard and result; what is wrong stands under it. */
export const ProcessRow = (props: Props) => {
  const { steps, row, said, acts, onFocus } = props
  const step = steps[row]
  if (!step) return null
  const { id, name, by, days, standard, result, twoPersons } = step
  const title = name || `第 ${row + 1} 个环节`
  return (
    <li className={said.length > 0 ? 'step wrong-step' : 'step'}>
      <fieldset
        data-step={id}
        onFocus={onFocus}
        onKeyDown={onKey(row, acts)}
        {...(said.length > 0 ? { 'aria-describedby': `said-${id}` } : {})}
      >
        <legend className="sr">{title}</legend>
        <div className="step-line">
          <b className="num">{row + 1}</b>
          <Labelled id={`name-${id}`} label="环节名称">
            <Input id={`name-${id}`} maxLength={60} value={name} onChange={(event) => acts.change(row, { name: event.target.value })} />
          </Labelled>
          <Labelled id={`by-${id}`} label="由谁办">
            <Select id={`by-${id}`} value={by} options={doerOptions} onChange={(chosen: Step['by']) => acts.change(row, { by: chosen })} />
          </Labelled>
          <Labelled id={`days-${id}`} label="工作日">
            <InputNumber id={`days-${id}`} min={0} max={366} value={days} onChange={(value) => acts.change(row, { days: value ?? 0 })} />
          </Labelled>
          <Checkbox checked={twoPersons === true} onChange={(event) => acts.change(row, { twoPersons: event.target.checked || undefined })}>
            两人核查
          </Checkbox>
          <Buttons row={row} name={title} last={row === steps.length - 1} acts={acts} />
        </div>
        <Place {...props} />
        <div className="step-line">
          <Labelled id={`standard-${id}`} label="审查标准">
            <Input.TextArea
              id={`standard-${id}`}
              rows={2}
              maxLength={1000}
              value={standard}
              onChange={(event) => acts.change(row, { standard: event.target.value })}
            />
          </Labelled>
          <Labelled id={`result-${id}`} label="办理结果">
            <Input.TextArea
              id={`result-${id}`}
              rows={2}
              maxLength={1000}
              value={result}
              onChange={(event) => acts.change(row, { result: event.target.value })}
            />
          </Labelled>
        </div>
        {said.length > 0 && (
          <p id={`said-${id}`} className="wrong">
            {said.join('；')}
          </p>
        )}
      </fieldset>
    </li>
  )
}
