import type { RecordedPaper } from '../terms.ts'
import {
  addressee,
  application,
  blanks,
  caseRows,
  day,
  facts,
  heading,
  nameTable,
  note,
  paragraph,
  remedies,
  signedFor,
  type Template,
  you,
} from './parts.ts'

const returned = '纸质材料到受理窗口领回；电子材料不退还，依法保存'

/** 特别程序告知书: which procedure of 行政许可法 §45 stops the clock, since when, for how long, and what remains after it. */
export const special: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}，依法需要进行${body.special}。依照《中华人民共和国行政许可法》第四十五条，所需时间不计算在办理期限内，现将所需时间告知如下：`,
      ),
      facts([
        ...caseRows(paper),
        ['程序种类', body.special],
        ['启动日期', day(body.startedOn ?? paper.on)],
        ['预计所需时间', body.expectedDays === undefined ? undefined : `${body.expectedDays}个工作日`],
        ['恢复后剩余期限', body.remainingDays === undefined ? undefined : `${body.remainingDays}个工作日`],
        ['依据', body.basis ?? '《中华人民共和国行政许可法》第四十五条'],
        ['理由', body.reason],
        ['咨询电话', body.consultPhone],
      ]),
      note('程序结束之日的次日起继续计算办理期限，届时另行告知。'),
    ],
    strip: signedFor,
  }
}

/** 延期通知书: old and new date, why, who approved (行政许可法 §42). */
export const extension: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}，不能在${body.limit ?? '办理期限'}内作出决定。经本机关负责人批准，现将期限延长，并告知理由如下：`),
      heading('延期理由'),
      paragraph(body.reason ?? ''),
      facts([
        ...caseRows(paper),
        ['延长的期限', body.limit],
        ['原到期日', day(body.oldDue)],
        ['延长', body.days === undefined ? undefined : `${body.days}个工作日`],
        ['新到期日', day(body.newDue)],
        ['批准人', body.approvedBy],
        ['依据', body.basis ?? (body.limit === '承诺办结期限' ? undefined : '《中华人民共和国行政许可法》第四十二条第一款')],
        ['监督电话', body.supervisePhone],
      ]),
    ],
    strip: signedFor,
  }
}

/** 撤回申请确认书: withdrawn by the applicant. */
export const withdrawal: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}，因${body.reason ?? '申请人撤回'}，自${day(paper.on)}起终止办理。`),
      facts([
        ...caseRows(paper),
        ['终止日期', day(paper.on)],
        ['事由', body.reason ?? '申请人撤回'],
        ['依据', body.basis],
        ['材料退还方式', body.returned ?? returned],
        ['咨询电话', body.consultPhone],
      ]),
      paragraph(`撤回不影响${you(paper)}就同一事项再次提出申请。`),
    ],
    strip: signedFor,
  }
}

/** 视为撤回通知书: what was promised of 容缺受理 did not come in its time; the applicant withdrew nothing himself (鄂尔多斯市政务服务条例 §24). */
export const deemedWithdrawal: Template = (paper) => {
  const { body } = paper
  const due = day(body.supplementBy)
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}，本机关已容缺受理。${you(paper)}没有在${due ? `${due}前` : '承诺的期限内'}补齐欠缺的材料。${body.reason}，本机关自${day(paper.on)}起终止办理。`,
      ),
      facts([
        ...caseRows(paper),
        ['容缺受理日期', day(body.startedOn)],
        ['补齐期限', due],
        ['终止日期', day(paper.on)],
        ['依据', body.basis],
        ['材料退还方式', body.returned ?? returned],
        ['咨询电话', body.consultPhone],
        ['监督电话', body.supervisePhone],
      ]),
      ...(body.missing?.length ? [heading('没有补齐的材料'), nameTable('材料名称', body.missing)] : []),
      paragraph(`${you(paper)}可以备齐材料后重新申请，已经填写的内容可以接着使用。`),
    ],
    strip: signedFor,
  }
}

/** 终止办理通知书: why the procedure ends without a decision, on what basis, what becomes of the materials. */
export const termination: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}，本机关自${day(paper.on)}起终止办理。`),
      heading('一、理由'),
      ...(body.reason ?? '').split('\n').map(paragraph),
      heading('二、依据'),
      paragraph(body.basis ?? ''),
      remedies(body, '通知书'),
      facts([
        ...caseRows(paper),
        ['终止日期', day(paper.on)],
        ['材料退还方式', body.returned ?? returned],
        ['咨询电话', body.consultPhone],
        ['监督电话', body.supervisePhone],
      ]),
    ],
    strip: signedFor,
  }
}

/** 逾期未补正告知书: the time that the 一次性补正告知书 (or the promise of 容缺) named is over. */
export const supplementOverdue: Template = (paper) => {
  const { body } = paper
  const due = body.correctBy ?? body.supplementBy
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}，${you(paper)}没有在${due ? `${day(due)}前` : '告知的期限内'}补正材料。${body.reason ?? '按告知书所载，视为撤回申请'}，本机关自${day(paper.on)}起终止办理。`,
      ),
      facts([
        ...caseRows(paper),
        ['补正告知日期', day(body.startedOn)],
        ['补正期限', day(due)],
        ['依据', body.basis],
        ['材料退还方式', body.returned ?? returned],
        ['咨询电话', body.consultPhone],
      ]),
      ...(body.missing?.length ? [heading('没有补正的材料'), nameTable('材料名称', body.missing)] : []),
      paragraph(`${you(paper)}可以备齐材料后重新申请，已经填写的内容可以接着使用。`),
    ],
  }
}

const signatures = (paper: RecordedPaper): readonly string[] =>
  paper.templateVersion < 2
    ? ['受送达人（代收人）签名：', `签收时间：${blanks('年月日时')}`, '备注：']
    : [
        '受送达人（代收人）签名或者盖章：',
        `签收时间：${blanks('年月日时')}`,
        '代收人与受送达人的关系：',
        '送达人签名：',
        '见证人签名（留置送达）：',
        '备注：',
      ]

/** 送达回证: which papers, in which of the five ways, who took them and in what relation, who handed them over, signatures. */
export const delivery: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      facts([
        ...caseRows(paper),
        ['受送达人', paper.recipient],
        ['送达方式', body.deliveryWay],
        ['快递单号', body.parcel],
        ['送达地点', body.place],
        ['送达人', body.deliveredBy],
        ['送达时间', day(paper.on)],
      ]),
      heading('送达的文书'),
      {
        kind: 'table',
        columns: [
          { name: '序号', share: 0.1 },
          { name: '文书名称', share: 0.45 },
          { name: '文号', share: 0.45 },
        ],
        rows: (body.delivered ?? []).map(({ title, number }, i) => [String(i + 1), title, number ?? '']),
      },
      facts([
        ['签收人', body.deliveredTo ?? paper.recipient],
        ['签收人证件号码', body.deliveredToId],
        ['与受送达人的关系', body.relation],
        ['见证人', body.witness],
        ['签收时间', day(paper.on)],
      ]),
      note('受送达人同意电子送达的，文书到达受送达人在平台的账户之日为送达日期。'),
    ],
    strip: { title: '签收栏', cells: signatures(paper) },
  }
}
