import { Button, Input, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { fieldsOf } from '../../../kernel/form.ts'
import type { Defect } from '../terms.ts'
import type { GuidePart } from './shapes.ts'
import { usualCure, usualDefects } from './usual-defects.ts'

export type DraftDefect = Defect

/** Everything a notice may name: the materials of the item and the questions of its form. */
export const targetsOf = (guide: GuidePart | undefined): { readonly value: string; readonly label: string }[] => [
  ...(guide?.materials ?? []).filter((material) => !material.fromForm).map(({ id, name }) => ({ value: id, label: `材料：${name}` })),
  ...(guide?.form ? fieldsOf(guide.form) : []).map(({ name, label }) => ({ value: name, label: `填写项：${label}` })),
]
export const namesOf = (guide: GuidePart | undefined): ReadonlyMap<string, string> =>
  new Map(targetsOf(guide).map(({ value, label }) => [value, label.replace(/^[^:]*:/, '')]))

type RowProps = {
  readonly defect: DraftDefect
  readonly number: number
  readonly onChange: (defect: DraftDefect) => void
  readonly onRemove: () => void
}

const DefectRow = ({ defect, number, onChange, onRemove }: RowProps) => {
  const row = useRef<HTMLLIElement>(null)
  const isNew = useRef(defect.problem === '')
  useEffect(() => {
    if (isNew.current) row.current?.querySelector<HTMLElement>('input[placeholder=问题]')?.focus()
  }, [])
  return (
    <li className="defect" ref={row}>
      <div className="defect-head">
        <b>
          {number}. {defect.name}
        </b>
        <Button size="small" type="text" onClick={onRemove} aria-label={`删除第 ${number} 项：${defect.name}`}>
          删除
        </Button>
      </div>
      <Select
        size="small"
        aria-label={`第 ${number} 项的常见问题`}
        placeholder="常见问题"
        style={{ inlineSize: '100%' }}
        value={usualDefects.some((usual) => usual.problem === defect.problem) ? defect.problem : null}
        options={usualDefects.map(({ problem }) => ({ value: problem, label: problem }))}
        onChange={(problem: string) => onChange({ ...defect, problem, cure: usualCure(problem) ?? defect.cure })}
      />
      <Input
        size="small"
        aria-label={`第 ${number} 项的问题`}
        placeholder="问题"
        value={defect.problem}
        onChange={(event) => onChange({ ...defect, problem: event.target.value })}
      />
      <Input
        size="small"
        aria-label={`第 ${number} 项的补正要求`}
        placeholder="怎样补正"
        value={defect.cure}
        onChange={(event) => onChange({ ...defect, cure: event.target.value })}
      />
    </li>
  )
}

type Props = {
  readonly value: readonly DraftDefect[]
  readonly onChange: (defects: DraftDefect[]) => void
  readonly guide: GuidePart | undefined
}

/** Builds the one and only 补正告知: any material, any question, each with its problem and its cure (行政许可法 §32). */
export const DefectBuilder = ({ value, onChange, guide }: Props) => {
  const targets = targetsOf(guide).filter(({ value: target }) => !value.some((defect) => defect.target === target))
  const names = namesOf(guide)
  const add = (target: string): void => onChange([...value, { target, name: names.get(target) ?? target, problem: '', cure: '' }])
  return (
    <>
      {value.length > 0 && (
        <ol className="defects">
          {value.map((defect, index) => (
            <DefectRow
              key={defect.target}
              defect={defect}
              number={index + 1}
              onChange={(changed) => onChange(value.map((one) => (one.target === defect.target ? changed : one)))}
              onRemove={() => onChange(value.filter((one) => one.target !== defect.target))}
            />
          ))}
        </ol>
      )}
      <Select
        aria-label="添加要补正的材料或者填写项"
        placeholder="添加要补正的材料或者填写项"
        style={{ inlineSize: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={targets}
        onChange={(target: string | null) => target && add(target)}
      />
    </>
  )
}
