import type { Division, PortalSite } from './terms.ts'

/** 12 digits from a code as it is written: 6 (县级), 9 (乡级) or 12; undefined otherwise. */
export const fullCode = (text: string): string | undefined =>
  /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) ? text.padEnd(12, '0') : undefined

/** The code in addresses: 9 digits for a township, 6 above it. */
export const shortCode = ({ code, level }: Pick<Division, 'code' | 'level'>): string => code.slice(0, level === 4 ? 9 : 6)

/** Builds the sites below and with `root` out of a list of divisions, each with its path. */
export const sitesOf = (divisions: readonly Division[], root: string): PortalSite[] => {
  const byCode = new Map<string, Division>()
  for (const division of divisions) if (!byCode.has(division.code)) byCode.set(division.code, division)
  const pathOf = (division: Division): Division[] => {
    const parent = division.parent && division.parent !== division.code ? byCode.get(division.parent) : undefined
    return parent ? [...pathOf(parent), division] : [division]
  }
  return [...byCode.values()]
    .filter((division) => division.level <= 4)
    .map((division) => ({
      short: shortCode(division),
      code: division.code,
      name: division.name,
      level: division.level,
      path: pathOf(division),
    }))
    .filter((site) => site.path.some((division) => division.code === root))
}
