import { procedure } from '../rules/procedure.ts'
import type { About } from '../terms/course.ts'
import { handingWays } from '../terms/handing.ts'
import type { ActDetails, ActName } from '../terms.ts'

/** How one detail of an act is asked for. */
export type ActField = {
  readonly name: keyof ActDetails
  readonly label: string
  readonly kind:
    | 'words'
    | 'line'
    | 'days'
    | 'date'
    | 'special'
    | 'running'
    | 'open-step'
    | 'passed-step'
    | 'asked-opinion'
    | 'defects'
    | 'missing'
    | 'checked'
    | 'time'
    | 'choice'
    | 'options'
    | 'promise'
    | 'photos'
  readonly optional?: boolean
  readonly hint?: string
  readonly min?: number
  readonly max?: number
  readonly first?: number
  /** Sentences an officer writes every day. */
  readonly phrases?: readonly string[]
  /** What may be chosen, by value. */
  readonly options?: Readonly<Record<string, string>>
  /** Asked only when another detail of the act has one of these values. */
  readonly when?: { readonly name: keyof ActDetails; readonly is: readonly string[] }
  /** The two answers of a choice. */
  readonly choices?: { readonly yes: string; readonly no: string }
}

const opinion = (...phrases: string[]): ActField => ({ name: 'opinion', label: '意见', kind: 'words', phrases })
const reason = (label = '理由', ...phrases: string[]): ActField => ({ name: 'reason', label, kind: 'words', phrases })
const basis: ActField = { name: 'basis', label: '依据(法律名称和条款)', kind: 'line' }

const secondChecker: ActField = { name: 'secondPerson', label: '另一名核查人(姓名或者账号)', kind: 'line' }
const siteRecord: ActField = { name: 'record', label: '核查情况', kind: 'words' }
const promise = (label: string): ActField => ({ name: 'checked', label, kind: 'promise' })

