import type { Refusal } from '../../../kernel/refusal.ts'
import type { StaffRole } from '../terms.ts'
import { refuseTogether } from './staffing.ts'

/** A post with its days, both counted in; no end when `untilOn` is not set. */
export type Dated = {
  readonly roles: readonly StaffRole[]
  readonly division: string
  readonly departmentCode: string
  readonly fromOn: string
  readonly untilOn?: string | null | undefined
}

const endOf = ({ untilOn }: { readonly untilOn?: string | null | undefined }): string => untilOn ?? '9999-12-31'

/** Whether two spans of days share one. */
export const overlaps = (
  a: { readonly fromOn: string; readonly untilOn?: string | null | undefined },
  b: { readonly fromOn: string; readonly untilOn?: string | null | undefined },
): boolean => a.fromOn <= endOf(b) && b.fromOn <= endOf(a)

/** Why a post cannot stand beside those somebody has on the same days: one place at a time, and roles that fit (S-047, S-048). */
export const refusePost = (post: Dated, others: readonly Dated[]): Refusal | undefined => {
  if (endOf(post) < post.fromOn) return { refused: 'ends-before-it-begins', title: '结束日期不能早于开始日期' }
  const beside = others.filter((other) => overlaps(post, other))
  const elsewhere = beside.some(({ division, departmentCode }) => division !== post.division || departmentCode !== post.departmentCode)
  if (elsewhere)
    return {
      refused: 'two-places',
      title: '这段时间他在另一个单位任职',
      detail: '同一时间只在一个单位任职。调动请选“调整岗位”，原岗位在前一天结束。',
    }
  return refuseTogether([post, ...beside].flatMap(({ roles }) => roles))
}

/** 交接 as it is asked for. */
export type HandOver = { readonly fromOn: string; readonly untilOn: string }
type Side = {
  readonly accountId: string
  readonly roles: readonly StaffRole[]
  readonly division: string
  readonly departmentCode: string
  /** When he is away himself. */
  readonly away: readonly HandOver[]
}

const longestDays = 366
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** Why one officer cannot look after the cases of another: only one of the same place with one of his roles, who is there himself. */
export const refuseHandOver = (absent: Side, substitute: Side, days: HandOver): Refusal | undefined => {
  if (absent.accountId === substitute.accountId) return { refused: 'himself', title: '请选另一位工作人员接手' }
  if (days.untilOn < days.fromOn) return { refused: 'ends-before-it-begins', title: '结束日期不能早于开始日期' }
  if (dayNumber(days.untilOn) - dayNumber(days.fromOn) > longestDays) return { refused: 'too-long', title: '交接最长一年，更久请调整岗位' }
  if (absent.division !== substitute.division || absent.departmentCode !== substitute.departmentCode)
    return { refused: 'other-place', title: '接手的人要在同一个单位' }
  if (!substitute.roles.some((role) => absent.roles.includes(role)))
    return {
      refused: 'no-such-role',
      title: '接手的人没有相同的岗位',
      detail: '交接只转交工作，不给岗位。请选有同样岗位的人，或者先安排岗位。',
    }
  if (absent.away.some((other) => overlaps(other, days))) return { refused: 'already-away', title: '这段时间已经安排了交接' }
  return substitute.away.some((other) => overlaps(other, days))
    ? { refused: 'substitute-away', title: '接手的人这段时间自己也不在' }
    : undefined
}
