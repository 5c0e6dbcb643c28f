import { usccCheckDigit } from '../../kernel/identifiers.ts'
import type { DirectoryEntry, Hall, Office, OrganisationsFile, Unit } from './terms.ts'

const padded = (code: string): string => code.padEnd(12, '0')

/** A 旗区 department is named after the city's, and its demo code follows from the city's: 11 + division + characters 9–17 + check digit. */
export const bannerDepartment = (
  department: { readonly shortName: string; readonly uscc: string },
  banner: { readonly code: string; readonly name: string },
) => {
  const shortName = department.shortName.replace(/^市/, '')
  const first17 = `11${banner.code}${department.uscc.slice(8, 17)}`
  return { name: `${banner.name}${shortName}`, shortName, uscc: first17 + usccCheckDigit(first17) }
}

/** The tree of the demo city: its government, departments, and the same shape in each 旗区. */
export const unitsOf = (file: OrganisationsFile): Unit[] => {
  const { government, departments, banners } = file
  const city = padded(file.division.code)
  const top: Unit = {
    uscc: government.uscc,
    name: government.name,
    shortName: government.shortName,
    kind: 'government',
    division: city,
    parent: null,
    details: { source: government.source },
  }
  const own = departments.map(
    ({ uscc, name, shortName, kind, ...details }): Unit => ({
      uscc,
      name,
      shortName,
      kind,
      division: city,
      parent: government.uscc,
      details,
    }),
  )
  const below = banners.flatMap((banner): Unit[] => {
    const division = padded(banner.code)
    const seat: Unit = {
      uscc: banner.government.uscc,
      name: banner.government.name,
      shortName: banner.government.name,
      kind: 'government',
      division,
      parent: government.uscc,
      details: { source: banner.government.source },
    }
    const bodies = departments.map(
      (department): Unit => ({
        ...bannerDepartment(department, banner),
        kind: department.kind,
        division,
        parent: seat.uscc,
        details: { key: department.key, source: '示例数据' },
      }),
    )
    return [seat, ...bodies]
  })
  return [top, ...own, ...below]
}

export const hallsOf = ({ hall, banners }: OrganisationsFile): Hall[] =>
  [hall, ...banners.map((banner) => banner.hall)].map(({ key, name, division, ...details }) => ({
    key,
    name,
    division: padded(division),
    details,
  }))

export const directoryOf = ({ directory, intermediaries, advisers }: OrganisationsFile): DirectoryEntry[] => [
  ...directory.map(({ name, ...details }): DirectoryEntry => ({ kind: 'agency', name, details })),
  ...intermediaries.map(({ name, ...details }): DirectoryEntry => ({ kind: 'intermediary', name, details })),
  ...advisers.map(({ name, ...details }): DirectoryEntry => ({ kind: 'adviser', name, details })),
]

/** The 科室 of the bodies and the sections and windows of the halls, as places of work. */
export const officesOf = (units: readonly Unit[], halls: readonly Hall[]): Office[] => [
  ...units.flatMap(({ uscc, division, details }) =>
    (details.offices ?? []).map(({ name }): Office => ({ kind: 'section', name, division, under: uscc })),
  ),
  ...halls.flatMap(({ key, division, details: { sections = [], windows = [] } }) => [
    ...sections.map(({ name }): Office => ({ kind: 'section', name, division, under: key })),
    ...windows.map(({ name }): Office => ({ kind: 'window', name, division, under: key })),
  ]),
]

/** How deep a division lies: 1 region, 2 city, 3 旗区, 4 苏木乡镇, 5 嘎查村. */
export const levelOf = (division: string): number => [2, 4, 6, 9, 12].findIndex((length) => /^0*$/.test(division.slice(length))) + 1
