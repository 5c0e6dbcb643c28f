import { isUscc } from '../../../kernel/identifiers.ts'
import type { Guide } from '../terms.ts'

/** 基本编码: 2 区划 + 2 类型 + 5 主项 + 3 子项; letters where digits ran out, without I O Z S V (domain.md B2). */
export const basePattern = /^\d{4}[0-9A-HJ-NP-RTUW-Y]{8}$/
/** 实施编码: 18 统一社会信用代码 + 1 行使层级 + 12 基本编码. */
export const implementationPattern = /^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9A-Z]{12}$/
/** 业务办理项编码: 实施编码 + 01–99. */
export const matterPattern = /^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9A-Z]{12}(0[1-9]|[1-9]\d)$/

/** The parts of an 实施编码 or 业务办理项编码; undefined for a code of another make, which is kept as it is. */
export const partsOfCode = (
  code: string,
): { readonly uscc: string; readonly level: string; readonly baseCode: string; readonly implementation: string } | undefined =>
  implementationPattern.test(code) || matterPattern.test(code)
    ? { uscc: code.slice(0, 18), level: code.slice(18, 19), baseCode: code.slice(19, 31), implementation: code.slice(0, 31) }
    : undefined

type Coded = Pick<Guide, 'code' | 'baseCode' | 'departmentCode' | 'level' | 'type'>

/** What is odd about the codes of a guide, in sentences: it is told and never refused (domain.md B2). */
export const codeNotes = ({ code, baseCode, departmentCode, level, type }: Coded): string[] => {
  const parts = partsOfCode(code)
  if (!parts) return [`编码“${code}”不是 31 位实施编码，也不是 33 位业务办理项编码，按原样保留`]
  const checks: readonly (readonly [boolean, string])[] = [
    [basePattern.test(baseCode), `基本编码“${baseCode}”不是 12 位`],
    [parts.baseCode === baseCode, `实施编码里的基本编码是 ${parts.baseCode}，指南上写的是 ${baseCode}`],
    [isUscc(parts.uscc), `统一社会信用代码 ${parts.uscc} 的校验码不对`],
    [parts.uscc === departmentCode, '实施编码的前 18 位不是实施主体的统一社会信用代码'],
    [parts.level === level, `实施编码里的行使层级是 ${parts.level}，指南上写的是 ${level}`],
    [parts.baseCode.slice(2, 4) === type, `基本编码里的事项类型是 ${parts.baseCode.slice(2, 4)}，指南上写的是 ${type}`],
  ]
  return checks.filter(([holds]) => !holds).map(([, words]) => words)
}
