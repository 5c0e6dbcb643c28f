import { demoPassword } from '../src/contexts/identity/index.ts'
import { secrets } from '../src/platform/secrets.ts'
import { type City, secret } from './city.ts'
import type { Figure } from './measure.ts'
import { codeTimes } from './signin-codes.ts'
import { flooded } from './signin-flood.ts'
import { beside, interleaved } from './signin-times.ts'
import { signIn, type Try } from './signin-try.ts'

const wrongly = 'not_the_password1'

/** A kind of try whose answer must have this status. */
const asked = (url: string, ask: Try, status: number) => async (): Promise<number> => {
  const answer = await signIn(url, ask)
  if (answer.status !== status) throw new Error(`${ask.account}: ${answer.status} instead of ${status}`)
  return answer.millis
}

/** S-003: what an answer to a sign-in tells by its time, each kind of account beside a wrong password. */
const answerTimes = async ({ db }: City, url: string): Promise<Figure[]> => {
  const password = demoPassword(secrets(secret))
  await db.sql`update identity.account set disabled_at = now() where user_name = 'agent1'`
  const [wrong = [], unknown = [], disabled = [], unverified = []] = await interleaved([
    asked(url, { account: 'citizen1', password: wrongly }, 401),
    asked(url, { account: 'nobody_here', password: wrongly }, 401),
    asked(url, { account: 'agent1', password }, 401),
    asked(url, { account: 'citizen2', password: wrongly }, 401),
  ])
  await db.sql`update identity.account set disabled_at = null where user_name = 'agent1'`
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
  const [mine = [], theirs = []] = await interleaved([asked(url, known, 429), asked(url, unknown, 429)])
  return [beside('signin locked', mine, theirs)]
}

/** What a sign-in costs, what it tells, and how the platform fares while many try (S-002, S-003, F-14). */
export const signIns = async (city: City): Promise<Figure[]> => {
  const server = await city.serve({ TRUST_PROXY: '127.0.0.1' })
  try {
    const times = [...(await answerTimes(city, server.url)), ...(await closedTimes(server.url)), ...(await codeTimes(city))]
    return [...times, ...(await flooded(city, server.url))]
  } finally {
    await server.stop()
  }
}
