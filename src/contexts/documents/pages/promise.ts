import { addressee, application, blanks, caseRows, day, facts, heading, note, paragraph, remedies, type Template, you } from './parts.ts'

const counted = (sentences: readonly string[]) => sentences.map((sentence, i) => paragraph(`（${numerals[i] ?? i + 1}）${sentence}`))
const numerals = [...'一二三四五六七八九十']

/** 告知承诺书: conditions as told, what is promised, what follows a false promise, how it is checked, whether it is published, signature. */
export const promiseLetter: Template = (paper) => {
  const { body } = paper
  const check = [body.checkWay ?? '书面核查，必要时现场核查', body.checkBy && `最迟${day(body.checkBy)}`].filter(Boolean).join('，')
  return {
    blocks: [
      facts([...caseRows(paper), ['联系电话', body.phone], ['行政机关', paper.unit]]),
      heading('一、行政机关告知的条件'),
      ...(body.conditions ?? '').split('\n').map(paragraph),
      ...(body.basis ? [paragraph(`依据：${body.basis}`)] : []),
      heading('二、申请人承诺的内容'),
      ...counted(body.promises ?? []),
      heading('三、不实承诺的责任'),
      paragraph(
        body.liability ??
          '承诺不实的，行政机关依法终止办理、责令限期整改、撤销行政决定或者予以行政处罚，并纳入信用记录；今后不再适用告知承诺。',
      ),
      heading('四、事后核查'),
      paragraph(`${check}。申请人应当配合核查，如实提供情况和材料。`),
      heading('五、承诺书的公开'),
      paragraph(body.disclosed === false ? '本承诺书不向社会公开。' : '本承诺书向社会公开，涉及商业秘密、个人隐私的内容除外。'),
      note('本承诺书一式两份，一份交申请人，一份存档。'),
    ],
    strip: {
      title: '申请人承诺',
      cells: [{ wide: '本人（单位）已知悉上列内容，所作承诺是真实意思表示。' }, '申请人（签名或者盖章）：', `日期：${blanks('年月日')}`],
    },
  }
}

/** 事后核查结果: whether what was promised is so (国办发〔2020〕42号). */
export const afterCheck: Template = (paper) => {
  const { body } = paper
  const outcome = body.passed
    ? '承诺内容属实，准予的决定继续有效。'
    : `承诺内容与实际情况不符。本机关依法撤销据此作出的决定，${you(paper)}不再适用告知承诺。`
  return {
    blocks: [
      addressee(paper),
      paragraph(`${application(paper)}以告知承诺方式受理并准予。本机关已对承诺内容进行事后核查，现将核查结果告知如下：`),
      facts([
        ...caseRows(paper),
        ['核查日期', day(body.checkedOn ?? paper.on)],
        ['核查人', body.checkers?.join('、')],
        ['核查方式', body.checkWay],
        ['核查结论', body.passed ? '承诺属实' : '承诺不实'],
      ]),
      heading('一、核查情况'),
      ...(body.record ?? '').split('\n').map(paragraph),
      heading('二、处理'),
      paragraph(outcome),
      ...(body.basis ? [paragraph(`依据：${body.basis}`)] : []),
      ...(body.passed ? [] : [remedies(body, '告知书')]),
    ],
  }
}
