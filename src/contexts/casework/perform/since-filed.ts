import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { type Change, type Charge, chargesOfCase, fieldsWaived, findGuide, materialsWaived } from '../../catalogue/index.ts'
import { refuseAct } from '../rules/procedure.ts'
import type { Act, Case, Pinned, Today } from '../terms.ts'
import { toldChanges } from './carry-over.ts'

type Filed = Pick<Pinned, 'item' | 'guideVersion' | 'situation'>

/** What has changed of the guide since a case was filed. The pinned version stands, but for what favours the applicant (decisions/0014). */
export type SinceFiled = {
  readonly from: number
  readonly to: number
  readonly changes: readonly Change[]
  /** Materials and fields, by their pinned ids, that the newer version does not ask for any more. */
  readonly waived: readonly string[]
  /** What the case pays: as filed, or less. */
  readonly charges: readonly Charge[]
}

/** The differences between the version a case was filed under and the current one; undefined when there is none but wording. */
export const findSinceFiled = async (sql: Sql, { item, guideVersion, situation = {} }: Filed): Promise<SinceFiled | undefined> => {
  const now = await findGuide(sql, item)
  if (!now || now.version === guideVersion) return undefined
  const filed = (await findGuide(sql, item, guideVersion))?.guide
  const changes = filed ? toldChanges(filed, now.guide, situation) : []
  if (!filed || changes.length === 0) return undefined
  const waived = [...materialsWaived(filed, now.guide), ...fieldsWaived(filed, now.guide)]
  return { from: guideVersion, to: now.version, changes, waived, charges: chargesOfCase(filed, now.guide) }
}

const targetOf = (touches: Change['touches']): string | undefined => {
  if (touches?.part === 'material') return touches.before
  return touches?.part === 'page' ? touches.field : undefined
}

const asking: readonly Act['type'][] = ['notifyCorrection', 'acceptWithGaps']

/** 行政许可法第三十一条: what the current guide does not require any more is not asked for, though the case was filed when it did. */
export const askedTooMuch = async (sql: Sql, act: Act, c: Case, today: Today): Promise<Refusal | undefined> => {
  if (!c.pinned || !asking.includes(act.type)) return undefined
  const since = await findSinceFiled(sql, c.pinned)
  const much = [...(act.defects ?? []).map(({ target }) => target), ...(act.missing ?? [])].filter((target) =>
    since?.waived.includes(target),
  )
  if (much.length === 0) return undefined
  const names = since?.changes.filter(({ touches }) => much.includes(targetOf(touches) ?? '')).map(({ says }) => says)
  const title = `新版办事指南：${names?.join(';')}。已经提交的申请同样不再要求`
  return refuseAct(act, c, today, 'not-required-any-more', title, '行政许可法第三十一条')
}

/** 补齐: what the newer guide does not ask for any more counts as handed in; the journal keeps which. */
export const withWaived = async (sql: Sql, act: Act, c: Case): Promise<Act> => {
  if (act.type !== 'supplyGaps' || !c.pinned) return act
  const since = await findSinceFiled(sql, c.pinned)
  const waived = (c.gaps?.missing ?? []).filter((id) => since?.waived.includes(id))
  return waived.length > 0 ? { ...act, waived } : act
}