/** Which details each act of an officer asks for; whether one is required stands in the procedure table alone. */
const asked: Partial<Record<ActName, readonly ActField[]>> = {
  preReviewPass: [opinion('材料齐全、清晰，请携带原件到窗口办理。')],
  preReviewReturn: [reason('退回的全部理由(一次说清)')],
  receive: [{ name: 'checked', label: '收到的材料', kind: 'checked' }],
  receiveRemote: [{ name: 'checked', label: '收到的材料', kind: 'checked' }],
  forwardRemote: [
    { name: 'checked', label: '转递的材料', kind: 'checked' },
    { name: 'parcel', label: '邮件号', kind: 'line' },
  ],
  correctOnSpot: [reason('更正了什么')],
  notifyCorrection: [
    { name: 'defects', label: '需要补正的全部内容', kind: 'defects', hint: '补正只能告知一次，请把所有问题列全。' },
    { name: 'correctWithin', label: '补正期限(自然日)', kind: 'days', min: 5, max: 90, first: 30 },
  ],
  declareNotNeeded: [reason('不需要办理的理由'), basis],
  refuse: [
    reason('不予受理的理由', '申请事项不属于本机关职权范围。'),
    basis,
    { name: 'rightAgency', label: '应当向哪个机关申请', kind: 'line' },
  ],
  accept: [],
  acceptOnPromise: [promise('申请人已签署告知承诺书')],
  acceptWithGaps: [
    promise('申请人已签署容缺承诺书'),
    { name: 'missing', label: '容缺的材料', kind: 'missing' },
    { name: 'supplementWithin', label: '补齐期限(工作日)', kind: 'days', min: 1, max: 60, first: 10 },
  ],
  passStep: [
    { name: 'step', label: '通过哪个环节', kind: 'open-step' },
    opinion('经审查，材料属实，符合法定条件。', '经现场核查，与申报内容一致。'),
    secondChecker,
    { name: 'place', label: '核查地点', kind: 'line' },
    siteRecord,
    { name: 'photos', label: '现场照片', kind: 'photos', hint: 'JPG、PNG，最多12张。文件名和摘要写进现场核查记录。' },
  ],
  returnStep: [{ name: 'step', label: '退回到哪个环节', kind: 'passed-step' }, reason('退回的理由')],
  handOver: [
    { name: 'toUnit', label: '转给科室', kind: 'line', hint: '科室和工作人员至少填一项。' },
    { name: 'toOfficer', label: '转给工作人员(姓名或者账号)', kind: 'line' },
    reason('转办的理由'),
  ],
  requestMore: [{ name: 'request', label: '请申请人补充什么、为什么(时限照常计算)', kind: 'words' }],
  askOpinion: [
    { name: 'toUnit', label: '征求意见的部门', kind: 'line', hint: '部门名称，例如 市消防救援支队。' },
    { name: 'question', label: '征求意见的事项', kind: 'words' },
    { name: 'days', label: '回复期限(工作日)', kind: 'days', min: 1, max: 20, first: 5 },
    { name: 'required', label: '提出决定意见之前', kind: 'choice', choices: { yes: '必须有回复', no: '不必等回复' } },
  ],
  giveOpinion: [{ name: 'agrees', label: '是否同意', kind: 'choice', choices: { yes: '同意', no: '不同意' } }, opinion()],
  withdrawOpinion: [
    { name: 'toDepartment', label: '撤回向哪个部门的征求意见', kind: 'asked-opinion' },
    reason('撤回的理由', '该部门已经另行书面答复。', '与该部门职责无关。'),
  ],
  proposeSpecial: [
    { name: 'special', label: '特别程序种类', kind: 'special' },
    { name: 'expectedDays', label: '所需时间(工作日)', kind: 'days', min: 1, max: 366 },
    basis,
  ],
  startSpecial: [
    { name: 'special', label: '特别程序种类', kind: 'special' },
    { name: 'expectedDays', label: '所需时间(工作日)', kind: 'days', min: 1, max: 366 },
    basis,
  ],
  endSpecial: [{ name: 'special', label: '结束的特别程序', kind: 'running' }, opinion('已完成，结论附卷。')],
  tellHearing: [reason('为什么要告知听证权利'), basis],
  announceHearing: [
    { name: 'hearingOn', label: '听证日期', kind: 'date', hint: '提前7个工作日公告，在申请之日起20个工作日内举行。' },
    { name: 'hearingTime', label: '时间', kind: 'time' },
    { name: 'place', label: '地点', kind: 'line' },
    { name: 'presider', label: '主持人(姓名或者账号)', kind: 'line', hint: '不能是审查这个申请的工作人员。' },
  ],
  holdHearing: [{ name: 'record', label: '听证笔录', kind: 'words' }],
  extendLegal: [{ name: 'days', label: '延长天数(工作日)', kind: 'days', min: 1, max: 10, first: 10 }, reason('延期理由')],
  extendPromise: [{ name: 'to', label: '新的承诺办结日期', kind: 'date' }, reason('延期理由')],
  proposeGrant: [opinion('经审查，符合法定条件、标准，拟准予。')],
  proposeDeny: [opinion('经审查，不符合法定条件，拟不予。')],
  grant: [
    opinion('同意。'),
    { name: 'conditions', label: '条件与范围', kind: 'words' },
    { name: 'validFrom', label: '有效期自', kind: 'date' },
    { name: 'validTo', label: '有效期至', kind: 'date' },
  ],
  deny: [reason('不予的理由'), basis],
  deliver: [
    { name: 'recipient', label: '受送达人(签收人)', kind: 'line' },
    { name: 'recipientId', label: '签收人身份证号', kind: 'line', when: { name: 'way', is: ['direct', 'post', 'retained'] } },
    { name: 'way', label: '送达方式', kind: 'options', options: handingWays },
    {
      name: 'relation',
      label: '签收人与申请人的关系(本人、代理人、同住成年家属)',
      kind: 'line',
      when: { name: 'way', is: ['direct', 'post'] },
    },
    { name: 'parcel', label: '邮件号', kind: 'line', when: { name: 'way', is: ['post'] } },
    { name: 'witness', label: '见证人', kind: 'line', when: { name: 'way', is: ['retained'] } },
    { name: 'place', label: '留置地点或者公告的地方', kind: 'line', when: { name: 'way', is: ['retained', 'announced'] } },
  ],
  terminate: [reason('终止的事由', '申请人死亡或者终止。', '因不可抗力无法继续办理。'), basis],
  passAfterCheck: [siteRecord, secondChecker],
  failAfterCheck: [siteRecord, reason('与承诺不符之处'), basis, secondChecker],
  openRevocation: [reason('应当撤销的情形'), basis],
  proposeVoid: [reason('作废的理由', '重复录入。', '误录入。')],
  confirmVoid: [],
  supervise: [reason('督办事由', '将要超期，请尽快办理。', '已经超期，请说明原因并尽快办结。')],
  replySupervision: [opinion('正在办理，预计今日办结。')],
  remind: [{ ...reason('催办的话'), optional: true }],
}

