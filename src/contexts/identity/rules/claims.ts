import { type Answers, type Field, readAnswers } from '../../../kernel/form.ts'
import { isIdNumber, sexOf } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { halfWidth } from '../../../kernel/text.ts'
import { type OrganisationKind, organisationKinds } from '../terms.ts'
import { ethnicities } from './ethnicities.ts'

/** A name as the registries write it: no white space, one kind of middle dot (其其格·巴特尔). */
export const tidyName = (text: string): string =>
  halfWidth(text)
    .replace(/\s+/g, '')
    .replace(/[・•‧.･]/g, '·')

/** An organisation's name: white space gone, brackets as the registry prints them. */
export const tidyOrganisationName = (text: string): string => text.replace(/\s+/g, '').replaceAll('(', '（').replaceAll(')', '）')

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

/** What 实名认证 asks. Sex follows from the number, so it need not be answered. */
export const realNameFields: readonly Field[] = [
  { name: 'name', label: '姓名', kind: 'text', hint: '与身份证上的姓名一致', min: 2, max: 50 },
  { name: 'idNumber', label: '身份证号', kind: 'idNumber', hint: '18 位，最后一位可能是 X' },
  { name: 'sex', label: '性别', kind: 'radios', optional: true, options: options(['男', '女']) },
  { name: 'ethnicity', label: '民族', kind: 'select', optional: true, options: options(ethnicities) },
]
export type RealNameClaim = { readonly name: string; readonly idNumber: string; readonly sex: '男' | '女'; readonly ethnicity?: string }

/** A page read: what was typed, and either the claim that follows from it or what is wrong. */
export type Reading<Claim> = { readonly answers: Answers; readonly errors: readonly FieldError[]; readonly claim?: Claim }

const moreErrors = (answers: Answers): FieldError[] => {
  const { name, idNumber, sex } = answers as Record<string, string>
  const isWrongSex = sex && isIdNumber(idNumber ?? '') && sexOf(idNumber ?? '') !== sex
  return [
    ...(/[\d<>]/.test(name ?? '') ? [{ field: 'name', message: '请按身份证填写姓名，不含数字' }] : []),
    ...(isWrongSex ? [{ field: 'sex', message: '请核对性别：与身份证号第 17 位不一致' }] : []),
  ]
}

/** Reads the 实名 page; full-width digits, spaces and a lower-case x are accepted (U-038). */
export const readRealName = (raw: Readonly<Record<string, unknown>>): Reading<RealNameClaim> => {
  const { answers, errors: first } = readAnswers(realNameFields, raw)
  const errors = [...first, ...moreErrors(answers)]
  if (errors.length > 0) return { answers, errors }
  const { name, idNumber, ethnicity } = answers as Record<'name' | 'idNumber' | 'ethnicity', string>
  return { answers, errors, claim: { name: tidyName(name), idNumber, sex: sexOf(idNumber), ...(ethnicity ? { ethnicity } : {}) } }
}

/** What legal-person registration asks; the 法定代表人 is the person who is signed in, so nobody types him again. */
export const organisationFields: readonly Field[] = [
  {
    name: 'kind',
    label: '法人类型',
    kind: 'radios',
    options: Object.entries(organisationKinds).map(([value, label]) => ({ value, label })),
  },
  { name: 'name', label: '企业或机构名称', kind: 'text', hint: '与营业执照或登记证书一致' },
  { name: 'uscc', label: '统一社会信用代码', kind: 'uscc', hint: '18 位' },
]
export type OrganisationClaim = { readonly kind: OrganisationKind; readonly name: string; readonly uscc: string }

/** What is still asked where a certificate says name and code. */
export const fieldsBesideCertificate = organisationFields.filter(({ name }) => name === 'kind')

/** Reads the legal-person page; the password is checked apart. `read`: name and code as a certificate states them, whatever was typed. */
export const readOrganisation = (
  typed: Readonly<Record<string, unknown>>,
  read?: Pick<OrganisationClaim, 'name' | 'uscc'>,
): Reading<OrganisationClaim> => {
  const raw = read ? { ...typed, name: read.name, uscc: read.uscc } : typed
  const { answers, errors } = readAnswers(organisationFields, raw)
  if (errors.length > 0) return { answers, errors }
  const { kind, name, uscc } = answers as { kind: OrganisationKind; name: string; uscc: string }
  return { answers, errors, claim: { kind, name: tidyOrganisationName(name), uscc } }
}
