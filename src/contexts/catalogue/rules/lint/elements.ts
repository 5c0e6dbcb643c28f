import type { Guide } from '../../terms.ts'
import type { Finding, Rule, Severity } from './finding.ts'

type Element = {
  readonly field: keyof Guide
  readonly name: string
  readonly missing: (guide: Guide) => boolean
  readonly severity?: (guide: Guide) => Severity
  readonly fix: string
}

/** The twelve elements a guide has at least (鄂尔多斯市政务服务条例第九条第一款), but those with rules of their own (时限, 地点). */
const elements: readonly Element[] = [
  { field: 'name', name: '事项名称', missing: ({ name }) => name.trim() === '', fix: '写明事项名称' },
  { field: 'baseCode', name: '基本编码', missing: ({ baseCode }) => baseCode.trim() === '', fix: '填写目录里的基本编码' },
  { field: 'basis', name: '设定依据', missing: ({ basis }) => basis.length === 0, fix: '写明法律、法规、规章的名称和条款' },
  { field: 'conditions', name: '受理条件', missing: ({ conditions }) => conditions.length === 0, fix: '逐条写明什么情况可以申请' },
  { field: 'audiences', name: '服务对象', missing: ({ audiences }) => audiences.length === 0, fix: '选择自然人、企业法人等服务对象' },
  { field: 'steps', name: '办理流程', missing: ({ steps }) => steps.length === 0, fix: '列出每个环节' },
  {
    field: 'materials',
    name: '申请材料',
    missing: ({ materials }) => materials.length === 0,
    severity: ({ type }) => (type === '20' ? 'warning' : 'error'),
    fix: '逐项列出申请材料；确实不需要的，在受理条件里写明“无需提交材料”',
  },
  {
    field: 'results',
    name: '办理结果',
    missing: ({ results }) => results.length === 0,
    severity: ({ type }) => (type === '20' ? 'warning' : 'error'),
    fix: '写明发什么证照、批文或者回复',
  },
  { field: 'supervisePhones', name: '监督投诉方式', missing: ({ supervisePhones }) => supervisePhones.length === 0, fix: '写明监督投诉电话，例如 12345' },
] // biome-ignore format: a table

const saysNoMaterials = ({ conditions }: Guide): boolean => conditions.some((line) => /(无需|不需|不用)(要|提交)?.{0,4}材料/.test(line))

/** an element that is not there. */
export const missingElements: Rule = (guide) =>
  elements
    .filter(({ field, missing }) => missing(guide) && !(field === 'materials' && saysNoMaterials(guide)))
    .map(
      ({ field, name, severity, fix }): Finding => ({
        rule: 'R-052',
        field,
        severity: severity?.(guide) ?? 'error',
        found: '',
        why: `办事指南应当包含“${name}”(鄂尔多斯市政务服务条例第九条第一款)`,
        fix,
      }),
    )
