import {
  addressee,
  application,
  blanks,
  caseRows,
  day,
  facts,
  heading,
  isLicence,
  materialTable,
  note,
  paragraph,
  remedies,
  signedFor,
  type Template,
  you,
} from './parts.ts'

const within = (due: string | undefined): string => (due ? `，最迟于${due}` : '')

/** 收件回执: what was handed in, to whom, and by when we say whether it is accepted (行政许可法 §32: five workdays). */
export const receipt: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `现收到${application(paper)}材料。本单位将在5个工作日内${within(day(body.noticeDue))}告知是否受理${isLicence(paper) ? '；逾期不告知的，自收到申请材料之日起即为受理' : ''}。`,
      ),
      facts([
        ...caseRows(paper),
        ['收件时间', day(body.receivedOn ?? paper.on)],
        ['收件人', body.receivedBy],
        ['收件窗口', body.window],
        ['查询码', body.queryCode],
      ]),
      ...(body.materials?.length ? [heading('收到的材料'), materialTable(body.materials)] : []),
      note('凭办件编号和查询码可在平台“查进度”查看办理情况。本回执不代表申请已经受理。'),
    ],
  }
}

/** 补正材料接收凭证. */
export const correctionReceipt: Template = (paper) => {
  const { body } = paper
  return {
    blocks: [
      addressee(paper),
      paragraph(`现收到${application(paper)}的补正材料。本单位自收到补正材料之日起5个工作日内${within(day(body.noticeDue))}告知是否受理。`),
      facts([...caseRows(paper), ['接收时间', day(body.receivedOn ?? paper.on)], ['接收人', body.receivedBy], ['查询码', body.queryCode]]),
      ...(body.materials?.length ? [heading('收到的补正材料'), materialTable(body.materials)] : []),
    ],
  }
}

const acceptanceReason = (paper: Parameters<Template>[0]): string => {
  const { body } = paper
  if (body.deemed)
    return '因本机关未在收到申请材料之日起5个工作日内告知是否需要补正，依照《中华人民共和国行政许可法》第三十二条第一款第四项，自收到申请材料之日起即为受理。'
  const law = isLicence(paper) ? '依照《中华人民共和国行政许可法》第三十二条第一款第五项，' : ''
  return `经审查，申请事项属于本机关职权范围，申请材料齐全、符合法定形式。${law}现予以受理。`
}

/** 受理通知书. */
export const acceptance: Template = (paper) => {
  const { body } = paper
  const notCounted = body.notCounted?.length ? body.notCounted.join('、') : undefined
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}收悉。${acceptanceReason(paper)}`),
      facts([
        ...caseRows(paper),
        ['申请日期', day(body.appliedOn)],
        ['受理日期', day(body.acceptedOn)],
        ['法定办结日期', day(body.legalDue)],
        ['承诺办结日期', day(body.promisedDue)],
        ['不计入期限的程序', notCounted],
        ['结果领取方式', body.deliveryWay],
        ['查询码', paper.templateVersion < 2 ? undefined : body.queryCode],
        ['申请人联系电话', body.phone],
        ['咨询电话', body.consultPhone],
        ['监督电话', body.supervisePhone],
      ]),
      ...(body.materials?.length ? [heading('受理的材料'), materialTable(body.materials)] : []),
      ...(notCounted ? [note('需要上述程序的，所需时间不计算在办理期限内，本机关将另行书面告知所需时间。')] : []),
    ],
    strip: signedFor,
  }
}

/** 容缺受理通知书: what is missing, until when, and what follows otherwise (鄂尔多斯市政务服务条例 §24). */
export const gaps: Template = (paper) => {
  const { body } = paper
  const due = day(body.supplementBy)
  const limit =
    [body.supplementWithin && `${body.supplementWithin}个工作日内`, due && `最迟${due}`].filter(Boolean).join('，') || '承诺的期限内'
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}基本条件具备、主要申请材料齐全且符合法定形式，次要材料欠缺。依照《鄂尔多斯市政务服务条例》第二十四条，根据${you(paper)}的书面承诺，现予以容缺受理。`,
      ),
      facts([
        ...caseRows(paper),
        ['受理日期', day(body.acceptedOn)],
        ['承诺办结日期', day(body.promisedDue)],
        ['补齐期限', limit],
        ['咨询电话', body.consultPhone],
      ]),
      heading('欠缺的材料'),
      {
        kind: 'table',
        columns: [
          { name: '序号', share: 0.1 },
          { name: '材料名称', share: 0.6 },
          { name: '补齐方式', share: 0.3 },
        ],
        rows: (body.missing ?? []).map((name, i) => [String(i + 1), name, '平台上传或窗口提交']),
      },
      paragraph(`请在${limit}补齐上列材料。补齐后在承诺的期限内作出决定；逾期未补齐的，视为撤回申请。`),
      paragraph('本通知书一式两份，一份交申请人，一份存档。'),
    ],
    strip: {
      title: '申请人承诺',
      cells: ['本人（单位）承诺按期补齐上列材料，知悉逾期视为撤回申请。', '申请人（签名）：', `日期：${blanks('年月日')}`],
    },
  }
}

