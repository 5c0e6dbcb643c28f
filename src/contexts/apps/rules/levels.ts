import { type AppLevel, acrNames } from '../terms.ts'

const order = Object.keys(acrNames) as AppLevel[]
const rank = (level: AppLevel): number => order.indexOf(level)
const byAcr = new Map(order.map((level) => [acrNames[level] as string, level]))

/** The level that one authorization request demands: the sub-site's own lowest, or the lowest it would take by `acr_values` (S-082). */
export const levelDemanded = (lowest: AppLevel, acrValues: string | undefined): AppLevel => {
  const asked = (acrValues ?? '').split(' ').flatMap((acr) => byAcr.get(acr) ?? [])
  const least = asked.sort((a, b) => rank(a) - rank(b))[0] ?? lowest
  return rank(least) > rank(lowest) ? least : lowest
}

/** Whether a level is enough; a sub-site that demands 实名 is never served 未实名 (S-082). */
export const isEnough = (level: AppLevel, demanded: AppLevel): boolean => rank(level) >= rank(demanded)