/** What is known of the steps when one is passed: the one chosen, and whether there is a choice; and what the case wants of a licence. */
export type StepChoice = {
  readonly step?: { readonly twoPersons?: boolean } | undefined
  readonly several?: boolean
  readonly about?: Pick<About, 'kind'> | undefined
}

/** What is asked only of a step that two persons do. */
const ofSite: readonly string[] = ['secondPerson', 'place', 'record', 'photos']
/** What a licence is given with: nothing to ask when it is taken away. */
const ofLicence: readonly string[] = ['conditions', 'validFrom', 'validTo']
const isAsked = (act: ActName, { name, kind }: ActField, { step, several, about }: StepChoice): boolean => {
  if (act === 'passStep' && ofSite.includes(name)) return step?.twoPersons === true
  if (act === 'grant' && ofLicence.includes(name)) return about?.kind !== 'revoke'
  return kind !== 'open-step' || several === true
}

/** What is written every day when a licence is to be taken away (行政许可法第六十九条). */
const ofRevocation: Partial<Record<ActName, readonly string[]>> = {
  passStep: ['经调查，情形属实，证据附卷。'],
  proposeGrant: ['经审查，应当撤销的情形属实，拟撤销证照。'],
}
const phrased = (act: ActName, field: ActField, { about }: StepChoice): ActField => {
  const phrases = about?.kind === 'revoke' && field.name === 'opinion' ? ofRevocation[act] : undefined
  return phrases ? { ...field, phrases } : field
}

/** The fields of an act with their obligation, as the procedure table has it; `choice` is of the step that is passed. */
export const fieldsOfAct = (act: ActName, choice: StepChoice = {}): readonly ActField[] =>
  (asked[act] ?? [])
    .filter((field) => isAsked(act, field, choice))
    .map((field) => ({
      ...phrased(act, field, choice),
      optional: field.name !== 'secondPerson' && field.kind !== 'open-step' && !procedure[act].needs.includes(field.name),
    }))

/** The fields that are asked with these values: others of the act may depend on them. */
export const shownFields = (fields: readonly ActField[], values: Readonly<Record<string, unknown>>): readonly ActField[] =>
  fields.filter(({ when }) => when === undefined || when.is.includes(String(values[when.name])))

/** Acts that lead on, in the order in which F2 looks for them; the first open one is the main button. */
const forward: readonly ActName[] = [
  'preReviewPass',
  'receive',
  'accept',
  'passStep',
  'giveOpinion',
  'startSpecial',
  'holdHearing',
  'endSpecial',
  'proposeGrant',
  'grant',
  'deliver',
]

/** The key of each open act: F2 leads on, F3 is the 一次性补正告知, the others are numbered. */
export const keysOf = (open: readonly ActName[]): ReadonlyMap<ActName, string> => {
  const main = forward.find((act) => open.includes(act))
  const keys = new Map<ActName, string>()
  let number = 0
  for (const act of open) {
    if (act === main) keys.set(act, 'F2')
    else if (act === 'notifyCorrection') keys.set(act, 'F3')
    else {
      number += 1
      if (number <= 9) keys.set(act, String(number))
    }
  }
  return keys
}
