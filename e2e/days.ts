import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openDb } from '../src/platform/db.ts'
import { backlog, enqueue } from '../src/platform/jobs/queue.ts'
import { apiClient } from './main-job-api.ts'
import { demoDatabase, type Server, startServer } from './server.ts'

/** A demo city that is visited on several days: its data stay, the calendar moves on. */
export type City = {
  /** The installation on a day (YYYY-MM-DD), after the change of day has done its work. */
  readonly on: (day: string, work: (server: Server) => Promise<void>) => Promise<void>
  readonly close: () => Promise<void>
}

/** Lets the change of day run to its end, with all that it sets off. */
const throughMidnight = async ({ databaseUrl }: Server): Promise<void> => {
  const db = openDb(databaseUrl, { connections: 1 })
  try {
    await enqueue(db.sql, 'casework.midnight', {})
    for (let tries = 0; (await backlog(db.sql)).waiting > 0; tries += 1) {
      assert.ok(tries < 300, 'the change of day does not end')
      await wait(100)
    }
  } finally {
    await db.end()
  }
}

export const city = async (): Promise<City> => {
  const database = await demoDatabase()
  const files = mkdtempSync(join(tmpdir(), 'tongban-days-'))
  return {
    async on(day, work) {
      const server = await startServer({ TONGBAN_TODAY: day, DATABASE_URL: database.url, DATA_DIR: files })
      try {
        await throughMidnight(server)
        await work(server)
      } finally {
        await server.stop()
      }
    },
    async close() {
      await database.drop()
      rmSync(files, { recursive: true, force: true })
    },
  }
}

/** A signed-in partner of the JSON API. */
export const as = async (server: Server, account: string) => {
  const client = apiClient(server.url)
  await client.signIn(account, server.password)
  return client
}
