import { type Field, type FieldKind, type FormPage, fieldsOf, type KnownFact } from '../../../kernel/form.ts'
import type { Guide } from '../terms.ts'
import type { Finding } from './lint/index.ts'

/**
 * Questions that are asked again and again, each with what the platform holds of whoever applies: put into a form they are filled in and
 * need not be asked. `says` recognises the question under other words.
 */
type Reusable = {
  readonly name: string
  readonly label: string
  readonly kind: FieldKind
  readonly prefill?: KnownFact
  readonly says?: RegExp
  readonly options?: Field['options']
}
const sexes = [
  { value: '男', label: '男' },
  { value: '女', label: '女' },
]
const own = '(?:本人|申请人|申请人员|办事人)(?:的)?'
export const reusableFields: readonly Reusable[] = [
  { name: 'applicantName', label: '本人姓名', kind: 'text', prefill: 'person.name', says: new RegExp(`^(?:${own})姓名$|^姓名$`) },
  { name: 'applicantIdNumber', label: '本人公民身份号码', kind: 'idNumber', prefill: 'person.idNumber', says: new RegExp(`^(?:${own})?(?:公民身份号码|身份证号码?|居民身份证号码?|身份证件号码)$`) },
  { name: 'applicantPhone', label: '本人手机号码', kind: 'phone', prefill: 'person.phone', says: new RegExp(`^(?:${own})?(?:手机号码?|联系电话|移动电话)$`) },
  { name: 'applicantSex', label: '本人性别', kind: 'radios', prefill: 'person.sex', options: sexes, says: new RegExp(`^(?:${own})?性别$`) },
  { name: 'applicantEthnicity', label: '本人民族', kind: 'text', prefill: 'person.ethnicity', says: new RegExp(`^(?:${own})?民族$`) },
  { name: 'applicantBirth', label: '本人出生日期', kind: 'date', prefill: 'person.birth', says: new RegExp(`^(?:${own})?(?:出生日期|出生年月日?)$`) },
  { name: 'organisationName', label: '单位名称', kind: 'text', prefill: 'organisation.name', says: /^(?:申请)?(?:单位|企业|公司|机构|申请人)(?:全称|名称)$/ },
  { name: 'organisationUscc', label: '统一社会信用代码', kind: 'uscc', prefill: 'organisation.uscc', says: /^(?:申请|本)?(?:单位|企业|公司|机构)?(?:的)?统一社会信用代码$/ },
  { name: 'legalRepresentative', label: '法定代表人', kind: 'text', prefill: 'organisation.legalRepresentative', says: /^法定代表人(?:姓名)?$/ },
  { name: 'postalAddress', label: '通信地址', kind: 'address' },
  { name: 'email', label: '电子邮箱', kind: 'email' },
] // biome-ignore format: a table

type Asking = Pick<Guide, 'form' | 'audiences'>

const why = '能通过共享取得的数据不得要求办事人提供(鄂尔多斯市政务服务条例第三十条第二款)'
const isStated = (because: string | undefined): boolean => (because ?? '').trim() !== ''

const groupOf = (fact: KnownFact | undefined): string | undefined => fact?.split('.')[0]
const fills = (fields: readonly Field[], group: string | undefined): boolean => fields.some(({ prefill }) => groupOf(prefill) === group)

/** Whether the questions of a page are about whoever applies: a bare 姓名 on another page may be that of a child or an employer. */
const isAboutApplicant = ({ form, audiences }: Asking, page: FormPage, group: string | undefined): boolean => {
  if (fills(page.fields, group) || /您|本人|申请人/.test(page.title)) return true
  const fits = group === 'person' ? audiences.includes('1') : !audiences.includes('1')
  const always = (form ? fieldsOf(form) : []).filter(({ when, pageWhen }) => !when && !pageWhen)
  return fits && !fills(always, group)
}

/** The reusable question that a field asks under its own words, without saying that the platform fills it in. */
const heldBy = (guide: Asking, page: FormPage, { label, prefill, askedBecause }: Field): Reusable | undefined => {
  if (prefill !== undefined || isStated(askedBecause)) return undefined
  const held = reusableFields.find(({ says }) => says?.test(label.trim()))
  const isOwn = /^(本人|申请人|申请人员|办事人)/.test(label)
  return held && (isOwn || isAboutApplicant(guide, page, groupOf(held.prefill))) ? held : undefined
}

const ofPerson = /^(?:申请人|本人)?(?:的)?(?:居民)?身份证件?(?:原件|复印件|正反面|扫描件)*(?:\(.*\))?$/
const ofOrganisation = /^(?:企业|单位|申请人|公司)?(?:的)?营业执照(?:正本|副本)?(?:原件|复印件|扫描件)*$/

/** What an applicant would hand in online though the platform holds it: proof of who he is, the licence of an enterprise. */
const heldMaterial = (name: string): string | undefined => {
  if (ofPerson.test(name)) return '实名认证时已经核验'
  return ofOrganisation.test(name) ? '法人登录时已经从登记机关取得' : undefined
}

/** what the platform holds is not asked for, unless the guide states why (`askedBecause`). */
export const heldButAsked = (guide: Asking & Pick<Guide, 'materials'>): Finding[] => {
  const { form, materials } = guide
  const fields = (form?.pages ?? []).flatMap((page, p) =>
    page.fields.flatMap((field, i): Finding[] => {
      const held = heldBy(guide, page, field)
      const fix = `选“平台已有，自动填：${held?.label}”，或者写明为什么还要问`
      return held ? [{ rule: 'R-082', field: `form.pages.${p}.fields.${i}.label`, severity: 'error', found: field.label, why, fix }] : []
    }),
  )
  const papers = materials.flatMap(({ name, shared, fromForm, askedBecause }, i): Finding[] => {
    const held = shared !== undefined || fromForm || isStated(askedBecause) || !form ? undefined : heldMaterial(name.trim())
    const fix = `${held}，写明共享部门，或者写明为什么还要交`
    return held ? [{ rule: 'R-082', field: `materials.${i}.name`, severity: 'error', found: name, why, fix }] : []
  })
  return [...fields, ...papers]
}
