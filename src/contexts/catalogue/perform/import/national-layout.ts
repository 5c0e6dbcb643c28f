import { z } from 'zod'
import { words } from '../../guide-shapes.ts'
import type { OnlineDepth, ProjectType } from '../../terms/code-lists.ts'
import type { Charge, Guide, Material, Step } from '../../terms.ts'
import { Code, Division } from './guide-layout.ts'
import {
  audiencesOf,
  levelOf,
  limitOf,
  linesOf,
  organisationThemesOf,
  parts,
  personThemesOf,
  phonesOf,
  placesOf,
  typeOf,
  unsaid,
  webAddress,
} from './words-of-lists.ts'

/** Numbers and texts are both in use for codes and days; empty means not given. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()))
const required = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .pipe(words)
const several = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => value ?? '')
const days = text.pipe(z.string().regex(/^\d{0,4}$/, '天数应为整数')).transform((value) => (value === '' ? undefined : Number(value)))
const pick = <Code extends string>(codes: Record<string, Code>, value: string, otherwise: Code): Code => codes[value] ?? otherwise

const MaterialRow = z.object({
  material_name: required, material_type: text, material_format: text, is_need: text, source_type: text, source_explain: text, page_num: text,
  originalnum: text, copiesnum: text, fill_explain: text, accept_stand: text, by_law: text,
}) // biome-ignore format: the column names of the national table
const StepRow = z.object({ step_name: required, step_limit: days, step_stand: text, step_result: text })
const ChargeRow = z.object({ fee_name: required, fee_stand: text, by_law: text })
const FaqRow = z.object({ question: required, answer: required })

const National = z.object({
  task_name: required, catalog_code: text, task_code: text, task_handle_item: text, task_type: required, by_law: text, use_level: text,
  dept_name: required, dept_code: text, anticipate_day: days, anticipate_type: text, anticipate_explain: text, promise_day: days,
  promise_type: text, promise_explain: text, accept_condition: text, is_fee: text, fee_basis: text, server_type: several, project_type: text,
  limit_scene_num: days, limit_scene_explain: text, transact_addr: text, transact_time: text, link_way: text, supervise_way: text,
  task_state: text, service_type: text, result_name: text, is_express: text, user_topic_type: several, corp_topic_type: several,
  online_handle_depth: text, online_handle_url: text, link_addr: text, area_code: text, region_code: text, is_entry_center: text,
  materials: z.array(MaterialRow).default([]), steps: z.array(StepRow).default([]), charges: z.array(ChargeRow).default([]),
  faq: z.array(FaqRow).default([]),
}) // biome-ignore format: the column names of the national table
type National = z.infer<typeof National>

const kinds = { '1': '1', '2': '2', '3': '3', 原件: '1', 复印件: '2', 原件和复印件: '3' } as const
const formats = {
  '1': '1',
  '2': '2',
  '3': '3',
  纸质: '1',
  电子: '2',
  电子化: '2',
  '纸质/电子': '3',
  '纸质/电子化': '3',
  纸质和电子: '3',
} as const
const needs = { '1': '1', '2': '2', '3': '3', 必要: '1', 非必要: '2', 容缺后补: '3' } as const
const sources = { '10': '10', '20': '20', '99': '99', 申请人自备: '10', 政府部门核发: '20', 其他: '99' } as const
const projectTypes = { '1': '1', '2': '2', '9': '9', 即办件: '1', 承诺件: '2' } as const

const materialOf = (row: z.infer<typeof MaterialRow>, position: number): Material => ({
  id: `m${position + 1}`,
  name: row.material_name,
  need: pick(needs, row.is_need, '1'),
  kind: pick(kinds, row.material_type, row.copiesnum && row.copiesnum !== '0' ? '2' : '1'),
  format: pick(formats, row.material_format, '3'),
  copies: Number.parseInt(row.page_num || row.originalnum || row.copiesnum || '1', 10) || 1,
  source: pick(sources, row.source_type, '99'),
  ...(row.source_explain ? { issuer: row.source_explain } : {}),
  ...(row.fill_explain ? { hint: row.fill_explain } : {}),
  ...(row.accept_stand ? { standard: row.accept_stand } : {}),
  ...(row.by_law ? { basis: row.by_law } : {}),
})

const stepOf = (row: z.infer<typeof StepRow>): Step => ({
  name: row.step_name,
  by: row.step_name.includes('受理')
    ? 'clerk'
    : row.step_name.includes('送达')
      ? 'issuer'
      : row.step_name.includes('决定')
        ? 'decider'
        : 'approver',
  days: row.step_limit ?? 0,
  standard: row.step_stand || '未提供',
  result: row.step_result || '未提供',
})

const chargesOf = ({ charges, is_fee: isFee, fee_basis: basis }: National): Charge[] => {
  if (charges.length > 0)
    return charges.map((row) => ({ name: row.fee_name, standard: row.fee_stand || '未提供', basis: row.by_law || basis || '未提供' }))
  return isFee === '1' || isFee === '是' ? [{ name: '收费', standard: '未提供', basis: basis || '未提供' }] : []
}

/** C0109: 5 办理, 6 结果反馈 and 7 电子证照 are whole; 4 受理; 3 预审. */
const depthOf = (text: string): OnlineDepth => {
  const reached = parts(text)
  if (reached.some((code) => ['5', '6', '7'].includes(code))) return '4'
  if (reached.includes('4')) return '3'
  return reached.some((code) => ['2', '3'].includes(code)) ? '2' : '1'
}

