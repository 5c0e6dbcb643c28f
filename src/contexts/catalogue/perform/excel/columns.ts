import { doers } from '../../rules/process.ts'
import * as codes from '../../terms/code-lists.ts'
import { code, days, type Format, lines, money, pick, picks, records, text, whole, words, yesNo } from './formats.ts'

/** A column: its heading, the element of the national table (domain.md B3), the member of the guide (or of its row), its width. */
export type GuideColumn = {
  readonly heading: string
  readonly element: string
  readonly member: string
  readonly width: number
  readonly format: Format
}
/** A sheet below the items: one row of a guide a line, found by the member that names it. */
export type RowSheet = { readonly name: string; readonly list: string; readonly namedBy: string; readonly columns: readonly GuideColumn[] }

const column = (heading: string, element: string, member: string, format: Format, width = 16): GuideColumn => ({
  heading,
  element,
  member,
  format,
  width,
})
const units = { workday: '工作日', calendarDay: '自然日' }
const levels = { realName: '实名', advanced: '高级实名' }
const ways = { window: '窗口领取', post: '邮寄送达', electronic: '电子送达' }
const resultKinds = { licence: '证照', approval: '批文', reply: '答复', payment: '拨付' }

/** What names the guide in every sheet. */
export const key = column('实施编码', 'task_code', 'code', code, 36)

export const itemSheet = '事项'
export const itemColumns: readonly GuideColumn[] = [
  key,
  column('基本编码', 'catalog_code', 'baseCode', code, 18),
  column('事项名称', 'task_name', 'name', words, 40),
  column('通俗名称', 'plain_name', 'plainName', words),
  column('简介', 'task_summary', 'summary', words, 40),
  column('事项类型', 'task_type', 'type', pick(codes.itemTypes)),
  column('行使层级', 'use_level', 'level', pick(codes.useLevels)),
  column('区划代码', 'area_code', 'division', code),
  column('实施主体', 'dept_name', 'department', words, 28),
  column('实施主体编码', 'dept_code', 'departmentCode', code, 22),
  column('责任处(科)室', 'handle_office', 'office', words),
  column('服务对象', 'server_type', 'audiences', picks(codes.audiences)),
  column('自然人主题', 'user_topic_type', 'personThemes', picks(codes.personThemes)),
  column('法人主题', 'corp_topic_type', 'organisationThemes', picks(codes.organisationThemes)),
  column('生命周期', 'life_stage', 'stages', picks({ ...codes.personStages, ...codes.enterpriseStages })),
  column('办件类型', 'project_type', 'projectType', pick(codes.projectTypes)),
  column('网上办理深度', 'online_handle_depth', 'onlineDepth', pick(codes.onlineDepths), 20),
  column('到办事现场次数', 'limit_scene_num', 'visits', whole),
  column('必须现场办理原因', 'limit_scene_explain', 'visitReason', words),
  column('法定办结时限', 'anticipate_day', 'legalLimit.days', whole),
  column('法定办结时限单位', 'anticipate_type', 'legalLimit.unit', pick(units)),
  column('法定办结时限说明', 'anticipate_explain', 'legalLimit.explanation', words),
  column('承诺办结时限', 'promise_day', 'promisedLimit.days', whole),
  column('承诺办结时限单位', 'promise_type', 'promisedLimit.unit', pick(units)),
  column('承诺办结时限说明', 'promise_explain', 'promisedLimit.explanation', words),
  column('设定依据', 'by_law', 'basis', records(['title', words], ['article', words], ['text', words]), 50),
  column('受理条件', 'accept_condition', 'conditions', lines, 50),
  column('审批结果', 'result_name', 'results', records(['name', words], ['kind', pick(resultKinds)], ['validMonths', whole]), 30),
  column(
    '办理地点',
    'transact_addr',
    'places',
    records(['hall', words], ['street', text], ['room', text], ['window', words], ['hours', words]),
    50,
  ),
  column('咨询方式', 'link_way', 'consultPhones', lines),
  column('监督投诉方式', 'supervise_way', 'supervisePhones', lines),
  column('特别程序', 'special_procedure', 'specialProcedures', records(['name', words], ['basis', words]), 30),
  column('办理人等级', 'identity_level', 'minimumLevel', pick(levels)),
  column('送达方式', 'delivery_way', 'deliveries', picks(ways)),
  column('是否进驻综合窗口', 'is_entry_center', 'integratedWindow', yesNo(false)),
  column('是否告知承诺', 'is_promise', 'onPromise', yesNo()),
  column('在线办理地址', 'online_handle_url', 'onlineUrl', words),
]

