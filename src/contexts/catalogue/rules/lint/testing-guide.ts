import type { Guide } from '../../terms.ts'
import type { Finding } from './finding.ts'

/** A guide (示例数据) in which nothing is to be mended. */
export const soundGuide: Guide = {
  code: '11150600MB105000083150105001000',
  baseCode: '150105001000',
  name: '取水许可审批',
  type: '01',
  level: '3',
  division: '150600000000',
  department: '鄂尔多斯市水利局',
  departmentCode: '11150600MB10500008',
  audiences: ['2'],
  personThemes: [],
  organisationThemes: ['105'],
  stages: [],
  projectType: '2',
  onlineDepth: '3',
  visits: 1,
  visitReason: '现场核验取水口位置图原件',
  legalLimit: { days: 45, unit: 'workday' },
  promisedLimit: { days: 15, unit: 'workday' },
  basis: [{ title: '中华人民共和国水法', article: '第七条' }],
  conditions: ['取水符合水资源规划。'],
  situations: [
    {
      id: 'kind',
      question: '您取哪种水?',
      options: [
        { value: 'ground', label: '地下水' },
        { value: 'river', label: '河水' },
      ],
    },
  ],
  materials: [
    { id: 'm1', name: '取水许可申请书', need: '1', kind: '1', format: '2', copies: 1, source: '10', fromForm: true },
    { id: 'm2', name: '营业执照', need: '1', kind: '2', format: '3', copies: 1, source: '20', issuer: '市场监督管理部门' },
    {
      id: 'm3',
      name: '取水口位置图',
      need: '2',
      kind: '1',
      format: '1',
      copies: 2,
      source: '10',
      when: { situation: 'kind', is: ['river'] },
    },
  ],
  steps: [
    { name: '受理', by: 'clerk', days: 1, standard: '材料齐全、符合法定形式', result: '出具受理通知书' },
    { name: '审查', by: 'approver', days: 9, standard: '符合水资源规划', result: '提出审查意见' },
    { name: '决定', by: 'decider', days: 5, standard: '审查意见完整', result: '作出许可决定' },
  ],
  charges: [],
  results: [{ name: '取水许可证', kind: 'licence' }],
  places: [
    {
      hall: '鄂尔多斯市政务服务中心',
      street: '伊金霍洛旗阿勒腾席热镇文明东街1号',
      room: '4楼B区',
      window: 'B408',
      hours: '星期一至星期五上午09:00—12:00、下午13:00—17:00(法定节假日除外)',
    },
  ],
  consultPhones: ['0477-8598826'],
  supervisePhones: ['12345'],
  specialProcedures: [],
  faq: [],
  form: { pages: [{ id: 'p1', title: '取水', fields: [{ name: 'amount', label: '年取水量', kind: 'number' }] }] },
  minimumLevel: 'realName',
  deliveries: ['window', 'post'],
  integratedWindow: true,
  sample: true,
  source: { name: '示例数据' },
}

/** The sound guide with its second material named otherwise. */
export const withMaterial = (name: string): Guide => ({
  ...soundGuide,
  materials: soundGuide.materials.map((material, i) => (i === 1 ? { ...material, name } : material)),
})

type Branch = Record<string, unknown> | unknown[]
const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null

const put = (value: unknown, [key, ...rest]: readonly string[], leaf: string): unknown => {
  if (key === undefined) return leaf
  if (!isBranch(value)) return value
  return Array.isArray(value)
    ? value.map((one, i) => (String(i) === key ? put(one, rest, leaf) : one))
    : { ...value, [key]: put(value[key], rest, leaf) }
}

/** The guide with a finding's mend in its place; as it was where there is none. */
export const mended = (guide: Guide, { field, mend }: Pick<Finding, 'field' | 'mend'>): Guide =>
  mend === undefined ? guide : (put(guide, field.split('.'), mend) as Guide)
