import { readFileSync } from 'node:fs'
import { localDate } from '../../kernel/date.ts'
import { paperNumber, paperTitle, templateVersion } from './rules.ts'
import type { PaperBody, PaperGuide, PaperType, RecordedPaper } from './terms.ts'

const known = JSON.parse(readFileSync(new URL('pages/samples.json', import.meta.url), 'utf8')) as RecordedPaper[]
const head = known[0] as RecordedPaper
const on = localDate

const common: PaperBody = {
  itemName: '取水许可', itemCode: '11150600MB105000084000105001000', itemType: '01', applicantName: '苏日娜', applicantIdKind: '居民身份证',
  applicantId: '150602********0028', phone: '138****2345', appliedOn: on('2026-03-02'), acceptedOn: on('2026-03-03'),
  promisedDue: on('2026-03-31'), legalDue: on('2026-04-15'), consultPhone: '0477-8598826', supervisePhone: '12345',
} // biome-ignore format: what all samples share

const licence = { name: '取水许可证', number: '取水（鄂）字〔2023〕第00012号' }
const guide: PaperGuide = {
  version: 3,
  conditions: ['取水符合流域、区域水资源规划。', '取水工程符合国家标准。'],
  materials: [
    { name: '取水许可申请书', kind: '原件', copies: 1, format: '电子', remark: '在线填写生成' },
    { name: '取水工程图', kind: '复印件', copies: 2, format: '纸质/电子' },
    { name: '营业执照', kind: '复印件', copies: 1, format: '电子', remark: '平台已有，免提交' },
  ],
  special: ['专家评审：所需时间不计入办理期限，另行书面告知（行政许可法第四十五条）。'],
  flow: [
    { name: '受理', limit: '1个工作日', result: '受理通知书' },
    { name: '审查', limit: '5个工作日', result: '审查意见' },
    { name: '决定', limit: '3个工作日', result: '准予或者不予行政许可决定书' },
  ],
  legalLimit: '20个工作日',
  promisedLimit: '10个工作日',
  fees: [],
  places: [{ where: '市政务服务中心，示例街1号，2楼，B201窗口', hours: '周一至周五 9:00-12:00，14:30-17:30' }],
  online: 'https://zwfw.example/guide/11150600MB105000084000105001000',
}

const bodies: Partial<Record<PaperType, Partial<PaperBody>>> = {
  supplementOverdue: { startedOn: on('2026-03-04'), correctBy: on('2026-04-03'), reason: '补正期限（30日）届满没有补正，按撤回申请处理', basis: '一次性补正告知书所载期限', missing: ['毕业证书', '体格检查表'] },
  deemedWithdrawal: { startedOn: on('2026-03-03'), supplementBy: on('2026-03-18'), reason: '容缺补正期限（10个工作日）届满没有补齐，视为撤回申请', basis: '鄂尔多斯市政务服务条例第二十四条', missing: ['毕业证书', '体格检查表'] },
  promiseLetter: { conditions: '取水符合流域、区域水资源规划。\n取水工程符合国家标准。', promises: ['所填写的内容真实、准确。', '已经知悉告知的全部条件。', '能够满足告知的条件、标准和要求。', '愿意承担不实承诺的法律责任。'], disclosed: true, checkWay: '现场核查', checkBy: on('2026-05-03'), basis: '国办发〔2020〕42号' },
  afterCheck: { passed: false, record: '取水口位置与承诺书不一致，实际位于东胜区泊尔江海子镇。', checkers: ['王强', '李娜'], checkedOn: on('2026-04-20'), checkWay: '现场核查', basis: '国办发〔2020〕42号' },
  hearingNotice: { applyWithin: 5, applyBy: on('2026-03-13'), reason: '取水口下游有其他取水户，直接涉及申请人与他人之间重大利益关系', matter: '取水量和取水口位置' },
  hearingAnnouncement: { hearingOn: on('2026-03-27'), hearingTime: '09:30', place: '市政务服务中心5楼听证室', presider: '陈静', matter: '取水量和取水口位置' },
  hearingRecord: { hearingOn: on('2026-03-27'), hearingTime: '09:30', place: '市政务服务中心5楼听证室', presider: '陈静', recorder: '其木格', attendees: ['苏日娜', '王强', '乌兰木伦村村民委员会'], record: '主持人：宣布听证开始，核对参加人身份。\n审查人员：提出审查意见、证据和理由。\n申请人：取水口上移200米，不影响下游灌溉。' },
  siteRecord: { checkedOn: on('2026-03-10'), place: '东胜区泊尔江海子镇取水口', checkers: ['王强', '李娜'], attendees: ['苏日娜'], record: '取水口一处，安装计量设施一套，运行正常。', conclusion: '与申报内容一致，符合条件。', photos: [{ name: '取水口.jpg', sha256: '3f'.repeat(32) }, { name: '计量设施.jpg', sha256: 'a1'.repeat(32) }] },
  handOver: { from: '市水利局水资源科', to: '市水利局行政审批科', reason: '承办人公出，改由行政审批科办理。', approvedBy: '陈静' },
  opinionRequest: { from: '市水利局', to: '市自然资源局', question: '取水口位置是否符合国土空间规划？', replyWithin: 3, replyBy: on('2026-03-13') },
  forwarding: { from: '伊金霍洛旗政务服务中心', to: '市水利局', receivedOn: on('2026-03-02'), receivedBy: '其木格', parcel: '1234567890123', noticeDue: on('2026-03-09'), materials: guide.materials.slice(0, 2) },
  remind: { from: '苏日娜', to: '市水利局', reason: '春灌在即，请尽快办理。', remainingDays: 4 },
  supervision: { from: '娜仁花（监控调度科）', to: '市水利局', responsible: '王强', reason: '承诺期限已过仍未作出决定。', rule: '限时办结制度第八条', replyWithin: 1, replyBy: on('2026-03-11') },
  termination: { reason: '申请人死亡，取水权不再行使。', basis: '《中华人民共和国行政许可法》第七十条' },
  voiding: { reason: '同一申请重复录入，以编号末四位0002的办件为准。', proposedBy: '陈静', proposedOn: on('2026-03-09'), approvedBy: '娜仁花', basis: '办件作废规则' },
  renewal: { licence, oldValidTo: on('2026-12-31'), validFrom: on('2027-01-01'), validTo: on('2031-12-31'), deliveryWay: '邮寄送达' },
  change: { licence, changes: [{ what: '取水量', from: '每年12万立方米', to: '每年15万立方米' }], validTo: on('2031-12-31') },
  cancellation: { licence, reason: '有效期届满未延续。', basis: '《中华人民共和国行政许可法》第七十条第一项' },
  revocation: { licence, reason: '以不实承诺取得行政许可。', basis: '《中华人民共和国行政许可法》第六十九条第二款', heard: '申请人陈述：取水口位置填写有误，不是故意。经复核，不影响撤销。' },
  enquiryNotice: { guide },
} // biome-ignore format: one row a type of paper

