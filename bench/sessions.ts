import { createHash } from 'node:crypto'
import { sessions as sessionsOn } from '../src/platform/session.ts'
import { type City, secret } from './city.ts'
import { type Figure, percentile } from './measure.ts'

const chunk = 100_000
const checks = 2_000
const tokenOf = (n: number): string => `session-${n}`.padEnd(43, '-')

/** Open sessions of nobody in particular, from the nth to the mth; their tokens can be told from their numbers. */
const insert = (city: City, from: number, to: number) => city.db.sql`
  insert into platform.session (token_hash, subject_kind, subject_id, expires_at)
  select sha256(convert_to(rpad('session-' || n, 43, '-'), 'UTF8')), 'applicant', gen_random_uuid(), now() + interval '12 hours'
  from generate_series(${from}::int, ${to}::int) as n`

const timed = async (work: (n: number) => Promise<unknown>, count: number): Promise<number[]> => {
  const millis: number[] = []
  for (let i = 0; i < checks; i += 1) {
    const n = 1 + ((i * 7919) % count)
    const begun = performance.now()
    await work(n)
    millis.push(performance.now() - begun)
  }
  return millis
}

/**
 * The session of a request, read by its token, beside the bare look at the primary key, among `SESSIONS` open ones (a million unless told).
 * S-030: half of all checks within 0.3 ms. The rows go with the city they were made in.
 */
export const sessionChecks = async (city: City): Promise<Figure[]> => {
  const count = Math.min(Number(process.env.SESSIONS ?? 1_000_000), 1_000_000)
  for (let at = 0; at < count; at += chunk) await insert(city, at + 1, Math.min(at + chunk, count))
  await city.db.sql`analyze platform.session`
  const sessions = sessionsOn({ db: city.db, secret, publicUrl: 'http://localhost' })
  const ours = (n: number) => sessions.find(tokenOf(n))
  const bare = (n: number) =>
    city.db.sql`select 1 from platform.session where token_hash = ${createHash('sha256').update(tokenOf(n)).digest()}`
  await timed(ours, count)
  const [mine, theirs] = [await timed(ours, count), await timed(bare, count)]
  const [p50, p99, base] = [percentile(mine, 0.5), percentile(mine, 0.99), percentile(theirs, 0.5)]
  if ((await ours(1)) === undefined) throw new Error('the sessions were not found')
  const round = (value: number): number => Number(value.toPrecision(3))
  const dataset = `${count} open sessions, one reader`
  return [{ workload: 'sessions', unit: 'checks/s', value: round(1000 / p50), baseline: round(1000 / base), ratio: round(base / p50), p50: round(p50), p99: round(p99), n: checks, dataset }] // biome-ignore format: one figure
}
