import {
  audiences,
  enterpriseStages,
  itemTypes,
  onlineDepths,
  organisationThemes,
  personStages,
  personThemes,
  projectTypes,
} from '../terms/code-lists.ts'
import { type Guide, licenceMatters } from '../terms.ts'
import {
  type Column,
  copiesForms,
  formColumns,
  type Input,
  kindsOfCopy,
  needs,
  resultKinds,
  situationColumns,
  sources,
} from './guide-columns.ts'

/** One element of a guide in the editor: what to write, and the article or rule that asks for it. */
export type Element = {
  readonly key: keyof Guide
  readonly label: string
  readonly input: Input
  readonly help: string
  readonly source?: string
  readonly optional?: true
}
export type Section = { readonly id: string; readonly title: string; readonly elements: readonly Element[] }

const ordinance = (article: string): string => `鄂尔多斯市政务服务条例${article}`
const quality = (no: number): string => `政务服务能力考核指标第 ${no} 项`
const line: Input = { as: 'line' }
const text: Input = { as: 'text' }

const basisColumns: readonly Column[] = [
  { key: 'title', label: '法律、法规、规章名称', input: line },
  { key: 'article', label: '条款', input: line, optional: true },
  { key: 'text', label: '条文内容', input: text, optional: true, wide: true },
]
const materialColumns: readonly Column[] = [
  { key: 'name', label: '材料名称', input: line, wide: true },
  { key: 'need', label: '必要性', input: { as: 'choice', codes: needs } },
  { key: 'kind', label: '材料类型', input: { as: 'choice', codes: kindsOfCopy } },
  { key: 'format', label: '材料形式', input: { as: 'choice', codes: copiesForms } },
  { key: 'copies', label: '份数', input: { as: 'number' } },
  { key: 'source', label: '来源渠道', input: { as: 'choice', codes: sources } },
  { key: 'issuer', label: '出具单位', input: line, optional: true },
  { key: 'shared', label: '共享部门(有就不用交)', input: line, optional: true },
  { key: 'askedBecause', label: '平台已有还要交的理由', input: line, optional: true },
  { key: 'fromForm', label: '由在线表单生成', input: { as: 'yes' }, optional: true },
  { key: 'standard', label: '受理标准', input: text, optional: true, wide: true },
  { key: 'hint', label: '填写提示', input: line, optional: true, wide: true },
  { key: 'basis', label: '要求提供的依据', input: line, optional: true, wide: true },
  { key: 'when', label: '什么情形才要', input: { as: 'when' }, optional: true, wide: true },
  { key: 'blankSheet', label: '空表(PDF、OFD、docx、xlsx、图片，不超过 10 MB)', input: { as: 'sheet' }, optional: true, wide: true },
  { key: 'sampleSheet', label: '样表(填好的例子，不要有真人的信息)', input: { as: 'sheet' }, optional: true, wide: true },
]
const chargeColumns: readonly Column[] = [
  { key: 'name', label: '收费项目', input: line },
  { key: 'amount', label: '金额(元)', input: { as: 'fen' }, optional: true },
  { key: 'standard', label: '收费标准', input: line },
  { key: 'basis', label: '收费依据', input: line, wide: true },
]
const placeColumns: readonly Column[] = [
  { key: 'hall', label: '办事大厅', input: line },
  { key: 'street', label: '街道和门牌号', input: line },
  { key: 'room', label: '房间号', input: line },
  { key: 'window', label: '窗口号', input: line, optional: true },
  { key: 'hours', label: '办理时间', input: line, wide: true },
]

