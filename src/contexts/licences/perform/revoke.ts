import type { LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import { revoke } from '../store.ts'

/** Two accounts: who asks for it and who agrees. `because` is what the holder and every verifier may know. */
export type Revocation = {
  readonly licenceId: string
  readonly by: string
  readonly with: string
  readonly because: string
  readonly on: LocalDate
}

/** 注销: done by two persons (S-048), seen by every verifier at once (S-088). Returns a refusal when it cannot be. */
export const revokeLicence = async (db: Pick<Db, 'transaction'>, { licenceId, ...how }: Revocation): Promise<Refusal | undefined> => {
  if (how.by === how.with) return { refused: 'second-person-needed', title: '注销证照须由两名工作人员分别提出和确认' }
  if (how.because.trim() === '') return { refused: 'reason-needed', title: '请写明注销理由' }
  return db.transaction(async (sql) => {
    if (!(await revoke(sql, licenceId, how))) return { refused: 'not-valid', title: '没有这个证照，或者它已经注销' }
    await publish(sql, 'licences.revoked', { licenceId, on: how.on, because: how.because })
    return undefined
  })
}
