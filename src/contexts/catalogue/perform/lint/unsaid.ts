import type { Finding } from '../../rules/lint/index.ts'

/** A row of the national table as it stands in a file, before anything is taken for granted. */
export type Row = Readonly<Record<string, unknown>>

const said = (value: unknown): boolean => (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'

type Duty = {
  readonly rule: Finding['rule']
  readonly columns: readonly string[]
  readonly name: string
  readonly why: string
  readonly fix: string
}

const ofMaterials: readonly Duty[] = [
  { rule: 'R-073', columns: ['source_explain', 'source_type'], name: '来源渠道', why: '每项材料写明来源渠道和出具单位(附件1 序号18)', fix: '填写来源渠道和出具单位' },
  { rule: 'R-074', columns: ['page_num', 'originalnum', 'copiesnum'], name: '份数', why: '每项材料写明份数(附件1 序号19)', fix: '填写份数' },
  { rule: 'R-075', columns: ['material_type'], name: '材料类型', why: '每项材料写明原件、复印件或者原件和复印件(附件1 序号20)', fix: '选择材料类型' },
  { rule: 'R-075', columns: ['material_format'], name: '材料形式', why: '每项材料写明纸质、电子或者纸质和电子(附件1 序号20)', fix: '选择材料形式' },
] // biome-ignore format: a table
const ofSteps: readonly Duty[] = [
  { rule: 'R-076', columns: ['step_limit'], name: '办理时限', why: '每个环节写明办理时限(附件1 序号21)', fix: '填写这一环节的工作日数' },
] // biome-ignore format: a table

const wanting = (rows: unknown, list: string, label: string, duties: readonly Duty[]): Finding[] =>
  (Array.isArray(rows) ? (rows as Row[]) : []).flatMap((row, i) =>
    duties
      .filter(({ columns }) => !columns.some((column) => said(row?.[column])))
      .map(({ rule, columns: [column = ''], name, why, fix }): Finding => {
        const found = String(row?.[label] ?? '')
        return { rule, field: `${list}.${i}.${column}`, severity: 'error', found, why: `${why}；“${found}”没有${name}`, fix }
      }),
  )

const limits = [
  { rule: 'R-067', days: 'anticipate_day', unit: 'anticipate_type', name: '法定办结时限', number: 12 },
  { rule: 'R-068', days: 'promise_day', unit: 'promise_type', name: '承诺办结时限', number: 13 },
] as const

/** What a row of the national table leaves unsaid and a guide cannot show: units of limits, and what each material and step lacks. */
export const unsaidIn = (row: Row): Finding[] => [
  ...limits.flatMap(({ rule, days, unit, name, number }): Finding[] => {
    const why = `${name}应当写明工作日还是自然日(附件1 序号${number})`
    return said(row[days]) && !said(row[unit])
      ? [{ rule, field: unit, severity: 'error', found: String(row[days]), why, fix: '选择工作日或者自然日' }]
      : []
  }),
  ...wanting(row.materials, 'materials', 'material_name', ofMaterials),
  ...wanting(row.steps, 'steps', 'step_name', ofSteps),
]