const sample = (type: PaperType, more: Partial<PaperBody>): RecordedPaper => {
  const { applicantName, applicantId, applicantIdKind, phone, appliedOn, acceptedOn, ...asked } = common
  return {
    ...head,
    type,
    caseNo: type === 'enquiryNotice' ? '' : head.caseNo,
    recipient: more.to ?? common.applicantName,
    on: on('2026-03-10'),
    title: paperTitle(type, '01'),
    number: paperNumber(type, 2026, 123),
    templateVersion,
    body: { ...(type === 'enquiryNotice' ? { ...asked, applicantName: '' } : common), ...more },
  }
}

/** One paper of every type, as short as they come. */
export const shortPapers: readonly RecordedPaper[] = [
  ...known,
  ...Object.entries(bodies).map(([type, more]) => sample(type as PaperType, more)),
]

/** Sixty characters: the longest names that stand on papers. */
export const longName =
  '鄂尔多斯市东胜区泊尔江海子镇乌兰木伦农牧业生产资料供应与农畜产品加工储运销售综合服务有限责任公司伊金霍洛旗第一分公司总部'
const longUnit = '鄂尔多斯市伊金霍洛旗行政审批和政务服务与数据管理局驻乌兰木伦镇党群服务中心'
const sentence = '经核对，申报内容与现场情况不一致，应当逐处更正并说明理由，附相应的证明。'

const longList = <T>(from: readonly T[] | undefined, count: number, make: (one: T, i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make((from ?? [])[i % Math.max(1, from?.length ?? 1)] as T, i + 1))

const marked = (i: number): string => `第${i}项${sentence}`
const longer: { readonly [K in keyof PaperBody]?: (value: NonNullable<PaperBody[K]>) => PaperBody[K] } = {
  itemName: (name) => `${name}（涉及跨旗区取水、年取水量超过一千万立方米并且同时开采地下水和使用再生水的建设项目）`,
  applicantName: () => longName,
  materials: (all) => longList(all, 40, (one, i) => ({ ...one, name: `${one.name}之${i}，${longName}` })),
  defects: (all) => longList(all, 40, (one, i) => ({ ...one, problem: marked(i) })),
  missing: (all) => longList(all, 40, (_, i) => `材料之${i}，${longName}`),
  delivered: (all) => longList(all, 40, (one, i) => ({ ...one, title: `${one.title}之${i}` })),
  promises: (all) => longList(all, 10, (_, i) => marked(i)),
  photos: (all) => longList(all, 40, (one, i) => ({ ...one, name: `照片之${i}.jpg` })),
  checkers: () => ['王强', '李娜', '其木格', '斯琴高娃', '欧阳修远'],
  changes: (all) => longList(all, 40, (one, i) => ({ ...one, what: `变更之${i}` })),
  reason: (text) => `${text}${sentence.repeat(30)}`,
  record: (text) => `${text}\n${Array.from({ length: 40 }, (_, i) => marked(i + 1)).join('\n')}`,
  question: (text) => `${text}${sentence.repeat(30)}`,
  licence: (one) => ({ ...one, name: `${one.name}（${longName}）` }),
  guide: (one) => ({
    ...one,
    conditions: longList(one.conditions, 20, (_, i) => marked(i)),
    materials: longList(one.materials, 40, (material, i) => ({ ...material, name: `${material.name}之${i}`, remark: sentence })),
    places: longList(one.places, 5, (place) => place),
  }),
}

const stretched = (body: PaperBody): PaperBody =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const stretch = longer[name as keyof PaperBody] as ((value: unknown) => unknown) | undefined
      return [name, value === undefined || value === '' || !stretch ? value : stretch(value)]
    }),
  ) as PaperBody

/** The same with a name of sixty characters, forty rows wherever there is a list, and reasons that go over pages. */
export const longPapers: readonly RecordedPaper[] = shortPapers.map((paper) => ({
  ...paper,
  unit: longUnit,
  recipient: longName,
  body: stretched(paper.body),
}))
