import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage } from './routes/stage.test.ts'

const { db } = await setStage()

test('S-033 the last day of an officer and of a post is over at midnight in China: then a job tells of it', async () => {
  const [clerk] = await db.sql<{ id: string }>`
    update identity.officer set last_on = '2031-03-31' where account_id = (select id from identity.account where user_name = 'clerk1')
    returning account_id as id`
  await db.sql`update identity.appointment set until_on = '2031-05-31' where account_id = ${clerk?.id ?? ''}`
  const jobs = await db.sql<{ key: string; at: string }>`
    select key, run_at as at from graphile_worker.jobs where task_identifier = 'identity.standing-ends' and run_at > '2031-01-01' order by run_at`
  assert.deepEqual(
    jobs.map(({ at }) => Date.parse(at)),
    [Date.parse('2031-04-01T00:00+08:00'), Date.parse('2031-06-01T00:00+08:00')],
  )
})
