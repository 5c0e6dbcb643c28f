import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiClient } from '../e2e/main-job-api.ts'
import { demoPassword } from '../src/contexts/identity/index.ts'
import { secrets } from '../src/platform/secrets.ts'
import { type City, secret } from './city.ts'
import { compared, type Figure, needTool, percentile, pgbench, type Run } from './measure.ts'

const chunk = 20_000

/** Cases waiting for acceptance, spread over ninety days, from the nth to the mth; counted as the trigger would, in one go. */
const insert = (city: City, from: number, to: number) =>
  city.db.transaction(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`set local statement_timeout = 0`
    await sql`
      insert into casework.matter (id, no, division, item, item_name, guide_version, department, department_code, applicant_id, applicant_kind, applicant_name,
        filed_by, stage, queue, position, submitted_on, received_on, due_on, yellow_on, submitted_at, updated_at)
      select gen_random_uuid(), 'W5-' || n, '150600000000', '11150600MB105000083150105001000', '示例事项', 1, '示例部门', '11150600MB10500008', 'w5', 'person', '示例',
        'w5', 'received', 'accept', 1, current_date - n % 90, current_date - n % 90, current_date + n % 90, current_date + n % 90 - 1, now(), now()
      from generate_series(${from}::int, ${to}::int) as n`
    await sql`
      insert into casework.queue_count values ('150600000000', '11150600MB10500008', 'accept', 'received', 0, ${to - from + 1}::int)
      on conflict (division, department_code, queue, stage, slot) do update set n = queue_count.n + excluded.n`
  })

const fill = async (city: City, from: number, count: number): Promise<void> => {
  for (let at = from; at < count; at += chunk) await insert(city, at + 1, Math.min(at + chunk, count))
  await city.db.sql`analyze casework.matter`
}

const page = `select id, no, item_name, stage, due_on from casework.matter where division = '150600000000' and queue = 'accept' and queue <> 'closed' order by due_on, id limit 20;\n`

/** W5: an officer's own queue through the API, page 1 and far in, beside the bare keyset query, while the table grows. */
export const worklists = async (city: City): Promise<Figure[]> => {
  needTool('pgbench', 'postgresql-contrib')
  const script = join(city.folder, 'worklist.sql')
  writeFileSync(script, page)
  const server = await city.serve()
  const clerk = apiClient(server.url)
  await clerk.signIn('clerk1', demoPassword(secrets(secret)))
  const figures: Figure[] = []
  for (const [before, count] of [
    [0, 10_000],
    [10_000, 100_000],
    [100_000, 1_000_000],
  ] as const) {
    await fill(city, before, count)
    const about = { workload: 'W5', unit: 'pages/s', n: 5, dataset: `${count} open cases, 8 readers, total said` }
    figures.push(
      await compared(
        about,
        () => read(clerk),
        () => pgbench(city.databaseUrl, [script], 8),
      ),
    )
  }
  await server.stop()
  return figures
}

const read = async (clerk: ReturnType<typeof apiClient>): Promise<Run> => {
  const latencies: number[] = []
  const until = performance.now() + 2000
  const reader = async () => {
    let after = ''
    while (performance.now() < until) {
      const at = performance.now()
      const { status, body } = await clerk.call('GET', `/api/v1/worklists/accept?limit=20${after && `&after=${after}`}`)
      if (status !== 200) throw new Error(`worklist: ${status}`)
      after = body.next ?? ''
      latencies.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: 8 }, reader))
  return { rate: latencies.length / 2, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) }
}