export const rowSheets: readonly RowSheet[] = [
  {
    name: '材料',
    list: 'materials',
    namedBy: 'name',
    columns: [
      key,
      column('材料名称', 'material_name', 'name', words, 36),
      column('必要性', 'is_need', 'need', pick({ '1': '必要', '2': '非必要', '3': '容缺后补' })),
      column('材料类型', 'material_type', 'kind', pick({ '1': '原件', '2': '复印件', '3': '原件和复印件' })),
      column('材料形式', 'material_format', 'format', pick({ '1': '纸质', '2': '电子', '3': '纸质/电子' })),
      column('份数', 'page_num', 'copies', whole),
      column('来源渠道', 'source_type', 'source', pick({ '10': '申请人自备', '20': '政府部门核发', '99': '其他' })),
      column('来源渠道说明', 'source_explain', 'issuer', words, 24),
      column('免提交来源', 'shared_from', 'shared', words, 24),
      column('填报须知', 'fill_explain', 'hint', words, 36),
      column('受理标准', 'accept_stand', 'standard', words, 36),
      column('依据', 'by_law', 'basis', words, 36),
      column('由在线表单生成', 'is_from_form', 'fromForm', yesNo()),
    ],
  },
  {
    name: '环节',
    list: 'steps',
    namedBy: 'name',
    columns: [
      key,
      column('环节名称', 'step_name', 'name', words, 24),
      column('办理人', 'step_role', 'by', pick(doers)),
      column('时限(工作日)', 'step_limit', 'days', days),
      column('标准', 'step_stand', 'standard', words, 40),
      column('结果', 'step_result', 'result', words, 30),
      column('两人以上核查', 'is_two_persons', 'twoPersons', yesNo()),
    ],
  },
  {
    name: '收费',
    list: 'charges',
    namedBy: 'name',
    columns: [
      key,
      column('收费项目', 'fee_name', 'name', words, 24),
      column('金额(元)', 'fee_amount', 'amount', money),
      column('收费标准', 'fee_stand', 'standard', words, 40),
      column('收费依据', 'by_law', 'basis', words, 40),
    ],
  },
  {
    name: '常见问题',
    list: 'faq',
    namedBy: 'question',
    columns: [key, column('问题', 'question', 'question', words, 40), column('解答', 'answer', 'answer', words, 60)],
  },
]

/** A heading as it is written: 事项名称(task_name). */
export const headingOf = ({ heading, element }: GuideColumn): string => `${heading}(${element})`

/** Where a member of a guide (by its path: materials.1.copies) stands in the workbook. */
type PlaceInBook = { readonly sheet: string; readonly list?: string; readonly at?: number; readonly column?: GuideColumn }
export const placeOf = (field: string): PlaceInBook => {
  const path = field.split('.')
  const rows = rowSheets.find(({ list }) => list === path[0])
  const member = path.slice(rows ? 2 : 0)
  const column = (rows?.columns ?? itemColumns).find((one) => one.member === member.join('.') || one.member === member[0])
  const place = rows
    ? { sheet: rows.name, list: rows.list, ...(path[1] === undefined ? {} : { at: Number(path[1]) }) }
    : { sheet: itemSheet }
  return column ? { ...place, column } : place
}
