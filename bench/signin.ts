import { setTimeout as wait } from 'node:timers/promises'
import { demoPassword } from '../src/contexts/identity/index.ts'
import { secrets } from '../src/platform/secrets.ts'
import { type City, secret } from './city.ts'
import { type Figure, median, welch } from './measure.ts'
import { flooded } from './signin-flood.ts'

const rounds = Math.min(2000, Math.max(20, Number(process.env.PAIRS ?? 300)))
/** The pass marks of S-003: medians less than so many per cent apart, Welch's |t| below. */
const marks = { percent: 5, t: 4.5 } as const

/** Every try comes from an address of its own behind the proxy, so that no limit meets the next. */
let tries = 0
const nextAddress = (): string => {
  tries += 1
  return `10.${tries >> 16}.${(tries >> 8) & 255}.${tries & 255}`
}

export type Try = { readonly account: string; readonly password: string; readonly address?: string }
/** One sign-in of a program: its status and how long the answer took, in ms. */
export const signIn = async (url: string, { account, password, address = nextAddress() }: Try) => {
  const begun = performance.now()
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ account, password }),
  })
  await answer.arrayBuffer()
  const { status, headers } = answer
  return { status, millis: performance.now() - begun, retryAfter: Number(headers.get('retry-after') ?? 0), cookies: headers.getSetCookie() }
}

const shuffled = <T>(list: readonly T[]): T[] =>
  list
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)

type Kind = { readonly name: string; readonly ask: Try; readonly status: number }
/** Asks all kinds once a round, each round in another order; the first ten rounds only warm up. */
const interleaved = async (url: string, kinds: readonly Kind[]): Promise<number[][]> => {
  const millis = kinds.map((): number[] => [])
  for (let round = -10; round < rounds; round += 1) {
    for (const [at, { name, ask, status }] of shuffled([...kinds.entries()])) {
      const answer = await signIn(url, ask)
      if (answer.status !== status) throw new Error(`${name}: ${answer.status} instead of ${status}`)
      if (round >= 0) millis[at]?.push(answer.millis)
    }
  }
  return millis
}

const beside = (workload: string, mine: readonly number[], theirs: readonly number[]): Figure => {
  const [value, baseline] = [median(mine), median(theirs)]
  const percent = Math.abs(value / baseline - 1) * 100
  const t = Math.abs(welch(mine, theirs))
  const passed = percent < marks.percent && t < marks.t
  const told = `差 ${percent.toFixed(2)} %(须 < ${marks.percent} %),|t| ${t.toFixed(2)}(须 < ${marks.t}):${passed ? '合格' : '不合格'}`
  const exact = (one: number): number => Number(one.toPrecision(4))
  return { workload, unit: 'ms', value: exact(value), baseline: exact(baseline), ratio: exact(baseline / value), n: rounds, dataset: told }
}

const wrongly = 'not_the_password1'

/** S-003: what an answer to a sign-in tells by its time, each kind of account beside a wrong password. */
const answerTimes = async ({ db }: City, url: string): Promise<Figure[]> => {
  const password = demoPassword(secrets(secret))
  await db.sql`update identity.account set disabled_at = now() where user_name = 'agent1'`
  const kinds: readonly Kind[] = [
    { name: 'wrong', ask: { account: 'citizen1', password: wrongly }, status: 401 },
    { name: 'unknown', ask: { account: 'nobody_here', password: wrongly }, status: 401 },
    { name: 'disabled', ask: { account: 'agent1', password }, status: 401 },
    { name: 'unverified', ask: { account: 'citizen2', password: wrongly }, status: 401 },
  ]
  const [wrong = [], unknown = [], disabled = [], unverified = []] = await interleaved(url, kinds)
  return [
    beside('signin unknown', unknown, wrong),
    beside('signin disabled', disabled, wrong),
    beside('signin unverified', unverified, wrong),
  ]
}

/** A name that is closed for a network answers 429 whether or not it is somebody's (S-010): the two beside each other. */
const closedTimes = async (url: string): Promise<Figure[]> => {
  const address = '10.255.0.1'
  const closed = { password: wrongly, address }
  const [known, unknown] = ['legal1', 'nobody_there'].map((account) => ({ ...closed, account }))
  if (!known || !unknown) return []
  for (const ask of [known, unknown]) for (let n = 0; n < 5; n += 1) await signIn(url, ask)
  await wait(50)
  const kinds = [
    { name: 'locked', ask: known, status: 429 },
    { name: 'locked unknown', ask: unknown, status: 429 },
  ]
  const [mine = [], theirs = []] = await interleaved(url, kinds)
  return [beside('signin locked', mine, theirs)]
}

/** What a sign-in costs, what it tells, and how the platform fares while many try (S-002, S-003, F-14). */
export const signIns = async (city: City): Promise<Figure[]> => {
  const server = await city.serve({ TRUST_PROXY: '127.0.0.1' })
  try {
    return [...(await answerTimes(city, server.url)), ...(await closedTimes(server.url)), ...(await flooded(city, server.url))]
  } finally {
    await server.stop()
  }
}
