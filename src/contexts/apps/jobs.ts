import type { Db } from '../../platform/db.ts'
import type { Task } from '../../platform/jobs.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { legalHold } from '../identity/index.ts'
import { turnKeys } from './perform/keys.ts'
import { logOutAt, logoutTask } from './perform/log-out.ts'
import { sweepConsents } from './store/consents.ts'
import { sweepLogins } from './store/logins.ts'
import { sweepTokens } from './store/tokens.ts'

type Means = { readonly secrets: Secrets; readonly publicUrl: string; readonly mayBeLoopback: boolean }

/** 03:40 in China, as cron fields in UTC. */
const beforeDawn = '40 19 * * *'

/** Telling sub-sites of a sign-out, forgetting what has expired (every 10 minutes), turning the signing keys (every day). */
export const appTasks = (means: Means): Task[] => [
  {
    name: logoutTask,
    run: (payload, db) => logOutAt({ ...means, db }, db, (payload as { login: string }).login),
  },
  {
    name: 'apps.sweep',
    cron: '*/10 * * * *',
    run: async (_payload, db: Db) => {
      await sweepTokens(db.sql)
      await sweepLogins(db.sql)
      await sweepConsents(db.sql, legalHold.consents.days)
    },
  },
  { name: 'apps.keys', cron: beforeDawn, run: (_payload, db) => turnKeys({ db, secrets: means.secrets }, new Date().toISOString()) },
]
