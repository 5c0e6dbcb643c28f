/** What a grant may allow. Who may pass on (转授权) gives others at most what he was given himself. */
export const grantActs = {
  view: '查看',
  apply: '申报',
  correct: '补正',
  withdraw: '撤回',
  collect: '领取',
  delegate: '转授权',
} as const
export type GrantAct = keyof typeof grantActs

/** Why somebody acts for another: 经办人 of an organisation; for a person his family, his guardian (未满十八周岁, 民法典 §§17, 23), a 网格员 or 帮办员. */
export const relations = { agent: '经办人', family: '亲友代办', guardian: '监护人', grid: '网格员帮办' } as const
export type Relation = keyof typeof relations

/** What may be done, over which matters, from when until when (RFC 3339 instants). */
export type Bounds = {
  readonly acts: readonly GrantAct[]
  /** What the 实施编码 of a matter begins with: 18 characters are a department, more an item. Empty: every matter. */
  readonly scope: readonly string[]
  readonly since: string
  readonly until: string
}

/** 授权 that stands at this moment, as a request reads it: of whom, and what it allows. */
export type Grant = Bounds & {
  readonly id: string
  readonly relation: Relation
  readonly principal: { readonly kind: 'organisation' | 'person'; readonly id: string; readonly name: string }
}

/** Where a grant stands: offered until it is accepted; frozen since the 法定代表人 is another. */
export const grantStates = {
  offered: '等对方接受',
  active: '有效',
  later: '还没到开始日期',
  frozen: '已冻结',
  over: '已到期',
  ended: '已撤销',
} as const
export type GrantState = keyof typeof grantStates
