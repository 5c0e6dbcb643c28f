import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import type { Block, Strip } from '../../../ui/paper/sheet.ts'
import type { PaperBody, PaperMaterial, RecordedPaper } from '../terms.ts'

/** What a template gives: the text between the head and the signature, and the 签收栏 where the type has one. */
export type Text = { readonly blocks: readonly Block[]; readonly strip?: Strip }
export type Template = (paper: RecordedPaper) => Text

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
export const heading = (text: string): Block => ({ kind: 'heading', text })
export const note = (text: string): Block => ({ kind: 'note', text })
export const addressee = (paper: RecordedPaper): Block => ({ kind: 'addressee', text: paper.recipient })

export const day = (date: LocalDate | undefined): string | undefined => date && chineseDate(date)

/** Rows of names and values; a row whose value is not known is left out. */
export const facts = (rows: readonly (readonly [string, string | undefined])[]): Block => ({
  kind: 'facts',
  rows: rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== ''),
})

/** 办件编号, 申请人, 事项: on every paper (domain.md C6). */
export const caseRows = ({ caseNo, body }: RecordedPaper): (readonly [string, string | undefined])[] => [
  ['办件编号', caseNo],
  ['申请人', body.agentName ? `${body.applicantName}（经办人：${body.agentName}）` : body.applicantName],
  [body.applicantIdKind ?? '证件号码', body.applicantId],
  ['事项名称', body.itemName],
  ['实施编码', body.itemCode],
]

/** 材料清单. */
export const materialTable = (materials: readonly PaperMaterial[]): Block => ({
  kind: 'table',
  columns: [
    { name: '序号', share: 0.1 },
    { name: '材料名称', share: 0.46 },
    { name: '原件/复印件', share: 0.18 },
    { name: '份数', share: 0.1 },
    { name: '形式', share: 0.16 },
  ],
  rows: materials.map(({ name, kind, copies, format }, i) => [
    String(i + 1),
    name,
    kind ?? '',
    copies === undefined ? '' : String(copies),
    format ?? '',
  ]),
})

/** 救济途径: 复议 within 60 days, 诉讼 within six months (行政复议法 §20, 行政诉讼法 §46). */
export const remedies = ({ reviewAgency = '本级人民政府', court = '有管辖权的人民法院' }: PaperBody, paper: string): Block =>
  paragraph(`如不服本${paper}，可以自收到之日起六十日内向${reviewAgency}申请行政复议，也可以自收到之日起六个月内向${court}提起行政诉讼。`)

/** Room to write by hand before each unit: 　　年　　月　　日. */
export const blanks = (units: string): string => [...units].map((unit) => `\u3000\u3000${unit}`).join('')

/** 签收栏. */
export const signedFor = {
  title: '签收栏',
  cells: ['签收人（签名）：', `签收时间：${blanks('年月日时')}`, '与申请人的关系：', '联系电话：'],
} as const

/** Names in a table of their own, numbered. */
export const nameTable = (column: string, names: readonly string[]): Block => ({
  kind: 'table',
  columns: [
    { name: '序号', share: 0.12 },
    { name: column, share: 0.88 },
  ],
  rows: names.map((name, i) => [String(i + 1), name]),
})

/** How the applicant is addressed: 您, an organisation 贵单位. */
export const you = ({ body }: RecordedPaper): string => (body.applicantIdKind === '统一社会信用代码' ? '贵单位' : '您')

export const application = (paper: RecordedPaper): string =>
  `${you(paper)}${paper.body.appliedOn ? `于${day(paper.body.appliedOn)}` : ''}提出的“${paper.body.itemName}”申请`
export const isLicence = ({ body }: RecordedPaper): boolean => body.itemType === '01'
