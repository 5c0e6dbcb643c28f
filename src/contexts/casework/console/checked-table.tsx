import { Checkbox, InputNumber, Select } from 'antd'
import type { GuidePart } from './shapes.ts'

/** One material as received at the counter. */
export type CheckedRow = { readonly material: string; readonly form: string; readonly copies: number }

const forms = ['原件', '复印件', '电子'] as const
const usual: Record<'1' | '2' | '3', (typeof forms)[number]> = { '1': '原件', '2': '复印件', '3': '原件' }

type Props = {
  readonly value: readonly CheckedRow[]
  readonly onChange: (rows: CheckedRow[]) => void
  readonly materials: GuidePart['materials']
}

/** 收件清单: tick what was handed over, as original or copy, how many (domain.md C3 收件). */
export const CheckedTable = ({ value, onChange, materials }: Props) => {
  const given = materials.filter((material) => !material.fromForm && !material.shared)
  const find = (id: string): CheckedRow | undefined => value.find((row) => row.material === id)
  const put = (row: CheckedRow): void => onChange([...value.filter((one) => one.material !== row.material), row])
  const all = (): void => onChange(given.map(({ id, kind, copies }) => ({ material: id, form: usual[kind], copies })))
  return (
    <>
      <p>
        <Checkbox
          checked={given.length > 0 && value.length === given.length}
          onChange={(event) => (event.target.checked ? all() : onChange([]))}
        >
          全部收齐
        </Checkbox>
      </p>
      <table className="inner">
        <tbody>
          {given.map(({ id, name, kind, copies, need }) => {
            const row = find(id)
            const tick = (on: boolean): void =>
              on ? put({ material: id, form: usual[kind], copies }) : onChange(value.filter((one) => one.material !== id))
            return (
              <tr key={id}>
                <td>
                  <Checkbox checked={row !== undefined} onChange={(event) => tick(event.target.checked)}>
                    {name}
                    {need === '1' ? '' : '(非必要)'}
                  </Checkbox>
                </td>
                <td>
                  {row && (
                    <span className="row">
                      <Select
                        size="small"
                        aria-label={`${name}的形式`}
                        value={row.form}
                        options={forms.map((form) => ({ value: form, label: form }))}
                        onChange={(form: string) => put({ ...row, form })}
                      />
                      <InputNumber
                        size="small"
                        aria-label={`${name}的份数`}
                        min={1}
                        max={99}
                        precision={0}
                        value={row.copies}
                        onChange={(n) => put({ ...row, copies: n ?? 1 })}
                        style={{ inlineSize: 60 }}
                      />
                      份
                    </span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
