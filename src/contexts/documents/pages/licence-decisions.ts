import type { PaperBody } from '../terms.ts'
import { addressee, application, caseRows, day, facts, heading, paragraph, remedies, signedFor, type Template, you } from './parts.ts'

const named = ({ licence }: PaperBody): string => (licence ? `${licence.name}（编号${licence.number}）` : '')
const licenceRow = (body: PaperBody) => ['证件及编号', named(body)] as const

/** 准予延续: the licence goes on from the day after it would have ended; silence counts as consent (行政许可法 §50). */
export const renewal: Template = (paper) => {
  const { body } = paper
  const decision = body.deemed
    ? `本机关在该许可有效期届满前未作出决定，依照《中华人民共和国行政许可法》第五十条第二款，视为准予延续。`
    : `经审查，符合延续的条件。依照${body.basis ?? '《中华人民共和国行政许可法》第五十条第二款'}，准予延续。`
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}${body.acceptedOn ? `，本机关于${day(body.acceptedOn)}受理。` : '收悉。'}${decision}`),
      facts([
        ...caseRows(paper),
        licenceRow(body),
        ['原有效期至', day(body.oldValidTo)],
        ['延续后有效期', body.validTo ? `${day(body.validFrom)}至${day(body.validTo)}` : `自${day(body.validFrom)}起`],
        ['条件与范围', body.conditions],
        ['送达方式', body.deliveryWay],
        ['送达期限', '自作出决定之日起10个工作日内'],
        ['监督电话', body.supervisePhone],
      ]),
    ],
    strip: signedFor,
  }
}

/** 准予变更 (行政许可法 §49). */
export const change: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}${body.acceptedOn ? `，本机关于${day(body.acceptedOn)}受理。` : '收悉。'}经审查，符合法定条件、标准。依照${body.basis ?? '《中华人民共和国行政许可法》第四十九条'}，准予变更${named(body)}的下列内容：`,
      ),
      ...(body.changes?.length
        ? [
            {
              kind: 'table' as const,
              columns: [
                { name: '变更事项', share: 0.24 },
                { name: '变更前', share: 0.38 },
                { name: '变更后', share: 0.38 },
              ],
              rows: body.changes.map(({ what, from, to }) => [what, from, to]),
            },
          ]
        : []),
      ...(body.conditions ? [paragraph(body.conditions)] : []),
      facts([
        ...caseRows(paper),
        licenceRow(body),
        ['有效期至', day(body.validTo)],
        ['送达方式', body.deliveryWay],
        ['送达期限', '自作出决定之日起10个工作日内'],
        ['监督电话', body.supervisePhone],
      ]),
    ],
    strip: signedFor,
  }
}

/** 注销公告 (行政许可法 §70): told to all, so it has no addressee. */
export const cancellation: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      paragraph(`依照${body.basis}，本机关决定注销${body.applicantName}持有的${named(body)}，自${day(paper.on)}起失效。现予公告。`),
      facts([
        licenceRow(body),
        ['持证主体', body.applicantName],
        ['事项名称', body.itemName],
        ['实施编码', body.itemCode],
        ['办件编号', paper.caseNo],
        ['注销日期', day(paper.on)],
        ['注销原因', body.reason],
        ['咨询电话', body.consultPhone],
      ]),
      paragraph('已经注销的证件不得继续使用，纸质证件请交回发证机关。'),
      remedies(body, '公告所载的注销决定'),
    ],
  }
}

/** 撤销决定书: reason, basis, what the holder said, effect, remedies (行政许可法 §69). */
export const revocation: Template = (paper) => {
  const { body } = paper
  const effect = '自本决定作出之日起，该证件不再具有效力，纸质证件请在收到本决定书之日起10日内交回本机关。'
  return {
    blocks: [
      addressee(paper),
      paragraph(`本机关准予${you(paper)}的“${body.itemName}”${named(body)}，经查实存在应当撤销的情形，现决定予以撤销。`),
      heading('一、理由'),
      ...(body.reason ?? '').split('\n').map(paragraph),
      heading('二、依据'),
      paragraph(body.basis ?? ''),
      ...(body.heard ? [heading('三、陈述和申辩'), paragraph(body.heard)] : []),
      paragraph(effect),
      remedies(body, '决定书'),
      facts([
        ...caseRows(paper),
        licenceRow(body),
        ['原决定日期', day(body.acceptedOn)],
        ['送达方式', body.deliveryWay],
        ['监督电话', body.supervisePhone],
      ]),
    ],
    strip: signedFor,
  }
}
