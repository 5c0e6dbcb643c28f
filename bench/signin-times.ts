import { type Figure, median, welch } from './measure.ts'

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

/** One kind of answer beside another that must not be told from it by its time (S-003, S-004). */
export const beside = (workload: string, mine: readonly number[], theirs: readonly number[]): Figure => {
  const [value, baseline] = [median(mine), median(theirs)]
  const percent = Math.abs(value / baseline - 1) * 100
  const t = Math.abs(welch(mine, theirs))
  const passed = percent < marks.percent && t < marks.t
  const told = `差 ${percent.toFixed(2)} %(须 < ${marks.percent} %),|t| ${t.toFixed(2)}(须 < ${marks.t}):${passed ? '合格' : '不合格'}`
  const exact = (one: number): number => Number(one.toPrecision(4))
  return { workload, unit: 'ms', value: exact(value), baseline: exact(baseline), ratio: exact(baseline / value), n: rounds, dataset: told }
}
