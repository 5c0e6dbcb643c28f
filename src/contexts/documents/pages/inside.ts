import type { RecordedPaper } from '../terms.ts'
import { addressee, blanks, caseRows, day, facts, heading, materialTable, note, paragraph, type Template } from './parts.ts'

/** What every paper between offices says of the case, after its own rows. */
const aboutCase = (paper: RecordedPaper): readonly (readonly [string, string | undefined])[] => [
  ...caseRows(paper),
  ['申请日期', day(paper.body.appliedOn)],
  ['受理日期', day(paper.body.acceptedOn)],
  ['承诺办结日期', day(paper.body.promisedDue)],
  ['法定办结日期', day(paper.body.legalDue)],
]

const answered = (title: string, who: string) => ({
  title,
  cells: [{ wide: `${who}意见：\n\n\n` }, `${who}（签名）：`, `日期：${blanks('年月日')}`],
})

/** 转办单: who hands the case to whom, and why; the clocks run on. */
export const handOver: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph('下列办件转由贵处办理。转办不影响办理期限，请在原期限内办结。'),
      facts([['转出', body.from], ['转入', body.to], ['批准人', body.approvedBy], ...aboutCase(paper)]),
      heading('转办理由'),
      paragraph(body.reason ?? ''),
    ],
    strip: { title: '接收', cells: ['接收人（签名）：', `接收时间：${blanks('年月日时')}`] },
  }
}

/** 征求意见单: what a department is asked, and by when it answers. */
export const opinionRequest: Template = (paper) => {
  const { body } = paper
  const limit = [body.replyWithin && `${body.replyWithin}个工作日内`, `最迟${day(body.replyBy)}`].filter(Boolean).join('，')
  return {
    blocks: [
      addressee(paper),
      paragraph(`本机关正在办理下列申请，现就涉及贵单位职责的事项征求意见，请在${limit}书面答复。`),
      heading('征求意见的事项'),
      ...(body.question ?? '').split('\n').map(paragraph),
      facts([['征求机关', body.from ?? paper.unit], ['答复期限', limit], ...aboutCase(paper)]),
    ],
    strip: {
      title: '答复意见',
      cells: [{ wide: '意见（同意、不同意）和依据：\n\n\n\n' }, '答复单位（盖章）：', `日期：${blanks('年月日')}`],
    },
  }
}

/** 材料转递单: which materials go from where to where, who carries them. */
export const forwarding: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph('现将异地收取的申请材料转递贵处办理，请核对签收。'),
      facts([
        ['转出', body.from],
        ['转入', body.to],
        ['收件时间', day(body.receivedOn)],
        ['收件人', body.receivedBy],
        ['快递单号', body.parcel],
        ...caseRows(paper),
        ['是否受理最迟告知日', day(body.noticeDue)],
      ]),
      ...(body.materials?.length ? [heading('转递的材料'), materialTable(body.materials)] : []),
      note('告知是否受理的期限自异地收件之日起计算。'),
    ],
    strip: { title: '接收', cells: ['接收人（签名）：', `接收时间：${blanks('年月日时')}`, { wide: '缺少或者不符的材料：\n' }] },
  }
}

/** 催办单: who asks for the case to be hurried on, and what remains of its time. */
export const remind: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(`${body.from ?? '申请人'}于${day(paper.on)}对下列办件提出催办，请抓紧办理。`),
      facts([
        ['催办人', body.from],
        ['承办', body.to],
        ['剩余办理时间', body.remainingDays === undefined ? undefined : `${body.remainingDays}个工作日`],
        ...aboutCase(paper),
      ]),
      ...(body.reason ? [heading('催办事由'), paragraph(body.reason)] : []),
      note('催办不改变办理期限。'),
    ],
  }
}

/** 督办单: what is supervised, by which rule, who answers for it, by when (鄂政务发〔2023〕13号). */
export const supervision: Template = (paper) => {
  const { body } = paper
  const limit = [body.replyWithin && `${body.replyWithin}个工作日内`, `最迟${day(body.replyBy)}`].filter(Boolean).join('，')
  return {
    blocks: [
      addressee(paper),
      paragraph(`现就下列办件予以督办，请在${limit}书面回复办理情况。`),
      heading('督办事项'),
      ...(body.reason ?? '').split('\n').map(paragraph),
      facts([
        ['依据规则', body.rule ?? body.basis],
        ['责任部门', body.to],
        ['责任人', body.responsible],
        ['要求回复时限', limit],
        ['督办人', body.from],
        ...aboutCase(paper),
      ]),
      ...(body.reply ? [heading('回复'), paragraph(body.reply)] : []),
    ],
    strip: answered('回复', '责任部门'),
  }
}

/** 作废审批单: one person proposes, another of the managing department confirms. */
export const voiding: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      paragraph('下列办件因录入或者登记错误予以作废。作废的办件不计入统计，全部记录保留。'),
      facts([
        ...caseRows(paper),
        ['提出人', body.proposedBy],
        ['提出日期', day(body.proposedOn)],
        ['审批人', body.approvedBy],
        ['审批日期', day(paper.on)],
        ['依据', body.basis],
      ]),
      heading('作废理由'),
      ...(body.reason ?? '').split('\n').map(paragraph),
    ],
    strip: { title: '签字', cells: ['提出人（签名）：', '审批人（签名）：'] },
  }
}
