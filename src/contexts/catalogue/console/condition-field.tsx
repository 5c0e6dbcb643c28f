import { Input, Select } from 'antd'
import { type Feel, feelFault, feelOf, isFeel } from '../../../kernel/condition.ts'
import { feelWords } from '../../../kernel/feel-words.ts'
import type { Question } from '../rules/process.ts'

/** A condition while it is edited: one question with its answers, or an expression. */
export type Chosen = { readonly about: string; readonly is: readonly string[] } | Feel
type Props = {
  readonly id: string
  readonly label: string
  readonly chosen: Chosen | undefined
  readonly questions: readonly Question[]
  readonly frozen?: boolean
  readonly none: string
  readonly onChange: (to: Chosen | undefined) => void
}
const written = ' feel'

const Expression = ({ id, label, when, questions, frozen = false, onChange }: Omit<Props, 'chosen' | 'none'> & { readonly when: Feel }) => {
  const fault = feelFault(when, questions.map(({ id: name }) => name)) // biome-ignore format: one line
  return (
    <span className="expression">
      <Input
        id={`${id}-feel`}
        aria-label={`${label}(FEEL 表达式)`}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-words`}
        className="num"
        disabled={frozen}
        maxLength={1000}
        placeholder={'例如 kind = "rent" and area > 100'}
        value={when.feel}
        onChange={(event) => onChange({ feel: event.target.value })}
      />
      <span id={`${id}-words`} className={fault ? 'wrong' : 'quiet'}>
        {fault ? (
          <>
            第 {fault.at + 1} 个字{when.feel.slice(fault.at, fault.at + 8) && <code>{when.feel.slice(fault.at, fault.at + 8)}</code>}:
            {fault.why}
          </>
        ) : (
          feelWords(when, questions)
        )}
      </span>
    </span>
  )
}

/** When something is needed: a question and its answers, or a FEEL expression that is read back in Chinese as it is written. */
export const ConditionField = (props: Props) => {
  const { id, label, chosen, questions, frozen = false, none, onChange } = props
  const choice = chosen && !isFeel(chosen) ? chosen : undefined
  const asked = questions.find((question) => question.id === choice?.about)
  const choose = (about: string | undefined): void => {
    if (about === undefined) onChange(undefined)
    else if (about === written) onChange({ feel: choice && choice.is.length > 0 ? feelOf(choice.about, choice.is) : '' })
    else onChange({ about, is: [] })
  }
  return (
    <span className="condition">
      <Select
        id={id}
        allowClear
        disabled={frozen || questions.length === 0}
        placeholder={questions.length === 0 ? '没有可以用的问题' : none}
        value={chosen && isFeel(chosen) ? written : (choice?.about ?? null)}
        options={[
          ...questions.filter(({ options }) => options.length > 0).map((question) => ({ value: question.id, label: question.question })),
          { value: written, label: '用表达式写(FEEL)' },
        ]}
        onChange={choose}
      />
      {choice && (
        <Select
          id={`${id}-is`}
          mode="multiple"
          disabled={frozen}
          aria-label={`${label}：这样回答的`}
          placeholder="这样回答的"
          value={[...choice.is]}
          options={(asked?.options ?? []).map(({ value, label: words }) => ({ value, label: words }))}
          onChange={(is: string[]) => onChange({ ...choice, is })}
        />
      )}
      {chosen && isFeel(chosen) && <Expression {...props} when={chosen} />}
    </span>
  )
}