const limitsOf = (row: National): Pick<Guide, 'legalLimit' | 'promisedLimit'> => {
  const legalLimit = limitOf(row.anticipate_day, row.anticipate_type, row.anticipate_explain)
  const promisedLimit = limitOf(row.promise_day, row.promise_type, row.promise_explain)
  return { ...(legalLimit ? { legalLimit } : {}), ...(promisedLimit ? { promisedLimit } : {}) }
}

const visitsOf = (row: National): Pick<Guide, 'visits' | 'visitReason'> => ({
  ...(row.limit_scene_num === undefined ? {} : { visits: row.limit_scene_num }),
  ...(row.limit_scene_explain ? { visitReason: row.limit_scene_explain } : {}),
})

const truly = (value: string): boolean => value === '1' || value === '是'

/** 区划: the column where there is one, else digits 3 to 8 of the 统一社会信用代码. */
const divisionOf = (row: National): string | undefined => {
  const code = row.area_code || row.region_code || /^[0-9A-Z]{2}(\d{6})[0-9A-Z]{10}$/.exec(row.dept_code || row.task_code.slice(0, 18))?.[1]
  const read = Division.safeParse(code)
  return read.success ? read.data : undefined
}

const whoFor = (row: National) => ({
  audiences: audiencesOf(row.server_type),
  personThemes: personThemesOf(row.user_topic_type),
  organisationThemes: organisationThemesOf(row.corp_topic_type),
})

const elementsOf = (row: National) => ({
  basis: linesOf(row.by_law).map((title) => ({ title })),
  conditions: linesOf(row.accept_condition),
  materials: row.materials.map(materialOf),
  steps: row.steps.map(stepOf),
  charges: chargesOf(row),
  results: parts(row.result_name).map((name) => ({ name, kind: 'approval' as const })),
  places: placesOf(row.transact_addr, row.transact_time || undefined),
  consultPhones: phonesOf(row.link_way),
  supervisePhones: phonesOf(row.supervise_way),
  specialProcedures: row.service_type && row.service_type !== '无' ? [{ name: row.service_type, basis: '未提供' }] : [],
  faq: row.faq,
})

const refuse = (context: z.RefinementCtx, path: string, message: string): never => {
  context.addIssue({ code: 'custom', path: [path], message })
  return z.NEVER
}

/** 待提交 and 审核驳回 are not published. */
const unpublished = new Set(['0', '3', '待提交', '审核驳回'])

/** The element names of the national table up_task_general_basic (domain.md B3). */
export const NationalRow = National.transform((row, context): Guide => {
  const code = Code.safeParse(row.task_handle_item || row.task_code)
  const type = typeOf(row.task_type)
  const division = divisionOf(row)
  if (!code.success) return refuse(context, 'task_code', '缺少实施编码，或编码含有不允许的字符')
  if (!type) return refuse(context, 'task_type', `“${row.task_type}”不是政务服务事项的类型(依申请六类和公共服务)`)
  if (!division) return refuse(context, 'area_code', '没有区划代码，实施主体的统一社会信用代码里也读不出')
  if (unpublished.has(row.task_state)) return refuse(context, 'task_state', '事项没有发布')
  const onlineUrl = webAddress(row.online_handle_url) ?? webAddress(row.link_addr)
  return {
    ...unsaid,
    ...whoFor(row),
    ...limitsOf(row),
    ...visitsOf(row),
    ...elementsOf(row),
    code: code.data,
    baseCode: row.catalog_code,
    name: row.task_name,
    type,
    level: levelOf(row.use_level) ?? '7',
    division,
    department: row.dept_name,
    departmentCode: row.dept_code,
    projectType: pick<ProjectType>(projectTypes, row.project_type, '9'),
    onlineDepth: depthOf(row.online_handle_depth),
    deliveries: truly(row.is_express) ? ['window', 'post'] : [],
    integratedWindow: truly(row.is_entry_center),
    ...(onlineUrl ? { onlineUrl } : {}),
    source: { name: '按国家政务服务事项要素导入' },
  }
})
