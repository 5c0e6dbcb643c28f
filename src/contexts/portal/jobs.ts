import type { Db } from '../../platform/db.ts'
import type { Task } from '../../platform/jobs.ts'
import type { Casework, Today } from '../casework/index.ts'
import { type Beside, exportTask, makeCopy } from './perform/own-copy.ts'

/** Makes the copies of their own data that people asked for (S-093). `on` gives casework and the moment for a database. */
export const copyTask = (
  on: (db: Db) => Promise<{ readonly casework: Casework; readonly today: Today; readonly now: string }>,
  beside: Beside,
): Task => ({
  name: exportTask,
  run: async (payload, db) => {
    const { casework, ...moment } = await on(db)
    await makeCopy(casework, (payload as { request: string }).request, { ...moment, beside })
  },
})
