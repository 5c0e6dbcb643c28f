import { procedure } from '../rules/procedure.ts'
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
    | 'defects'
    | 'missing'
    | 'checked'
  readonly optional?: boolean
  readonly hint?: string
  readonly min?: number
  readonly max?: number
  readonly first?: number
  /** Sentences an officer writes every day. */
  readonly phrases?: readonly string[]
}

const opinion = (...phrases: string[]): ActField => ({ name: 'opinion', label: '意见', kind: 'words', phrases })
const reason = (label = '理由', ...phrases: string[]): ActField => ({ name: 'reason', label, kind: 'words', phrases })
const basis: ActField = { name: 'basis', label: '依据(法律名称和条款)', kind: 'line' }

/** Which details each act of an officer asks for; whether one is required stands in the procedure table alone. */
const asked: Partial<Record<ActName, readonly ActField[]>> = {
  preReviewPass: [opinion('材料齐全、清晰,请携带原件到窗口办理。')],
  preReviewReturn: [reason('退回的全部理由(一次说清)')],
  receive: [{ name: 'checked', label: '收到的材料', kind: 'checked' }],
  correctOnSpot: [reason('更正了什么')],
  notifyCorrection: [
    { name: 'defects', label: '需要补正的全部内容', kind: 'defects', hint: '补正只能告知一次,请把所有问题列全。' },
    { name: 'correctWithin', label: '补正期限(自然日)', kind: 'days', min: 5, max: 90, first: 30 },
  ],
  declareNotNeeded: [reason('不需要办理的理由'), basis],
  refuse: [
    reason('不予受理的理由', '申请事项不属于本机关职权范围。'),
    basis,
    { name: 'rightAgency', label: '应当向哪个机关申请', kind: 'line' },
  ],
  accept: [],
  acceptWithGaps: [
    { name: 'missing', label: '容缺的材料', kind: 'missing' },
    { name: 'supplementWithin', label: '补齐期限(工作日)', kind: 'days', min: 1, max: 60, first: 10 },
  ],
  passStep: [
    { name: 'step', label: '通过哪个环节', kind: 'open-step' },
    opinion('经审查,材料属实,符合法定条件。', '经现场核查,与申报内容一致。'),
    { name: 'secondPerson', label: '另一名核查人', kind: 'line' },
  ],
  startSpecial: [
    { name: 'special', label: '特别程序种类', kind: 'special' },
    { name: 'expectedDays', label: '所需时间(工作日)', kind: 'days', min: 1, max: 366 },
    basis,
  ],
  endSpecial: [{ name: 'special', label: '结束的特别程序', kind: 'running' }, opinion('已完成,结论附卷。')],
  extendLegal: [{ name: 'days', label: '延长天数(工作日)', kind: 'days', min: 1, max: 10, first: 10 }, reason('延期理由')],
  extendPromise: [{ name: 'to', label: '新的承诺办结日期', kind: 'date' }, reason('延期理由')],
  proposeGrant: [opinion('经审查,符合法定条件、标准,拟准予。')],
  proposeDeny: [opinion('经审查,不符合法定条件,拟不予。')],
  grant: [
    opinion('同意。'),
    { name: 'conditions', label: '条件与范围', kind: 'words' },
    { name: 'validFrom', label: '有效期自', kind: 'date' },
    { name: 'validTo', label: '有效期至', kind: 'date' },
  ],
  deny: [reason('不予的理由'), basis],
  deliver: [
    { name: 'recipient', label: '受送达人(签收人)', kind: 'line', hint: '受送达人和邮件号至少填一项。' },
    { name: 'parcel', label: '邮件号(邮寄时填写)', kind: 'line' },
  ],
  remind: [{ ...reason('催办的话'), optional: true }],
}

/** What is known of the steps when one is passed: the one chosen, and whether there is a choice. */
export type StepChoice = { readonly step?: { readonly twoPersons?: boolean } | undefined; readonly several?: boolean }

const isAsked = ({ name, kind }: ActField, { step, several }: StepChoice): boolean =>
  name === 'secondPerson' ? step?.twoPersons === true : kind !== 'open-step' || several === true

/** The fields of an act with their obligation, as the procedure table has it; `choice` is of the step that is passed. */
export const fieldsOfAct = (act: ActName, choice: StepChoice = {}): readonly ActField[] =>
  (asked[act] ?? [])
    .filter((field) => isAsked(field, choice))
    .map((field) => ({
      ...field,
      optional: field.name !== 'secondPerson' && field.kind !== 'open-step' && !procedure[act].needs.includes(field.name),
    }))

/** Acts that lead on, in the order in which F2 looks for them; the first open one is the main button. */
const forward: readonly ActName[] = ['preReviewPass', 'receive', 'accept', 'passStep', 'endSpecial', 'proposeGrant', 'grant', 'deliver']

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
