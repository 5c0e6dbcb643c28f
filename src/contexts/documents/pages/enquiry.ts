import type { Block } from '../../../ui/paper/sheet.ts'
import type { PaperGuide } from '../terms.ts'
import { facts, heading, note, paragraph, type Template } from './parts.ts'

const numbered = (sentences: readonly string[], none: string): Block[] =>
  sentences.length === 0 ? [paragraph(none)] : sentences.map((sentence, i) => paragraph(`${i + 1}. ${sentence}`))

const materials = ({ materials: all }: PaperGuide): Block => ({
  kind: 'table',
  columns: [
    { name: '序号', share: 0.09 },
    { name: '材料名称', share: 0.33 },
    { name: '原件/复印件', share: 0.16 },
    { name: '份数', share: 0.08 },
    { name: '形式', share: 0.12 },
    { name: '说明', share: 0.22 },
  ],
  rows: all.map(({ name, kind, copies, format, remark }, i) => [
    String(i + 1),
    name,
    kind ?? '未提供',
    copies === undefined ? '' : String(copies),
    format ?? '未提供',
    remark ?? '',
  ]),
})

const flow = ({ flow: steps }: PaperGuide): Block => ({
  kind: 'table',
  columns: [
    { name: '环节', share: 0.3 },
    { name: '时限', share: 0.3 },
    { name: '结果', share: 0.4 },
  ],
  rows: steps.map(({ name, limit, result }) => [name, limit, result]),
})

const empty: PaperGuide = {
  version: 0, conditions: [], materials: [], special: [], flow: [], legalLimit: '', promisedLimit: '', fees: [], places: [],
} // biome-ignore format: nothing at all

/** 一次性告知书 for those who ask: all that is needed, told once and in writing (鄂政务发〔2023〕13号 一次性告知制度 §2, §3). */
export const enquiryNotice: Template = ({ body }) => {
  const guide = body.guide ?? empty
  return {
    blocks: [
      paragraph(`您咨询的“${body.itemName}”，现将办理的全部要求一次性告知如下。按本告知书备齐材料即可申请。`),
      facts([
        ['事项名称', body.itemName],
        ['实施编码', body.itemCode],
        ['办事指南版本', `第${guide.version}版`],
      ]),
      heading('一、受理条件'),
      ...numbered(guide.conditions, '没有另外的受理条件。'),
      heading('二、需要提交的全部材料'),
      ...(guide.materials.length > 0 ? [materials(guide)] : [paragraph('不需要提交材料。')]),
      heading('三、现场勘查等特殊程序'),
      ...numbered(guide.special, '不需要现场勘查，没有不计入期限的特别程序。'),
      heading('四、办理流程和下一步'),
      ...(guide.flow.length > 0 ? [flow(guide)] : [paragraph('提交后即时办理。')]),
      paragraph(
        guide.online
          ? `下一步：在平台办事指南页点“在线办理”（${guide.online}），或携带材料到下列地点提交。`
          : '下一步：携带材料到下列地点提交，当场取得收件回执。',
      ),
      heading('五、办理时限'),
      facts([
        ['法定时限', guide.legalLimit],
        ['承诺时限', guide.promisedLimit],
        ['告知是否受理', '收到材料之日起5个工作日内'],
      ]),
      heading('六、收费标准'),
      ...numbered(guide.fees, '不收费。'),
      heading('七、办理地点、时间和电话'),
      facts([
        ...guide.places.flatMap(({ where, hours }) => [['地点', where] as const, ['时间', hours] as const]),
        ['咨询电话', body.consultPhone],
        ['监督电话', body.supervisePhone],
      ]),
      note('本告知书按办事指南的现行版本生成。指南修改后以新版本为准，已经受理的申请不受影响。'),
    ],
  }
}