/** 一次性补正告知书: every thing to mend, at once (行政许可法 §32, 鄂政务发〔2023〕13号 一次性告知制度). */
export const correctionNotice: Template = (paper) => {
  const { body } = paper
  const by = day(body.correctBy)
  const limit =
    [body.correctWithin && `自收到本告知书之日起${body.correctWithin}日内`, by && `最迟${by}`].filter(Boolean).join('，') || '尽快'
  return {
    blocks: [
      addressee(paper),
      paragraph(
        `${application(paper)}材料不齐全或者不符合法定形式。${isLicence(paper) ? '依照《中华人民共和国行政许可法》第三十二条第一款第四项，' : ''}现将需要补正的全部内容一次性告知如下：`,
      ),
      {
        kind: 'table',
        columns: [
          { name: '序号', share: 0.09 },
          { name: '材料名称', share: 0.23 },
          { name: '存在的问题', share: 0.24 },
          { name: '补正要求', share: 0.26 },
          { name: '依据', share: 0.18 },
        ],
        rows: (body.defects ?? []).map((defect, i) => [
          String(i + 1),
          defect.name,
          defect.problem,
          defect.cure,
          defect.basis ?? '办事指南',
        ]),
      },
      facts([
        ...caseRows(paper),
        ['补正期限', limit],
        ['提交方式', '平台“我的办件”上传，或到受理窗口提交'],
        ['样表', body.samples],
        ['逾期后果', `逾期不补正的，视为撤回申请，${you(paper)}可以重新申请`],
        ['咨询电话', body.consultPhone],
      ]),
      note('补正内容以本告知书所列为限；按要求补正后，本机关不再提出新的补正要求。'),
    ],
    strip: signedFor,
  }
}

/** 不予受理通知书: reason, article, where to apply instead, remedies (行政许可法 §32, §38). */
export const refusal: Template = (paper) => {
  const { body } = paper
  const elsewhere = body.rightAgency ? [paragraph(`${you(paper)}可以向${body.rightAgency}提出申请。`)] : []
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}${body.receivedOn ? `，本机关于${day(body.receivedOn)}收到。` : '收悉。'}经审查，现决定不予受理。`),
      heading('一、理由'),
      paragraph(body.reason ?? ''),
      heading('二、法律依据'),
      paragraph(body.basis ?? ''),
      ...elsewhere,
      remedies(body, '通知书'),
      facts([...caseRows(paper), ['咨询电话', body.consultPhone], ['监督电话', body.supervisePhone]]),
    ],
    strip: signedFor,
  }
}

/** 不受理告知书: no licence is needed for the matter (行政许可法 §32 第一项). */
export const notNeeded: Template = (paper) => {
  const { body } = paper
  const basis = body.basis ?? (isLicence(paper) ? '《中华人民共和国行政许可法》第三十二条第一款第一项' : '')
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}收悉。经审查，该事项依法不需要办理，现即时告知不受理。`),
      heading('一、理由'),
      paragraph(body.reason ?? ''),
      ...(basis ? [heading('二、依据'), paragraph(basis)] : []),
      facts([...caseRows(paper), ['咨询电话', body.consultPhone]]),
    ],
    strip: signedFor,
  }
}
