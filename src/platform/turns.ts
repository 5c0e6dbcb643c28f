import timers from 'node:timers/promises'
import { Problem } from './http.ts'

/** Too many sign-ins are under way (S-002): 503, come back in `retryAfter` seconds. */
export class Busy extends Problem {
  /** It is the same `who` that has taken what one may take: there is room for others. */
  readonly isOwnShare: boolean
  constructor(isOwnShare = false) {
    super(503, 'busy', '登录的人较多，请稍候几秒再试', { retryAfter: 2 })
    this.isOwnShare = isOwnShare
  }
}

/** So many at once, so many more wait their turn, no more than `each` of them for one `who`. */
export type Turns = { readonly atOnce: number; readonly mayWait: number; readonly each?: number }

/** Work of a process that is done in turn; throws `Busy` at once, before any of it is done, when there is no place left. */
export const turns = ({ atOnce, mayWait, each = atOnce + mayWait }: Turns) => {
  let running = 0
  const waiting: (() => void)[] = []
  const places = new Map<string, number>()
  const enter = (who: string): void => {
    const taken = places.get(who) ?? 0
    if (taken >= each) throw new Busy(true)
    if (running >= atOnce && waiting.length >= mayWait) throw new Busy()
    places.set(who, taken + 1)
  }
  const leave = (who: string): void => {
    const taken = places.get(who) ?? 0
    if (taken > 1) places.set(who, taken - 1)
    else places.delete(who)
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return async <T>(work: () => Promise<T>, who = ''): Promise<T> => {
    enter(who)
    if (running < atOnce) running += 1
    else await new Promise<void>((go) => waiting.push(go)) // the one that ends hands its place over
    try {
      return await work()
    } finally {
      leave(who)
    }
  }
}

/** The longest that an answer is held back, in ms. */
const longest = 1000
const perHeld = 5
let held = 0
/**
 * Holds an answer to somebody who came too often back, 5 ms for each that is held back now and a second at most: one who erred does not
 * feel it, two hundred connections that ask again as soon as they are refused take turns of a second (F-14).
 */
export const holdBack = async (): Promise<void> => {
  held += 1
  await timers.setTimeout(Math.min(longest, held * perHeld)).finally(() => {
    held -= 1
  })
}

const gap = 2
let next = 0
/**
 * Lets refusals leave one after another, five hundred a second, a second late at most: what asks again as soon as it is refused, from
 * wherever it comes, does not keep the process from everything else (F-14). Below that rate nobody waits (S-073).
 */
export const pace = async (): Promise<void> => {
  const now = performance.now()
  next = Math.max(now, Math.min(next + gap, now + longest))
  if (next - now >= gap) await timers.setTimeout(next - now)
}

/** For `.catch`: a refusal because too many are at it leaves in its pace; who has taken his own share waits like one who came too often. */
export const refusedInPace = async (error: unknown): Promise<never> => {
  if (error instanceof Busy) await (error.isOwnShare ? holdBack() : pace())
  throw error
}
