/**
 * What a difference of two versions does to what is under way: one row a kind (decisions/0014-a-new-version-under-way.md).
 * `draft`: `reopen` the touched task is to be confirmed again; `drop` the task goes, what was handed in is kept until submission and not
 * sent; `tell` it is said and nothing is asked; `quiet` it is in the history alone.
 * `case`: `pinned` the version it was filed under stands; `favours` the newer one helps the applicant and is applied to him;
 * `newest` a fact of today, true for everybody; `none` no case reads it.
 */
export type ChangePolicy = {
  readonly name: string
  readonly draft: 'reopen' | 'drop' | 'tell' | 'quiet'
  readonly case: 'pinned' | 'favours' | 'newest' | 'none'
  readonly because: string
}

const laterLaw = '新规定不约束已经提交的申请(立法法第一百零四条)'
const lessAsked = '不得要求提交与许可事项无关的材料(行政许可法第三十一条)，从轻的新要求对已经提交的申请同样适用(立法法第一百零四条)'

/** Every kind of difference with its fixed policy. */
export const changeKinds = {
  materialAdded: { name: '增加材料', draft: 'reopen', case: 'pinned', because: laterLaw },
  materialRemoved: { name: '取消材料', draft: 'drop', case: 'favours', because: lessAsked },
  materialRenamed: { name: '材料改名', draft: 'reopen', case: 'pinned', because: '名称变了，要交的可能也变了，由申请人看过再定' },
  materialStricter: { name: '材料要求提高', draft: 'reopen', case: 'pinned', because: laterLaw },
  materialEased: { name: '材料要求降低', draft: 'tell', case: 'favours', because: lessAsked },
  materialWaived: { name: '材料不再要求', draft: 'tell', case: 'favours', because: lessAsked },
  materialStandard: { name: '材料标准调整', draft: 'reopen', case: 'pinned', because: laterLaw },
  fieldAdded: { name: '增加填写项', draft: 'reopen', case: 'pinned', because: laterLaw },
  fieldRemoved: { name: '取消填写项', draft: 'drop', case: 'favours', because: lessAsked },
  fieldRequired: { name: '选填改为必填', draft: 'reopen', case: 'pinned', because: laterLaw },
  fieldOptional: { name: '必填改为选填', draft: 'tell', case: 'favours', because: lessAsked },
  fieldChanged: { name: '填写项调整', draft: 'reopen', case: 'pinned', because: '问题或选项变了，旧答案由申请人看过再定' },
  formOpened: { name: '开通网上申请', draft: 'tell', case: 'none', because: '已经提交的申请不用再填' },
  formClosed: { name: '停止网上申请', draft: 'tell', case: 'pinned', because: '已经提交的申请照常办理' },
  situationAdded: { name: '增加情形问题', draft: 'reopen', case: 'pinned', because: laterLaw },
  situationRemoved: { name: '取消情形问题', draft: 'drop', case: 'pinned', because: '材料和环节已经按提交时的情形定下' },
  situationChanged: { name: '情形问题调整', draft: 'reopen', case: 'pinned', because: '材料和环节已经按提交时的情形定下' },
  conditionAdded: { name: '增加受理条件', draft: 'reopen', case: 'pinned', because: laterLaw },
  conditionRemoved: { name: '取消受理条件', draft: 'tell', case: 'pinned', because: '受理按提交时的条件；放宽以后不合旧条件的，可以按新版重新申请' },
  deliveryAdded: { name: '增加送达方式', draft: 'tell', case: 'pinned', because: '送达按申请人选定的方式' },
  deliveryRemoved: { name: '取消送达方式', draft: 'reopen', case: 'pinned', because: '送达按申请人选定的方式' },
  feeRaised: { name: '收费提高', draft: 'tell', case: 'pinned', because: laterLaw },
  feeLowered: { name: '收费降低或者取消', draft: 'tell', case: 'favours', because: '收费应当按照公布的法定项目和标准(行政许可法第五十九条)，降低或者取消的从公布之日起执行' },
  feeChanged: { name: '收费标准调整', draft: 'tell', case: 'pinned', because: '轻重不能直接比较，按提交时的标准' },
  limitShorter: { name: '时限缩短', draft: 'tell', case: 'pinned', because: '缩短的承诺从新版公布起作出，不倒追已经在办的办件' },
  limitLonger: { name: '时限延长', draft: 'tell', case: 'pinned', because: '对申请人作出的承诺不收回(行政许可法第八条)' },
  stepAdded: { name: '增加环节', draft: 'tell', case: 'pinned', because: '流程随办件固定' },
  stepRemoved: { name: '取消环节', draft: 'tell', case: 'pinned', because: '流程随办件固定' },
  stepChanged: { name: '环节调整', draft: 'tell', case: 'pinned', because: '流程随办件固定' },
  levelChanged: { name: '实名等级调整', draft: 'tell', case: 'none', because: '只在提交时核对' },
  officeChanged: { name: '实施主体调整', draft: 'tell', case: 'pinned', because: '已经提交的申请由收件的部门办完，转办另行告知' },
  basisChanged: { name: '设定依据调整', draft: 'tell', case: 'pinned', because: laterLaw },
  resultChanged: { name: '办理结果调整', draft: 'tell', case: 'pinned', because: laterLaw },
  wayChanged: { name: '办理方式调整', draft: 'tell', case: 'pinned', because: '已经提交的申请按提交时的方式办完' },
  placeChanged: { name: '地点、时间和电话更新', draft: 'tell', case: 'newest', because: '窗口和电话是今天的事实' },
  wording: { name: '文字更新', draft: 'quiet', case: 'none', because: '不改变要做的事' },
} as const satisfies Record<string, ChangePolicy> // biome-ignore format: a table
export type ChangeKind = keyof typeof changeKinds

/** The part of the guide a difference touches, as the applicant meets it. `before` is the id the material had in the older version. */
export type Touched =
  | { readonly part: 'material'; readonly id: string; readonly before?: string }
  | { readonly part: 'page'; readonly id: string; readonly field: string }
  | { readonly part: 'start' }
  | { readonly part: 'delivery' }

/** One difference of two versions, with the sentence that tells it. */
export type Change = { readonly kind: ChangeKind; readonly says: string; readonly touches?: Touched }

/** The policy of a difference. */
export const policyOf = ({ kind }: Pick<Change, 'kind'>): ChangePolicy => changeKinds[kind]
