import { forgetAccess } from '../../platform/access.ts'
import { inPieces } from '../../platform/jobs/pieces.ts'
import type { Log, Task } from '../../platform/jobs.ts'
import { publish } from '../../platform/outbox.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { carryOutErasure, type Erasing } from './perform/erase.ts'
import { listErasuresDue } from './store/data-requests.ts'
import { retention, sweepIdentity } from './store/retention.ts'

/** 03:30 in China, as cron fields in UTC. */
const beforeDawn = '30 19 * * *'
/** 注销 may be taken back for so long. */
const erasureHours = 24

/** What time does with the data of persons: ends accounts whose owners asked for it, and forgets each class past its time (S-094, S-095). */
export const retentionTask = (means: Erasing & { readonly secrets: Secrets }, logger: Pick<Log, 'info'>): Task => ({
  name: 'identity.retention',
  cron: beforeDawn,
  run: async (_payload, db) => {
    const { piece, end } = inPieces()
    for (const request of await listErasuresDue(db.sql, erasureHours))
      await piece(`erasure ${request.id}`, () => db.transaction((sql) => carryOutErasure(sql, means, request)))
    const requests = await piece('requests', () => forgetAccess(db.sql, retention.requests))
    logger.info({ ...(await sweepIdentity(db.sql, piece)), requests }, 'data of persons past its time')
    end()
  },
})

/** A grant or a post is over by its own date, now: its triggers asked for this instant (S-033, S-050). Who heard of it once too often looks and finds nothing. */
export const standingTask: Task = {
  name: 'identity.standing-ends',
  run: async (payload, db) => {
    await db.transaction((sql) => publish(sql, 'identity.standing-lost', payload as { organisation?: string }))
  },
}
