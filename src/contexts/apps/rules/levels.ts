import { type AppLevel, acrNames, type OfficeLevel, officeAcrNames, type Standing } from '../terms.ts'

const rankIn = <Level extends string>(names: Readonly<Record<Level, string>>) => {
  const order = Object.keys(names) as Level[]
  return {
    rank: (level: Level): number => order.indexOf(level),
    /** The lowest level that `acr_values` would take; undefined when none of these is named. */
    least: (acrValues: string | undefined): Level | undefined => {
      const asked = (acrValues ?? '').split(' ')
      return order.find((level) => asked.includes(names[level]))
    },
  }
}
const applicants = rankIn<AppLevel>(acrNames)
const officers = rankIn<OfficeLevel>(officeAcrNames)

/** The level that one authorization request demands of those who apply: the sub-site's own lowest, or the lowest it would take by `acr_values` (S-082). */
export const levelDemanded = (lowest: AppLevel, acrValues: string | undefined): AppLevel => {
  const least = applicants.least(acrValues) ?? lowest
  return applicants.rank(least) > applicants.rank(lowest) ? least : lowest
}

/** What a request demands of whoever answers it, whichever kind he is. */
export type Demanded = { readonly applicant: AppLevel; readonly staff: OfficeLevel }
export const demandedBy = (lowest: AppLevel, acrValues: string | undefined): Demanded => ({
  applicant: levelDemanded(lowest, acrValues),
  staff: officers.least(acrValues) ?? 'password',
})

/** Whether a sign-in is enough; a sub-site that demands 实名 is never served 未实名, one that demands two factors never a password alone (S-082). */
export const isEnough = (standing: Pick<Standing, 'kind' | 'level'>, demanded: Demanded): boolean =>
  standing.kind === 'staff'
    ? officers.rank(standing.level as OfficeLevel) >= officers.rank(demanded.staff)
    : applicants.rank(standing.level as AppLevel) >= applicants.rank(demanded.applicant)

/** The `acr` of a sign-in. */
export const acrOf = (standing: Pick<Standing, 'kind' | 'level'>): string =>
  standing.kind === 'staff' ? officeAcrNames[standing.level as OfficeLevel] : acrNames[standing.level as AppLevel]
