/**
 * What stays after 注销, class by class, and why (个人信息保护法 §47 第二款; S-094, S-095): the one list that the page of 注销 shows, the nightly
 * jobs follow and the tests hold against the tables. `days` counts from 注销, or from the end of what it is about; absent: for as long as the
 * archive stands. What is in none of these tables goes at once.
 */
export type Held = {
  readonly name: string
  readonly why: string
  readonly tables: readonly string[]
  readonly days?: number
  /** The same in words. */
  readonly keptFor?: string
}

export const legalHold = {
  archive: {
    name: '办件的档案、文书和证照，以及其中您的姓名和身份证号',
    why: '行政许可法第六十一条，归档保存',
    tables: [
      'identity.person', 'identity.correction', 'casework.matter', 'casework.journal', 'casework.upload', 'casework.date_history',
      'casework.broken_promise', 'casework.site_photo', 'documents.paper', 'licences.licence', 'licences.matter', 'ratings.rating',
    ],
  },
  looks: { name: '谁看过办件的记录', why: '个人信息保护法第五十一条，随办件档案保存', tables: ['casework.access_log'] },
  agency: {
    name: '替别人办事、请别人办事的授权和经过',
    why: '民法典第一百六十五条、第一百七十一条：也是对方的凭据，随办件档案保存',
    tables: ['identity.acting_grant', 'identity.grant_use', 'identity.membership', 'identity.representative_change'],
  },
  consents: {
    name: '您同意过的协议和应用授权',
    why: '个人信息保护法第十四条、第六十九条，民法典第一百八十八条：有争议时证明您同意过',
    tables: ['identity.consent', 'apps.consent'],
    days: 3 * 365 + 1,
    keptFor: '三年',
  },
  proofings: {
    name: '实名核验的方式、来源和单号',
    why: '网络安全法关于真实身份的规定，民法典第一百八十八条：有争议时证明是您本人',
    tables: ['identity.proofing'],
    days: 3 * 365 + 1,
    keptFor: '三年',
  },
  security: {
    name: '验证方式变动的记录',
    why: '网络安全法第二十一条：网络日志不少于六个月',
    tables: ['identity.factor_event'],
    days: 184,
    keptFor: '六个月',
  },
  requests: {
    name: '登录和操作的安全记录，姓名已隐去',
    why: '网络安全法第二十一条',
    tables: ['platform.access'],
    days: 365,
    keptFor: '一年',
  },
  passage: {
    name: '系统之间送达通知的记录，只有编号',
    why: '网络安全法第二十一条',
    tables: ['platform.event'],
    days: 30,
    keptFor: '三十天',
  },
  ending: {
    name: '帐号编号和注销的申请，没有姓名和号码',
    why: '个人信息保护法第四十七条：恢复备份以后要再次注销',
    tables: ['identity.account', 'identity.data_request'],
  },
} as const satisfies Readonly<Record<string, Held>> // biome-ignore format: lists of tables
