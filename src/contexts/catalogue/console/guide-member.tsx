import { useId } from 'react'
import { memberAt, type Path, setAt } from './edit-guide.ts'
import type { Column, Input as InputKind } from './guide-columns.ts'
import { Condition } from './guide-condition.tsx'
import { type Change, controls, type MemberProps } from './guide-controls.tsx'
import { type Desk, Findings, idOf } from './guide-desk.tsx'
import { Rows } from './guide-rows.tsx'
import { Sheet } from './guide-sheet.tsx'
import { Steps } from './guide-steps.tsx'

/** One member of the guide by its kind: a control, rows of members, the process, a condition. */
export const Member = (props: MemberProps & { readonly optional: boolean }) => {
  const { desk, path, input, id } = props
  const value = memberAt(desk.guide, path)
  const change: Change = (to) => desk.edit(setAt(desk.guide, path, to))
  if (input.as === 'rows')
    return <Rows desk={desk} path={path} input={input} inner={(at, columns) => <Parts desk={desk} path={at} columns={columns} />} />
  if (input.as === 'steps') return <Steps desk={desk} />
  if (input.as === 'when') return <Condition desk={desk} path={path} id={id} />
  if (input.as === 'sheet') return <Sheet {...props} />
  if (input.as === 'parts') return <Parts desk={desk} path={path} columns={input.columns} />
  const Control = controls[input.as]
  return Control ? <Control {...props} value={value} change={change} /> : null
}

const isBlock = ({ as }: InputKind): boolean => as === 'rows' || as === 'parts'

/** The labelled members of one row or of one element that has parts. */
export const Parts = ({ desk, path, columns }: { readonly desk: Desk; readonly path: Path; readonly columns: readonly Column[] }) => (
  <div className="guide-parts">
    {columns.map((column) => (
      <Part key={column.key} desk={desk} path={[...path, column.key]} column={column} />
    ))}
  </div>
)

const Part = ({ desk, path, column }: { readonly desk: Desk; readonly path: Path; readonly column: Column }) => {
  const { label, input, optional = false, wide } = column
  const id = idOf(path)
  const group = useId()
  if (input.as === 'when' && desk.guide.situations.length === 0 && !desk.guide.form) return null
  const member = <Member desk={desk} path={path} input={input} label={label} id={id} optional={optional} />
  const className = wide ? 'guide-part guide-part-wide' : 'guide-part'
  if (isBlock(input))
    return (
      <fieldset className={className} aria-labelledby={group}>
        <h4 id={group}>{label}</h4>
        {member}
      </fieldset>
    )
  return (
    <div className={className}>
      {input.as !== 'yes' && <label htmlFor={id}>{label + (optional ? '(选填)' : '')}</label>}
      {member}
      <Findings desk={desk} path={path} whole />
    </div>
  )
}
