import type { Division, DivisionLevel, SiteEntry } from './terms.ts'

/** 150602 and 150602001 as they are stored: 12 digits. Undefined when it is no code. */
export const divisionCode = (text: string): string | undefined =>
  /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) ? text.padEnd(12, '0') : undefined

/** The code of a site in addresses: 6 digits down to the 旗区, 9 for a 苏木乡镇. */
export const siteCode = (division: Pick<Division, 'code' | 'level'>): string => division.code.slice(0, division.level <= 3 ? 6 : 9)

/** The 行使层级 whose items a site lists: 自治区 2, 市 3, 旗区 4, 苏木乡镇 5, 嘎查村 6. */
export const useLevelOf = (level: DivisionLevel): '2' | '3' | '4' | '5' | '6' => String(level + 1) as '2' | '3' | '4' | '5' | '6'

const pathOfSite = (code: string, home: string): string => (code === home ? '' : `/${code}`)

/** The site of a division from its path, region first. `home` is the code of the installation's own city. */
export const siteEntry = (path: readonly Division[], home: string): SiteEntry => {
  const last = path.at(-1)
  if (!last) throw new RangeError('a site needs a division')
  const trail = path.map((division) => ({ name: division.name, href: `${pathOfSite(siteCode(division), home)}/` }))
  return { code: siteCode(last), division: last.code, name: last.name, level: last.level, path: pathOfSite(siteCode(last), home), trail }
}

/** A name as it is searched: 内蒙 finds 内蒙古自治区; white space and wildcards are not part of it. */
export const searchableName = (text: string): string => text.replace(/[\s%_\\]/g, '').slice(0, 20)
