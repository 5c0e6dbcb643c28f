import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../e2e/server.ts'
import { type Visitor, visitor } from '../e2e/visitor.ts'
import { putStandingApp } from '../src/contexts/apps/index.ts'
import { demoPassword } from '../src/contexts/identity/index.ts'
import { secrets } from '../src/platform/secrets.ts'
import { subSiteRegistration } from '../src/sandbox/sub-site.ts'
import { subSiteKey } from '../src/sandbox/sub-site-store.ts'
import { type City, secret } from './city.ts'
import { ends, type Place, type Stage } from './everywhere-ends.ts'
import { type Figure, median } from './measure.ts'

const rounds = Math.min(50, Math.max(2, Number(process.env.ROUNDS ?? 10)))
/** What S-033 and S-050 allow, and when a round is given up. */
const allowedMillis = 5_000
const givenUpMillis = 15_000
const everyMillis = 20

/** The sample sub-site as a process of its own, registered at the platform. */
const startSubSite = async (city: City, issuer: string, id: string) => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const { publicKey } = await subSiteKey(city.db.sql)
  const jwks = { keys: [publicKey as typeof publicKey & { kty: string }] }
  await putStandingApp(city.db.sql, { id, division: '150600000000', registered: { ...subSiteRegistration(origin), name: id }, jwks })
  const file = new URL('./sub-site-alone.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { ...process.env, DATABASE_URL: city.databaseUrl, ISSUER: issuer, SITE_ID: id, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await gone
  }
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => resolve())
    gone.then(() => reject(new Error(`the sub-site ${id} ended before it was ready`)))
  })
  return { id, origin, stop }
}

/** Milliseconds from the beginning of an act until the last of the places refuses; a place that never does fails the run. */
const untilLast = async (places: readonly Place[], act: () => Promise<unknown>): Promise<number> => {
  for (const { name, isOpen } of places) if (!(await isOpen())) throw new Error(`${name} refuses before anything happened`)
  const begun = performance.now()
  await act()
  const refused = async ({ name, isOpen }: Place): Promise<number> => {
    while (await isOpen()) {
      if (performance.now() - begun > givenUpMillis) throw new Error(`${name} does not refuse within ${givenUpMillis} ms`)
      await wait(everyMillis)
    }
    return performance.now() - begun
  }
  return Math.max(...(await Promise.all(places.map(refused))))
}

const measure = async (stage: Stage): Promise<Figure[]> => {
  const figures: Figure[] = []
  for (const { name, prepare } of ends) {
    const millis: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const { places, act } = await prepare(stage)
      millis.push(await untilLast(places, act))
    }
    const worst = Math.round(Math.max(...millis))
    figures.push({ workload: `everywhere ${name}`, unit: 'ms at worst', value: worst, baseline: allowedMillis, ratio: Number((allowedMillis / worst).toPrecision(3)), p50: Math.round(median(millis)), n: rounds, dataset: '2 processes, 2 sub-sites' }) // biome-ignore format: one figure
  }
  return figures
}

/**
 * From an end (of a sign-in, an account, a consent, a grant, a 法定代表人) until the last of two processes of the platform and two sub-sites,
 * each a process of its own, refuses: beside the five seconds of S-033 and S-050. `ROUNDS`: ten unless told.
 */
export const everywhere = async (city: City): Promise<Figure[]> => {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const running: { readonly stop: () => Promise<unknown> }[] = []
  const kept = async <T extends (typeof running)[number]>(starting: Promise<T>): Promise<T> => {
    const started = await starting
    running.unshift(started)
    return started
  }
  const password = demoPassword(secrets(secret))
  const comeIn = async (account: string, door: string): Promise<Visitor> => {
    const who = visitor(issuer)
    await who.signIn(account, password, door)
    return who
  }
  try {
    const one = await kept(city.serve({ PORT: String(port), PUBLIC_URL: issuer, TRUST_PROXY: '127.0.0.1' }))
    const two = await kept(city.serve({ PUBLIC_URL: issuer, TRUST_PROXY: '127.0.0.1' }))
    const sites = [await kept(startSubSite(city, issuer, 'bench-one')), await kept(startSubSite(city, issuer, 'bench-two'))]
    return await measure({ sql: city.db.sql, issuer, processes: [one.url, two.url], sites, comeIn })
  } finally {
    for (const { stop } of running) await stop()
  }
}
