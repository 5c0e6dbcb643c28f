import type { Block } from '../../../ui/paper/sheet.ts'
import type { PaperBody } from '../terms.ts'
import {
  addressee,
  application,
  blanks,
  caseRows,
  day,
  facts,
  heading,
  isLicence,
  note,
  paragraph,
  signedFor,
  type Template,
  you,
} from './parts.ts'

/** 告知书 of the right to a hearing: five workdays to ask for it, at no cost (行政许可法 §46, §47, §82). */
export const hearingNotice: Template = (paper) => {
  const { body } = paper
  const limit = `自收到本告知书之日起${body.applyWithin ?? 5}个工作日内，最迟${day(body.applyBy)}`
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}，${body.reason ?? '直接涉及申请人与他人之间重大利益关系'}。依照${body.basis ?? '《中华人民共和国行政许可法》第四十七条'}，${you(paper)}享有要求听证的权利，现告知如下：`,
      ),
      facts([
        ...caseRows(paper),
        ['听证事项', body.matter ?? body.itemName],
        ['申请期限', limit],
        ['提出方式', '平台“我的办件”，或向本机关书面提出'],
        ['听证费用', '不收费，组织听证的费用由本机关承担'],
        ['咨询电话', body.consultPhone],
      ]),
      paragraph(
        `${you(paper)}要求听证的，本机关在收到申请之日起20个工作日内组织听证，并于举行听证的七日前通知时间、地点。逾期不提出的，视为放弃要求听证的权利。`,
      ),
      note('听证所需时间依照《中华人民共和国行政许可法》第四十五条不计算在办理期限内。'),
    ],
    strip: signedFor,
  }
}

const when = (on: string | undefined, time: string | undefined): string | undefined => [on, time].filter(Boolean).join('') || undefined

/** 听证公告: time and place at least seven days before, who presides, who may ask him to stand aside (行政许可法 §48). */
export const hearingAnnouncement: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      paragraph(
        `本机关${isLicence(paper) ? '审查的行政许可申请' : '审查的申请'}“${body.itemName}”，依照${body.basis ?? '《中华人民共和国行政许可法》第四十六条、第四十七条、第四十八条'}举行听证。现将听证安排公告如下：`,
      ),
      facts([
        ...caseRows(paper),
        ['听证事项', body.matter ?? body.itemName],
        ['听证时间', when(day(body.hearingOn), body.hearingTime)],
        ['听证地点', body.place],
        ['听证主持人', body.presider],
        ['听证方式', '公开举行'],
        ['咨询电话', body.consultPhone],
      ]),
      paragraph('听证主持人不是审查该申请的工作人员。申请人、利害关系人认为主持人与该事项有直接利害关系的，有权申请回避。'),
      paragraph('申请人、利害关系人请携带身份证件按时参加，可以提出证据，并进行申辩和质证。'),
    ],
  }
}

/** 听证笔录: what was said, signed by those who took part; the decision rests on it (行政许可法 §48). */
export const hearingRecord: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      facts([
        ...caseRows(paper),
        ['听证事项', body.matter ?? body.itemName],
        ['听证时间', when(day(body.hearingOn ?? paper.on), body.hearingTime)],
        ['听证地点', body.place],
        ['主持人', body.presider],
        ['记录人', body.recorder],
        ['参加人', body.attendees?.join('、')],
      ]),
      heading('一、听证情况'),
      ...(body.record ?? '').split('\n').map(paragraph),
      ...(body.conclusion ? [heading('二、主持人意见'), paragraph(body.conclusion)] : []),
      note('听证笔录交听证参加人确认无误后签字或者盖章。本机关根据听证笔录作出决定。'),
    ],
    strip: {
      title: '确认签字',
      cells: ['申请人（代理人）：', '利害关系人：', '审查人员：', '听证主持人：', '记录人：', `日期：${blanks('年月日')}`],
    },
  }
}

/** Photographs by name and digest, the digest in groups of eight so that it can be compared by eye: whoever has the file can see that it is the one that was taken. */
const photoTable = (photos: NonNullable<PaperBody['photos']>): Block => ({
  kind: 'table',
  columns: [
    { name: '序号', share: 0.08 },
    { name: '照片', share: 0.3 },
    { name: '文件摘要(SHA-256)', share: 0.62 },
  ],
  rows: photos.map(({ name, sha256 }, i) => [String(i + 1), name, sha256.replace(/.{8}(?=.)/g, '$& ')]),
})

/** 现场核查记录: two or more officers, when, where, what was found, what follows, signatures, photographs (行政许可法 §34, §55). */
export const siteRecord: Template = (paper) => {
  const { body } = paper
  const checkers = body.checkers ?? []
  return {
    blocks: [
      facts([
        ...caseRows(paper),
        ['核查时间', day(body.checkedOn ?? paper.on)],
        ['核查地点', body.place],
        ['核查人', checkers.join('、')],
        ['在场人', body.attendees?.join('、')],
        ['依据', body.basis ?? '《中华人民共和国行政许可法》第三十四条第三款'],
      ]),
      heading('一、核查情况'),
      ...(body.record ?? '').split('\n').map(paragraph),
      ...(body.conclusion ? [heading('二、核查结论'), paragraph(body.conclusion)] : []),
      ...(body.photos?.length ? [heading('附：现场照片'), photoTable(body.photos)] : []),
    ],
    strip: {
      title: '签字',
      cells: [...checkers.map((name) => `核查人（${name}）：`), '申请人（在场人）：', `日期：${blanks('年月日')}`],
    },
  }
}
