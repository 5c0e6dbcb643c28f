import type { Refusal } from '../../../../kernel/refusal.ts'
import { refusePost } from '../../rules/posts.ts'
import { endAppointments, type Post } from '../../store/appointments.ts'
import { deleteInvitationsFor } from '../../store/invitations.ts'
import { civilDay, closeAccount, reopenAccount } from '../../store/staff.ts'
import { endSubstitutions } from '../../store/substitutions.ts'
import { invite } from '../invitation.ts'
import { concernsOf, type Doing, openFile, postOf, refuseAll, tell } from './concern.ts'

type Invited = Post & { readonly name: string }

/** Invites an officer: the token of a one-time link for 24 hours (S-008). His post counts once it is approved (S-047). */
export const inviteOfficer = (doing: Doing, invited: Invited): Promise<Refusal | { token: string }> =>
  doing.db.transaction(async (sql) => {
    const fromOn = invited.fromOn ?? (await civilDay(sql))
    const refused = refuseAll(doing.by, 'invite', [invited]) ?? refusePost({ ...invited, fromOn }, [])
    if (refused) return refused
    const token = await invite(sql, doing.secrets, { ...invited, askedBy: doing.by.accountId })
    await tell(sql, doing, { act: 'invite', target: 'invitation', told: invited.name, after: postOf(invited), division: invited.division })
    return { token }
  })

/**
 * Closes an officer's account: at once, with all his sessions on every process (S-033), or after a last day, on which his posts end.
 * Whom he stood in for is without a substitute from then on; a link for a new password opens nothing. Undefined: no such officer within sight.
 */
export const disable = (doing: Doing, accountId: string, lastOn: string | undefined): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    if (!file) return undefined
    const refused = refuseAll(doing.by, 'disable', concernsOf(file))
    if (refused) return refused
    if (lastOn && lastOn < (await civilDay(sql))) return { refused: 'in-the-past', title: '日期不能早于今天' }
    await closeAccount(sql, accountId, lastOn)
    await endAppointments(sql, { accountId, ...(lastOn ? { lastOn } : {}) })
    if (!lastOn) {
      await endSubstitutions(sql, { substituteId: accountId })
      await deleteInvitationsFor(sql, accountId)
      await doing.sessions.endAll(sql, accountId)
    }
    const entry = { before: file.live.map(postOf), after: { lastOn: lastOn ?? 'now' } }
    await tell(sql, doing, { act: 'disable', target: `officer:${accountId}`, told: file.officer.name, ...entry })
    return 'done'
  })

/** Opens an account again; it can do nothing before a post is asked for and approved. */
export const restore = (doing: Doing, accountId: string): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    if (!file) return undefined
    const refused = refuseAll(doing.by, 'restore', concernsOf(file))
    if (refused) return refused
    await reopenAccount(sql, accountId)
    await tell(sql, doing, { act: 'restore', target: `officer:${accountId}`, told: file.officer.name })
    return 'done'
  })

/** A one-time link by which an officer who cannot sign in sets a new password; his posts then wait for approval again (S-047). */
export const renewSignIn = (doing: Doing, accountId: string): Promise<Refusal | { token: string } | undefined> =>
  doing.db.transaction(async (sql) => {
    const file = await openFile(sql, doing.by, accountId, true)
    const post = file?.live[0]
    if (!file) return undefined
    if (!post || file.officer.disabled) return { refused: 'closed', title: '这个帐号没有岗位或者已停用，不能重设登录' }
    const refused = refuseAll(doing.by, 'renew', concernsOf(file))
    if (refused) return refused
    const { name } = file.officer
    const { roles, unit, departmentCode, division } = post
    const token = await invite(sql, doing.secrets, {
      name, accountId, roles, unit, departmentCode, division, post: post.post, askedBy: doing.by.accountId,
    }) // biome-ignore format: one thing
    await tell(sql, doing, { act: 'renew', target: `officer:${accountId}`, told: name })
    return { token }
  })
