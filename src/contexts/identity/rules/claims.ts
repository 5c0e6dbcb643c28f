import { isIdNumber, isUscc, sexOf, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { halfWidth } from '../../../kernel/text.ts'
import { type OrganisationKind, organisationKinds } from '../terms.ts'
import { ethnicities } from './ethnicities.ts'

/** A name as the registries write it: no white space, one kind of middle dot (其其格·巴特尔). */
export const tidyName = (text: string): string =>
  halfWidth(text)
    .replace(/\s+/g, '')
    .replace(/[・•‧.･]/g, '·')

/** The text of an organisation's name: white space gone, brackets as the registry prints them. */
export const tidyOrganisationName = (text: string): string => text.replace(/\s+/g, '').replaceAll('(', '（').replaceAll(')', '）')

/** What the 实名 page asks, as typed. */
export type RealNameForm = { readonly name: string; readonly idNumber: string; readonly sex: string; readonly ethnicity: string }
export type RealNameClaim = { readonly name: string; readonly idNumber: string; readonly sex: '男' | '女'; readonly ethnicity?: string }

const nameProblem = (name: string): string | undefined => {
  if (name === '') return '请输入姓名'
  if ([...name].length > 50 || /[\d<>]/.test(name)) return '请按身份证输入姓名,不含数字'
  return [...name].length < 2 ? '请输入完整的姓名' : undefined
}
const idNumberProblem = (idNumber: string): string | undefined => {
  if (idNumber === '') return '请输入身份证号'
  return isIdNumber(idNumber) ? undefined : '请输入 18 位身份证号,并核对最后一位'
}
const sexProblem = (sex: string, idNumber: string): string | undefined => {
  if (sex === '') return undefined
  if (sex !== '男' && sex !== '女') return '请从列出的选项中选择性别'
  return isIdNumber(idNumber) && sexOf(idNumber) !== sex ? '请核对性别:与身份证号第 17 位不一致' : undefined
}
const ethnicityProblem = (ethnicity: string): string | undefined =>
  ethnicity === '' || ethnicities.includes(ethnicity) ? undefined : '请从列出的选项中选择民族'

const problems = (checks: Readonly<Record<string, string | undefined>>): FieldError[] =>
  Object.entries(checks).flatMap(([field, message]) => (message ? [{ field, message }] : []))

/** Reads the 实名 page; full-width digits, spaces and a lower-case x are accepted (U-038). Sex follows from the number when not given. */
export const readRealName = (form: RealNameForm): RealNameClaim | { readonly errors: FieldError[] } => {
  const name = tidyName(form.name)
  const idNumber = tidyIdentifier(form.idNumber)
  const errors = problems({
    name: nameProblem(name),
    idNumber: idNumberProblem(idNumber),
    sex: sexProblem(form.sex, idNumber),
    ethnicity: ethnicityProblem(form.ethnicity),
  })
  if (errors.length > 0) return { errors }
  return { name, idNumber, sex: sexOf(idNumber), ...(form.ethnicity ? { ethnicity: form.ethnicity } : {}) }
}

/** What the legal-person page asks, as typed; the password is checked apart. */
export type OrganisationForm = {
  readonly kind: string
  readonly name: string
  readonly uscc: string
  readonly legalName: string
  readonly legalIdNumber: string
}
export type OrganisationClaim = {
  readonly kind: OrganisationKind
  readonly name: string
  readonly uscc: string
  readonly legalRepresentative: { readonly name: string; readonly idNumber: string }
}

const isKind = (text: string): text is OrganisationKind => Object.hasOwn(organisationKinds, text)

/** Reads the legal-person page. The 法定代表人 must be the person who is signed in. */
export const readOrganisation = (
  form: OrganisationForm,
  self: { readonly name: string; readonly idNumber: string },
): OrganisationClaim | { readonly errors: FieldError[] } => {
  const { kind } = form
  const name = tidyOrganisationName(form.name)
  const uscc = tidyIdentifier(form.uscc)
  const legalRepresentative = { name: tidyName(form.legalName), idNumber: tidyIdentifier(form.legalIdNumber) }
  const own = legalRepresentative.name === self.name && legalRepresentative.idNumber === self.idNumber
  const legalIdNumber = idNumberProblem(legalRepresentative.idNumber)
  const errors = problems({
    kind: isKind(kind) ? undefined : '请选择法人类型',
    name: name === '' ? '请输入企业或机构名称' : [...name].length > 100 ? '名称最多 100 个字' : undefined,
    uscc: isUscc(uscc) ? undefined : '请输入 18 位统一社会信用代码,并核对最后一位',
    legalName: nameProblem(legalRepresentative.name),
    legalIdNumber: legalIdNumber ?? (own ? undefined : '请用法定代表人本人的实名帐号注册:姓名和身份证号须与您的实名信息一致'),
  })
  return errors.length > 0 || !isKind(kind) ? { errors } : { kind, name, uscc, legalRepresentative }
}
