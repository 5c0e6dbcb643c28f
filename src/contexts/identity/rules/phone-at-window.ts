import { isIdNumber, isMobile, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError, Refusal } from '../../../kernel/refusal.ts'
import type { Staff } from '../terms.ts'
import { tidyName } from './claims.ts'
import { type Administrator, isOneself, proveFirst, refuseStaffing } from './staffing.ts'

/** What a clerk may recognise somebody by: each bears a photograph and the 公民身份号码 (居民身份证法 §3). */
export const identityDocuments = { idCard: '居民身份证', temporaryIdCard: '临时居民身份证' } as const
export type IdentityDocument = keyof typeof identityDocuments

/** How long a request waits for its second person; then it has to be asked for anew, by the person in person. */
export const phoneChangeHours = 24

/** How long after it was done the owner may say 「不是我办的」. */
export const phoneStopHours = 24

/** What a clerk types, and what is wrong with it. */
export type WindowPhone = {
  readonly name: string
  readonly idNumber: string
  readonly document: IdentityDocument
  readonly phone: string
  readonly reason: string
}
type Typed = Omit<WindowPhone, 'document'> & { readonly document: string; readonly checked: boolean }
const isDocument = (text: string): text is IdentityDocument => Object.hasOwn(identityDocuments, text)

/** Reads the form of the window: the clerk says that he saw the document itself and the person it shows. */
export const readWindowPhone = (typed: Typed): WindowPhone | Refusal => {
  const { document, checked } = typed
  const [name, idNumber, phone, reason] = [
    tidyName(typed.name),
    tidyIdentifier(typed.idNumber),
    tidyIdentifier(typed.phone),
    typed.reason.trim(),
  ]
  const fields: FieldError[] = [
    ...([...name].length >= 2 ? [] : [{ field: 'name', message: '请照证件填写姓名' }]),
    ...(isIdNumber(idNumber) ? [] : [{ field: 'idNumber', message: '请照证件填写 18 位公民身份号码，并核对最后一位' }]),
    ...(isDocument(document) ? [] : [{ field: 'document', message: '请选择看的是哪一种证件' }]),
    ...(isMobile(phone) ? [] : [{ field: 'phone', message: '请填写 11 位新手机号码' }]),
    ...([...reason].length >= 2 ? [] : [{ field: 'reason', message: '请写明为什么换，例如 手机丢失' }]),
    ...(checked ? [] : [{ field: 'checked', message: '请核对证件原件，照片与来的人一致再勾选' }]),
  ]
  if (fields.length > 0 || !isDocument(document)) return { refused: 'incomplete', title: '请更正标出的内容', fields }
  return { name, idNumber, document, phone, reason }
}

const article = '网络安全法第二十四条、岗位权限表'
const refusal = (refused: string, title: string): Refusal => ({ refused, title, article })

/** Why a clerk may not ask for the telephone of an account to be changed: never his own. */
export const refuseAsking = (by: Pick<Staff, 'personId' | 'name'>, of: { personId: string; name: string }): Refusal | undefined =>
  isOneself(by, of) ? refusal('own-case', `不能给自己更换手机号，请到另一个窗口办理${proveFirst(by)}`) : undefined

/** A request as far as the permission to decide it needs to know it. `division` 12 digits. */
export type AskedChange = {
  readonly division: string
  readonly personId: string
  readonly name: string
  readonly askedBy: string
  readonly isProven: boolean
  readonly isOpen: boolean
  readonly isStopped: boolean
}
export const alreadyDecided: Refusal = { refused: 'already-decided', title: '这个申请已经办理过了，或者超过 24 小时没有批准' }

/** Why an officer may not decide it (S-047): 安全管理员 of its place or above, not who asked, never his own, once, and after the code. */
export const refuseDecidingPhone = (by: Administrator & Pick<Staff, 'personId' | 'name'>, asked: AskedChange): Refusal | undefined => {
  const refused = refuseStaffing(by, 'changePhone', { division: asked.division, departmentCode: '', roles: [] })
  if (refused) return refused
  if (by.accountId === asked.askedBy) return refusal('same-person', '提出和批准须由两个人办理')
  if (isOneself(by, asked)) return refusal('own-case', `不能批准自己的手机号，请由另一位安全管理员办理${proveFirst(by)}`)
  if (asked.isStopped) return refusal('stopped', '本人说不是他办的，已经停止，不能批准')
  if (!asked.isOpen) return alreadyDecided
  return asked.isProven ? undefined : refusal('not-proven', '新手机号还没有用验证码确认，不能批准')
}

/** A change that its owner stopped, as far as the permission to look into it needs to know it. */
export type StoppedAsked = Pick<AskedChange, 'division' | 'personId' | 'name' | 'askedBy'> & {
  readonly decidedBy: string | null
  readonly isUnseen: boolean
}
/**
 * Why an officer may not say what he found (S-047): as for deciding; and that it was the owner himself after all says another than who
 * approved it, who would judge his own approval. Who approved may take it back.
 */
export const refuseReviewing = (
  by: Administrator & Pick<Staff, 'personId' | 'name'>,
  asked: StoppedAsked,
  genuine: boolean,
): Refusal | undefined => {
  const refused = refuseStaffing(by, 'changePhone', { division: asked.division, departmentCode: '', roles: [] })
  if (refused) return refused
  if (by.accountId === asked.askedBy) return refusal('same-person', '提出的人不能核查')
  if (isOneself(by, asked)) return refusal('own-case', `不能核查自己的手机号，请由另一位安全管理员办理${proveFirst(by)}`)
  if (!asked.isUnseen) return refusal('already-decided', '这一件已经核查过了')
  return genuine && by.accountId === asked.decidedBy
    ? refusal('same-person', '您批准的更换，要由另一位安全管理员认定是本人办的；您可以换回原手机号')
    : undefined
}
