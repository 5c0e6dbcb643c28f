/** 事项类型, two digits (domain.md B1). 依申请六类 are 01 05 07 08 09 10; 20 is 公共服务. */
export const itemTypes = {
  '01': '行政许可',
  '05': '行政给付',
  '07': '行政确认',
  '08': '行政奖励',
  '09': '行政裁决',
  '10': '其他行政权力',
  '20': '公共服务',
} as const
export type ItemType = keyof typeof itemTypes

/** 行使层级, GB/T 39046 附录A. */
export const useLevels = {
  '1': '国家级',
  '2': '自治区级',
  '3': '市级',
  '4': '旗区级',
  '5': '苏木乡镇级',
  '6': '嘎查村级',
  '7': '分级管理',
} as const
export type UseLevel = keyof typeof useLevels

/** 服务对象, GB/T 39046 附录A. */
export const audiences = { '1': '自然人', '2': '企业法人', '3': '事业法人', '4': '社会组织法人', '5': '行政机关', '6': '其他组织' } as const
export type Audience = keyof typeof audiences

/** 办件类型. */
export const projectTypes = { '1': '即办件', '2': '承诺件', '9': '其他' } as const
export type ProjectType = keyof typeof projectTypes

/** 网上办理深度 Ⅰ–Ⅳ (R-058…R-061); cumulative. */
export const onlineDepths = { '1': 'Ⅰ级 信息发布', '2': 'Ⅱ级 材料预审', '3': 'Ⅲ级 材料核验', '4': 'Ⅳ级 全程网办' } as const
export type OnlineDepth = keyof typeof onlineDepths

/** 自然人主题 (domain.md B4). */
export const personThemes = {
  '005': '生育收养', '010': '户籍办理', '015': '民族宗教', '020': '教育科研', '025': '入伍服役', '030': '就业创业', '035': '设立变更',
  '040': '准营准办', '045': '抵押质押', '050': '职业资格', '055': '行政缴费', '060': '婚姻登记', '065': '优待抚恤', '070': '规划建设',
  '075': '住房保障', '085': '社会保障', '090': '证件办理', '095': '交通出行', '100': '旅游观光', '105': '出境入境', '110': '消费维权',
  '115': '公共安全', '120': '司法公证', '125': '知识产权', '130': '环保绿化', '135': '文化体育', '140': '公用事业', '145': '医疗卫生',
  '150': '离职退休', '155': '死亡殡葬', '998': '地方特色', '999': '其他',
} as const // biome-ignore format: a code list reads best in rows
export type PersonTheme = keyof typeof personThemes

/** 法人主题 (domain.md B4). */
export const organisationThemes = {
  '005': '设立变更', '010': '准营准办', '015': '资质认证', '020': '年检年审', '025': '税收财务', '030': '人力资源', '035': '社会保障',
  '040': '投资审批', '045': '融资信贷', '050': '抵押质押', '055': '商务贸易', '060': '招标拍卖', '065': '海关口岸', '070': '涉外服务',
  '075': '农林牧渔', '085': '国土和规划建设', '090': '交通运输', '095': '环保绿化', '100': '应对气候变化', '105': '水务气象',
  '110': '医疗卫生', '115': '科技创新', '120': '文体教育', '125': '知识产权', '130': '民族宗教', '135': '质量技术', '140': '检验检疫',
  '145': '安全生产', '150': '公安消防', '155': '司法公证', '160': '公用事业', '165': '法人注销', '170': '档案文物', '998': '地方特色', '999': '其他',
} as const // biome-ignore format: a code list reads best in rows
export type OrganisationTheme = keyof typeof organisationThemes

/** 生命周期 of a person (出生 … 身后) and of an enterprise (开办 … 注销). */
export const personStages = {
  birth: '出生',
  school: '上学',
  work: '工作',
  marriage: '婚育',
  home: '安家',
  health: '就医',
  retire: '退休养老',
  death: '身后',
} as const
export type PersonStage = keyof typeof personStages
export const enterpriseStages = {
  found: '开办',
  permit: '准营',
  build: '投资建设',
  run: '经营',
  staff: '用工',
  tax: '纳税缴费',
  change: '变更',
  close: '注销',
} as const
export type EnterpriseStage = keyof typeof enterpriseStages