/** Every element of a guide in the order of its page. `code`, 区划 and 实施主体编码 are not edited: they say whose item it is. */
export const sections: readonly Section[] = [
  { id: 'basics', title: '基本信息', elements: [
    { key: 'name', label: '事项名称', input: line, help: '与基本目录一致；下级与上级同名。', source: `${ordinance('第九条')}；${quality(10)}` },
    { key: 'plainName', label: '俗称', input: line, optional: true, help: '办事人平时的叫法，搜索时也找得到，例如“教师证”。' },
    { key: 'summary', label: '简介', input: text, optional: true, help: '一句话说清办什么、给谁办。' },
    { key: 'baseCode', label: '基本编码', input: { as: 'fixed' }, help: '由政务服务管理部门在基本目录里编定。', source: ordinance('第九条') },
    { key: 'type', label: '事项类型', input: { as: 'choice', codes: itemTypes }, help: '不得以备案、登记、年检等名义设定许可。', source: `${ordinance('第七条')}、第九条` },
    { key: 'office', label: '责任科室', input: line, optional: true, help: '具体负责办理的处(科)室。' },
    { key: 'audiences', label: '服务对象', input: { as: 'choices', codes: audiences }, help: '可以选几种。', source: ordinance('第九条') },
    { key: 'personThemes', label: '自然人主题', input: { as: 'choices', codes: personThemes }, optional: true, help: '个人办事按主题浏览时在哪里找到。' },
    { key: 'organisationThemes', label: '法人主题', input: { as: 'choices', codes: organisationThemes }, optional: true, help: '法人办事按主题浏览时在哪里找到。' },
    { key: 'stages', label: '生命周期', input: { as: 'choices', codes: { ...personStages, ...enterpriseStages } }, optional: true, help: '人的一生、企业的一生里什么时候会办。' },
  ] },
  { id: 'law', title: '依据和条件', elements: [
    { key: 'basis', label: '设定依据', input: { as: 'rows', columns: basisColumns, begin: { title: '' }, row: '依据' }, help: '写到条、款、项；条文照抄现行文本。', source: `${ordinance('第八条')}、第九条` },
    { key: 'conditions', label: '受理条件', input: { as: 'lines' }, help: '逐条写，每条都要有法律、法规、规章的依据。', source: `${ordinance('第八条')}、第九条` },
    { key: 'specialProcedures', label: '特别程序和中介服务', input: { as: 'rows', columns: [{ key: 'name', label: '名称', input: line }, { key: 'basis', label: '法律依据', input: line, wide: true }], begin: { name: '', basis: '' }, row: '程序' }, optional: true, help: '听证、检验、检测、鉴定、专家评审；不计入时限的要说明。', source: quality(17) },
    { key: 'onPromise', label: '适用告知承诺', input: { as: 'yes' }, optional: true, help: '只有列入公布的告知承诺清单的才能选。', source: ordinance('第二十一条') },
  ] },
  { id: 'situations', title: '情形', elements: [
    { key: 'situations', label: '情形问题', input: { as: 'rows', columns: situationColumns, begin: { id: '', question: '', options: [] }, row: '问题', id: 'q' }, optional: true, help: '先问办事人是哪种情形，再只列出这种情形要的材料和环节；下面可以预览。', source: quality(11) },
  ] },
  { id: 'materials', title: '申请材料', elements: [
    { key: 'materials', label: '申请材料', input: { as: 'rows', columns: materialColumns, begin: { id: '', name: '', need: '1', kind: '2', format: '3', copies: 1, source: '10' }, row: '材料', id: 'm' }, help: '一项一项写全，不能有兜底的说法；部门之间能共享的不要办事人交。', source: `${ordinance('第九条第二款')}、第三十条；${quality(18)}至第 20 项` },
  ] },
  { id: 'steps', title: '办理流程', elements: [
    { key: 'steps', label: '办理流程', input: { as: 'steps' }, help: '每个环节写明谁办、几个工作日、审查标准和结果。', source: `${ordinance('第九条')}；${quality(21)}` },
  ] },
  { id: 'limits', title: '时限、收费和结果', elements: [
    { key: 'projectType', label: '办件类型', input: { as: 'choice', codes: projectTypes }, help: '材料齐全当场能办结的是即办件。', source: quality(2) },
    { key: 'legalLimit', label: '法定办结时限', input: { as: 'limit' }, optional: true, help: '照法律、法规写，说清工作日还是自然日。', source: quality(12) },
    { key: 'promisedLimit', label: '承诺办结时限', input: { as: 'limit' }, optional: true, help: '不长于法定时限，各环节合计不超过它。', source: quality(13) },
    { key: 'charges', label: '收费', input: { as: 'rows', columns: chargeColumns, begin: { name: '', standard: '', basis: '' }, row: '收费' }, optional: true, help: '没有收费项目就是不收费；收费要有依据。', source: `${ordinance('第九条')}；行政许可法第五十九条` },
    { key: 'results', label: '办理结果', input: { as: 'rows', columns: [{ key: 'name', label: '结果名称', input: line, wide: true }, { key: 'kind', label: '种类', input: { as: 'choice', codes: resultKinds } }, { key: 'validMonths', label: '有效期(月)', input: { as: 'number' }, optional: true }], begin: { name: '', kind: 'approval' }, row: '结果' }, help: '办成了发什么。', source: ordinance('第九条') },
    { key: 'licenceMatters', label: '证照以后还能办', input: { as: 'choices', codes: licenceMatters }, optional: true, help: '持证人以后可以申请的变更、延续、补证、注销。', source: '行政许可法第四十九条、第五十条、第七十条' },
  ] },
  { id: 'ways', title: '怎么办', elements: [
    { key: 'onlineDepth', label: '网上办理深度', input: { as: 'choice', codes: onlineDepths }, help: '到哪一级，就要做到哪一级。', source: `${quality(3)}至第 6 项` },
    { key: 'visits', label: '到办事现场次数', input: { as: 'number' }, optional: true, help: 'Ⅳ级为 0 次，Ⅲ级最多 1 次，Ⅱ级最多 2 次。', source: quality(22) },
    { key: 'visitReason', label: '为什么要到现场', input: line, optional: true, help: '次数不是 0 的，说明要来做什么。', source: quality(22) },
    { key: 'places', label: '办理地点和时间', input: { as: 'rows', columns: placeColumns, begin: { hall: '', street: '', room: '', hours: '' }, row: '地点' }, help: '写到街道、门牌号、房间号、窗口号；时间例如“星期一至星期五 09:00—17:00(法定节假日除外，中午不休息)”。', source: `${quality(14)}、第 15 项` },
    { key: 'consultPhones', label: '咨询电话', input: { as: 'lines' }, help: '受理单位有人接的电话，一行一个。', source: quality(16) },
    { key: 'supervisePhones', label: '监督投诉电话', input: { as: 'lines' }, help: '一行一个。', source: ordinance('第九条') },
    { key: 'deliveries', label: '结果送达方式', input: { as: 'choices', codes: { window: '窗口领取', post: '免费邮寄', electronic: '电子送达' } }, optional: true, help: '办事人可以选的方式。' },
    { key: 'minimumLevel', label: '申请需要的实名等级', input: { as: 'choice', codes: { realName: '实名', advanced: '高级实名' } }, help: '够用就好，不要高于办理需要。' },
    { key: 'integratedWindow', label: '由综合窗口收件', input: { as: 'yes' }, help: '列入综合窗口的，部门不再另收。', source: ordinance('第二十条') },
    { key: 'onlineUrl', label: '在线办理地址', input: line, optional: true, help: '在别的系统办理的，写它的网址。' },
  ] },
  { id: 'form', title: '在线表单', elements: [
    { key: 'form', label: '在线表单', input: { as: 'parts', columns: formColumns }, optional: true, help: '一页问一件事；平台已有的不再问。空表和样表随表单生成。', source: `${ordinance('第三十条')}；${quality(23)}、第 24 项` },
  ] },
  { id: 'more', title: '常见问题和来源', elements: [
    { key: 'faq', label: '常见问题', input: { as: 'rows', columns: [{ key: 'question', label: '问题', input: line, wide: true }, { key: 'answer', label: '回答', input: text, wide: true }], begin: { question: '', answer: '' }, row: '问答' }, optional: true, help: '按咨询里真问过的写。' },
    { key: 'source', label: '内容来源', input: { as: 'parts', columns: [{ key: 'name', label: '来源', input: line }, { key: 'url', label: '网址', input: line, optional: true }, { key: 'on', label: '日期', input: { as: 'date' }, optional: true }] }, help: '内容从哪里来、哪天的。' },
  ] },
] // biome-ignore format: a table
