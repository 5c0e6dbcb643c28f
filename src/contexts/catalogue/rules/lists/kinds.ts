import type { ListKind } from '../../terms/lists.ts'

/** What a list says, by which article it is published, who publishes it, and its columns beside 名称, 部门, 依据. */
export type ListAbout = {
  readonly says: string
  readonly article: string
  readonly name: string
  readonly department: string
  readonly columns: Readonly<Record<string, string>>
  /** A row of this list stands on a law, a regulation or a decision of the 国务院: without 依据 it is not published. */
  readonly needsBasis: boolean
}

const ordinance = '鄂尔多斯市政务服务条例'
const type = '事项类型'

/** The lists as the public reads them. */
export const listAbout: Readonly<Record<ListKind, ListAbout>> = {
  catalogue: {
    says: '本级办理的全部政务服务事项。承接、下放、取消、调整以后及时更新。',
    article: `${ordinance}第六条`,
    name: '事项名称',
    department: '实施部门',
    columns: { type, baseCode: '基本编码', level: '行使层级' },
    needsBasis: true,
  },
  powers: {
    says: '依申请行使的行政许可、给付、确认、奖励、裁决和其他行政权力，一项权力对应一个或者几个办事指南。',
    article: '推行权力清单制度的指导意见(中办发〔2015〕21号)',
    name: '权力事项',
    department: '行使部门',
    columns: { type },
    needsBasis: true,
  },
  duties: {
    says: '每一项权力在各个环节要负的责任，以及向谁反映。',
    article: '推行权力清单制度的指导意见(中办发〔2015〕21号)',
    name: '责任事项',
    department: '责任部门',
    columns: { duty: '各环节责任', phone: '监督电话' },
    needsBasis: true,
  },
  negative: {
    says: '清单以外的行业、领域和业务，经营主体都可以依法平等进入；清单上的许可准入事项，先取得许可。',
    article: '优化营商环境条例第二十条',
    name: '事项',
    department: '主管部门',
    columns: { field: '领域', measure: '准入措施' },
    needsBasis: true,
  },
  proofs: {
    says: '办事时可以要求您提交的证明。清单以外的证明一律不要。',
    article: `${ordinance}第三十二条`,
    name: '证明名称',
    department: '索要单位',
    columns: { issuer: '开具单位', how: '怎样取得' },
    needsBasis: true,
  },
  promises: {
    says: '可以签署告知承诺书当场办理的事项，决定以后再核查。',
    article: `${ordinance}第二十一条`,
    name: '适用事项',
    department: '实施部门',
    columns: { check: '事后核查' },
    needsBasis: true,
  },
  gaps: {
    says: '次要材料暂缺时，作出书面承诺就可以先受理的事项。',
    article: `${ordinance}第二十四条`,
    name: '适用事项',
    department: '实施部门',
    columns: { missing: '缺项材料', conditions: '办理条件' },
    needsBasis: false,
  },
  intermediaries: {
    says: '作为办理条件的中介服务。机构由您自己选，任何部门不得指定。',
    article: `${ordinance}第三十三条`,
    name: '中介服务',
    department: '审批部门',
    columns: { item: '对应事项' },
    needsBasis: true,
  },
  charges: {
    says: '办事要交的费用。清单以外不收费，收费开具合法凭证。',
    article: `${ordinance}第三十八条`,
    name: '收费项目',
    department: '收费单位',
    columns: { item: '对应事项', standard: '收费标准' },
    needsBasis: true,
  },
  'cross-region': {
    says: '可以在就近的大厅提交、由办理地审核和决定的事项。',
    article: `${ordinance}第二十七条`,
    name: '通办事项',
    department: '牵头部门',
    columns: { scope: '通办范围', way: '办理方式' },
    needsBasis: false,
  },
  'one-window': {
    says: '在综合窗口受理和出件的事项，部门不在综合窗口以外收件。',
    article: `${ordinance}第二十条`,
    name: '事项名称',
    department: '实施部门',
    columns: { window: '受理窗口' },
    needsBasis: false,
  },
}

/** The heads of a list's table in their order, the same on the page, in the export and in the console. */
export const headsOf = (kind: ListKind): readonly string[] => {
  const { name, department, columns } = listAbout[kind]
  return [name, department, ...Object.values(columns), '依据']
}
