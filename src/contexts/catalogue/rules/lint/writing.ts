import type { Guide } from '../../terms.ts'
import { error, type Finding, type Rule, warning } from './finding.ts'

const why = '要素的文字准确、统一(鄂尔多斯市政务服务条例第九条第一款)'

type Name = { readonly field: string; readonly text: string }
const names = ({ name, plainName, materials, results, steps }: Guide): Name[] => [
  { field: 'name', text: name },
  ...(plainName === undefined ? [] : [{ field: 'plainName', text: plainName }]),
  ...materials.map(({ name: text }, i) => ({ field: `materials.${i}.name`, text })),
  ...results.map(({ name: text }, i) => ({ field: `results.${i}.name`, text })),
  ...steps.map(({ name: text }, i) => ({ field: `steps.${i}.name`, text })),
]

/** Full-width digits and letters, invisible signs, spaces at the ends and between Chinese signs, a full stop behind a name. */
const cleaned = (text: string): string =>
  text
    .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/gu, (sign) => sign.normalize('NFKC'))
    .replace(/[\u200B-\u200F\u2060\uFEFF\u00AD]/gu, '')
    .replace(/(?<=\p{Script=Han})[\s\u3000]+(?=\p{Script=Han})/gu, '')
    .replace(/^[\s\u3000\\]+|[\s\u3000。、;,\uFF1B\uFF0C]+$/gu, '')

const untidy = ({ field, text }: Name): Finding[] => {
  const mend = cleaned(text)
  return mend === text || mend === ''
    ? []
    : [warning('R-052', field, text, `${why}；有多余的空格、标点或者全角字符`, `写成“${mend}”`, { mend })]
}

const placeholder = /[Xx×]{2,}|第[Xx×]|_{2,}|—{3,}|XX+|某某/u
const unfilled = ({ field, text }: Name): Finding[] => {
  const match = placeholder.exec(text)
  return match
    ? [warning('R-052', field, match[0], `${why}；占位符没有替换`, '换成真实的内容', { at: [match.index, match.index + match[0].length] })]
    : []
}

/** names are clean; codes have the form of GB/T 39554.1, a foreign one is kept. */
export const namesClean: Rule = (guide) => names(guide).flatMap((one) => [...untidy(one), ...unfilled(one)])

const code = /^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9A-Z]{12}(\d{2})?$/
/** 实施编码 = 统一社会信用代码 + 行使层级 + 基本编码 (GB/T 39554.1-2020). */
export const codesHold: Rule = ({ code: said, departmentCode, level, baseCode }) => {
  if (!code.test(said))
    return [warning('R-052', 'code', said, '实施编码 31 位或者业务办理项编码 33 位(GB/T 39554.1—2020)', '按国家编码赋码；外来编码保留')]
  return said.startsWith(`${departmentCode}${level}${baseCode}`)
    ? []
    : [
        error(
          'R-052',
          'code',
          said,
          '实施编码由实施主体代码、行使层级和基本编码组成(GB/T 39554.1—2020)',
          '核对实施主体、行使层级和基本编码',
        ),
      ]
}
