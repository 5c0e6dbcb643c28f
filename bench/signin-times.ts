import { type Figure, median, percentile, welch } from './measure.ts'

const rounds = Math.min(2000, Math.max(20, Number(process.env.PAIRS ?? 300)))
const warmUp = 10
/** How often each kind is asked, the rounds that only warm up among them. */
export const askedEach = rounds + warmUp
/** The pass marks of S-003: medians less than so many per cent apart, Welch's |t| below. */
const marks = { percent: 5, t: 4.5 } as const

const shuffled = <T>(list: readonly T[]): T[] =>
  list
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)

/** Asks all kinds once a round, each round in another order. What each took, in ms, without the first rounds. */
export const interleaved = async (kinds: readonly (() => Promise<number>)[]): Promise<number[][]> => {
  const millis = kinds.map((): number[] => [])
  for (let round = 0; round < askedEach; round += 1) {
    for (const [at, ask] of shuffled([...kinds.entries()])) {
      const taken = await ask()
      if (round >= warmUp) millis[at]?.push(taken)
    }
  }
  return millis
}

/**
 * One kind of answer beside another that must not be told from it by its time (S-003, S-004). On a busy machine medians of the same work drift
 * apart; the fastest tenth, which waited for nobody, is told beside them.
 */
export const beside = (workload: string, mine: readonly number[], theirs: readonly number[]): Figure => {
  const [value, baseline] = [median(mine), median(theirs)]
  const apart = (a: number, b: number): number => Math.abs(a / b - 1) * 100
  const percent = apart(value, baseline)
  const fastest = apart(percentile(mine, 0.1), percentile(theirs, 0.1)).toFixed(2)
  const t = Math.abs(welch(mine, theirs))
  const passed = percent < marks.percent && t < marks.t
  const told = `差 ${percent.toFixed(2)} %(须 < ${marks.percent} %),|t| ${t.toFixed(2)}(须 < ${marks.t}):${passed ? '合格' : '不合格'};最快十分之一处差 ${fastest} %`
  const exact = (one: number): number => Number(one.toPrecision(4))
  return { workload, unit: 'ms', value: exact(value), baseline: exact(baseline), ratio: exact(baseline / value), n: rounds, dataset: told }
}
