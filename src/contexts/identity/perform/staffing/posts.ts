import { randomUUID } from 'node:crypto'
import { addDays, localDate } from '../../../../kernel/date.ts'
import type { Refusal } from '../../../../kernel/refusal.ts'
import type { Sql } from '../../../../platform/db.ts'
import { refusePost } from '../../rules/posts.ts'
import { refuseStaffing } from '../../rules/staffing.ts'
import {
  type AppointmentRow,
  endAppointments,
  findAppointment,
  insertAppointment,
  type Post,
  settleAppointment,
} from '../../store/appointments.ts'
import { civilDay } from '../../store/staff.ts'
import { concernsOf, type Doing, type OfficerFile, openFile, postOf, refuseAll, tell } from './concern.ts'

const overDate: Refusal = { refused: 'in-the-past', title: '日期不能早于今天' }
const closed: Refusal = { refused: 'closed', title: '这个帐号已停用，请先恢复' }
const moved: Refusal = { refused: 'changed-meanwhile', title: '这个岗位刚被别人处理过，请刷新后再看' }

type Asked = Post & { readonly replaces?: string | undefined }

const refuseAsked = (doing: Doing, file: OfficerFile, asked: Asked, today: string): Refusal | undefined => {
  const replaced = file.live.find(({ id }) => id === asked.replaces)
  if (asked.replaces && !replaced) return moved
  if (file.officer.disabled) return closed
  if ((asked.fromOn ?? today) < today) return overDate
  return (
    refuseAll(doing.by, 'appoint', [{ accountId: file.officer.accountId, ...asked }, ...concernsOf(file)]) ??
    refusePost(
      { ...asked, fromOn: asked.fromOn ?? today },
      file.live.filter(({ id }) => id !== asked.replaces),
    )
  )
}

/**
 * Asks for a post for an officer: a further one, or in the place of another (a change of roles, a move). It counts once the 安全管理员
 * approved it (S-047); until then what he has stands. Undefined: no such officer within sight.
 */
export const appoint = (doing: Doing, accountId: string, asked: Asked): Promise<Refusal | { id: string } | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    if (!file) return undefined
    const refused = refuseAsked(doing, file, asked, await civilDay(sql))
    if (refused) return refused
    const id = randomUUID()
    await insertAppointment(sql, { id, accountId, ...asked, askedBy: doing.by.accountId })
    await tell(sql, doing, {
      act: 'appoint',
      target: `officer:${accountId}`,
      told: file.officer.name,
      before: file.live.map(postOf),
      after: postOf({ id, ...asked }),
      division: asked.division,
    })
    return { id }
  })

/** The post that another takes the place of ends the day before; at once when the new one counts already. */
const makeRoom = async (sql: Sql, { accountId, replaces, fromOn }: AppointmentRow, today: string): Promise<void> => {
  if (!replaces) return
  const lastOn = fromOn > today ? { lastOn: addDays(localDate(fromOn), -1) } : {}
  await endAppointments(sql, { accountId, id: replaces, ...lastOn })
}

const refuseSettling = ({ by }: Doing, asked: AppointmentRow, file: OfficerFile, approved: boolean): Refusal | undefined => {
  if (asked.approved !== null || asked.ended) return moved
  if (approved && file.officer.disabled) return closed
  const others = file.live.filter(({ id, approved: counts }) => id !== asked.id && id !== asked.replaces && counts)
  return refuseStaffing(by, approved ? 'approve' : 'reject', asked) ?? (approved ? refusePost(asked, others) : undefined)
}

type Settling = { readonly asked: AppointmentRow; readonly file: OfficerFile; readonly approved: boolean }

/** The answer to a post, with what follows from it: the post before ends, sessions end when what he may do changes today. */
const carryOut = async (sql: Sql, doing: Doing, { asked, file, approved }: Settling): Promise<Refusal | 'done'> => {
  const today = await civilDay(sql)
  if (approved) await makeRoom(sql, asked, today)
  if (!(await settleAppointment(sql, asked.id, doing.by.accountId, approved))) return moved
  if (approved && asked.fromOn <= today) await doing.sessions.endAll(sql, asked.accountId)
  await tell(sql, doing, {
    act: approved ? 'approve' : 'reject',
    target: `officer:${asked.accountId}`,
    told: asked.name,
    before: file.live.filter((one) => one.approved).map(postOf),
    after: postOf(asked),
    approval: asked.id,
    division: asked.division,
  })
  return 'done'
}

/**
 * Approves a post that somebody asked for, or does not (S-047). Sessions of the officer end, so that he signs in with what he has now
 * (S-030, S-033). Undefined: no such post within sight.
 */
export const settle = (doing: Doing, id: string, approved: boolean): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const known = await findAppointment(sql, id)
    const file = known && (await openFile(sql, doing.by, known.accountId, true))
    const asked = file?.all.find((one) => one.id === id)
    if (!asked || !file) return undefined
    return refuseSettling(doing, asked, file, approved) ?? carryOut(sql, doing, { asked, file, approved })
  })

const refuseEnding = ({ by }: Doing, post: AppointmentRow, lastOn: string | undefined): Refusal | undefined =>
  refuseStaffing(by, 'end', post) ?? (lastOn && lastOn < post.today ? overDate : undefined)

/** Takes a post back at once, or on a last day (S-033). Undefined: no such post within sight. */
export const endPost = (
  doing: Doing,
  accountId: string,
  { id, lastOn }: { readonly id: string; readonly lastOn?: string | undefined },
): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    const post = file?.live.find((one) => one.id === id)
    if (!file || !post) return undefined
    const refused = refuseEnding(doing, post, lastOn)
    if (refused) return refused
    await endAppointments(sql, { accountId, id, ...(lastOn ? { lastOn } : {}) })
    if (!lastOn) await doing.sessions.endAll(sql, accountId)
    const entry = { before: postOf(post), after: { lastOn: lastOn ?? 'now' }, division: post.division }
    await tell(sql, doing, { act: 'end', target: `officer:${accountId}`, told: file.officer.name, ...entry })
    return 'done'
  })
