/** How a member is written: one line, several lines, a number, a choice out of a code list, rows of members. */
export type Input =
  | {
      readonly as:
        | 'line'
        | 'text'
        | 'lines'
        | 'number'
        | 'fen'
        | 'limit'
        | 'yes'
        | 'date'
        | 'steps'
        | 'when'
        | 'options'
        | 'sheet'
        | 'fixed'
    }
  | { readonly as: 'choice' | 'choices'; readonly codes: Readonly<Record<string, string>> }
  | { readonly as: 'rows'; readonly columns: readonly Column[]; readonly begin: object; readonly row: string; readonly id?: string }
  | { readonly as: 'parts'; readonly columns: readonly Column[] }
export type Column = {
  readonly key: string
  readonly label: string
  readonly input: Input
  readonly optional?: true
  readonly wide?: true
  readonly hint?: string
}

export const needs = { '1': '必要', '2': '视情形', '3': '可容缺后补' } as const
export const kindsOfCopy = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
export const copiesForms = { '1': '纸质', '2': '电子', '3': '纸质或电子' } as const
export const sources = { '10': '申请人自备', '20': '政府部门核发', '99': '其他来源' } as const
export const resultKinds = { licence: '证照', approval: '批文', reply: '回复', payment: '给付' } as const

export const situationColumns: readonly Column[] = [
  { key: 'question', label: '问题', input: { as: 'line' }, wide: true },
  { key: 'options', label: '选项(一行一个)', input: { as: 'options' }, wide: true },
]

const fieldKinds = {
  text: '一行文字', textarea: '多行文字', number: '数字', yuan: '金额(元)', date: '日期', radios: '单选', checkboxes: '多选', select: '下拉选择',
  idNumber: '公民身份号码', uscc: '统一社会信用代码', phone: '手机号码', email: '电子邮箱', address: '地址',
} as const // biome-ignore format: a code list

/** What the platform knows of whoever applies, and fills in. */
export const knownFacts = {
  'person.name': '本人姓名', 'person.idNumber': '本人公民身份号码', 'person.phone': '本人手机号码', 'person.sex': '本人性别',
  'person.ethnicity': '本人民族', 'person.birth': '本人出生日期', 'organisation.name': '单位名称',
  'organisation.uscc': '单位统一社会信用代码', 'organisation.legalRepresentative': '法定代表人',
} as const // biome-ignore format: a code list

const fieldColumns: readonly Column[] = [
  { key: 'label', label: '问什么', input: { as: 'line' }, wide: true },
  { key: 'kind', label: '怎么填', input: { as: 'choice', codes: fieldKinds } },
  { key: 'optional', label: '选填', input: { as: 'yes' }, optional: true },
  { key: 'prefill', label: '平台已有，自动填', input: { as: 'choice', codes: knownFacts }, optional: true },
  { key: 'askedBecause', label: '平台已有还要问的理由', input: { as: 'line' }, optional: true, wide: true },
  { key: 'min', label: '最小', input: { as: 'number' }, optional: true },
  { key: 'max', label: '最大', input: { as: 'number' }, optional: true },
  { key: 'hint', label: '填写提示', input: { as: 'line' }, optional: true, wide: true },
  { key: 'options', label: '选项(一行一个；单选、多选、下拉用)', input: { as: 'options' }, optional: true, wide: true },
  { key: 'when', label: '什么时候才问', input: { as: 'when' }, optional: true, wide: true },
]
export const formColumns: readonly Column[] = [
  {
    key: 'pages',
    label: '页',
    wide: true,
    input: {
      as: 'rows',
      row: '页',
      id: 'p',
      begin: { id: '', title: '', fields: [] },
      columns: [
        { key: 'title', label: '这一页的标题', input: { as: 'line' }, wide: true },
        { key: 'when', label: '什么时候才有这一页(按别的页的回答)', input: { as: 'when' }, optional: true, wide: true },
        {
          key: 'fields',
          label: '问题',
          wide: true,
          input: { as: 'rows', row: '问题', id: 'f', begin: { name: '', label: '', kind: 'text' }, columns: fieldColumns },
        },
      ],
    },
  },
]
