import { itemTypeName } from '../rules.ts'
import type { PaperBody } from '../terms.ts'
import { addressee, application, caseRows, day, facts, heading, isLicence, paragraph, remedies, signedFor, type Template } from './parts.ts'

const validity = ({ validFrom, validTo }: PaperBody): string | undefined => {
  if (validFrom && validTo) return `${day(validFrom)}至${day(validTo)}`
  return validFrom ? `自${day(validFrom)}起长期有效` : undefined
}

/** 准予…决定书: content, conditions, validity, certificate, basis, delivery (行政许可法 §38, §39, §44). */
export const grant: Template = (paper) => {
  const { body } = paper
  const basis = body.basis ?? (isLicence(paper) ? '《中华人民共和国行政许可法》第三十八条第一款' : '办理该事项的法定依据')
  const certificate = body.certificate && [body.certificate.name, body.certificate.number].filter(Boolean).join('，编号')
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}${body.acceptedOn ? `，本机关于${day(body.acceptedOn)}受理。` : '，本机关已经受理。'}经审查，申请符合法定条件、标准。依照${basis}，决定如下：`,
      ),
      paragraph(isLicence(paper) ? `准予“${body.itemName}”行政许可。` : `准予“${body.itemName}”（${itemTypeName(body.itemType)}）。`),
      ...(body.conditions ? [heading('条件与范围'), paragraph(body.conditions)] : []),
      facts([
        ...caseRows(paper),
        ['有效期', validity(body)],
        ['证件名称及编号', certificate],
        ['送达方式', body.deliveryWay],
        ['送达期限', '自作出决定之日起10个工作日内'],
        ['监督电话', body.supervisePhone],
      ]),
      ...(certificate ? [paragraph('电子证照与本决定同时签发，与纸质证照具有同等效力，可在平台“我的证照”中查看和出示。')] : []),
    ],
    strip: signedFor,
  }
}

/** 不予…决定书: reason, basis, what the applicant said, remedies (行政许可法 §38). */
export const denial: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}${body.acceptedOn ? `，本机关于${day(body.acceptedOn)}受理。` : '，本机关已经受理。'}经审查，决定不予${isLicence(paper) ? '行政许可' : '办理'}。`,
      ),
      heading('一、理由'),
      paragraph(body.reason ?? ''),
      ...(body.basis ? [heading('二、依据'), paragraph(body.basis)] : []),
      ...(body.heard ? [heading('三、陈述和申辩'), paragraph(body.heard)] : []),
      remedies(body, '决定书'),
      facts([...caseRows(paper), ['送达方式', body.deliveryWay], ['监督电话', body.supervisePhone]]),
    ],
    strip: signedFor,
  }
}
