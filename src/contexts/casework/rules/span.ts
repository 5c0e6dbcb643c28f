/** The first and the last code of a division and all below it (domain.md D1): 150602000000 to 150602999999. */
export const span = (division: string): [string, string] => {
  const own = division.slice(0, [2, 4, 6, 9, 12].find((length) => /^0*$/.test(division.slice(length))) ?? 12)
  return [own.padEnd(12, '0'), own.padEnd(12, '9')]
}

/** The digits that the codes of a division and of all below it begin with: 150600000000 → 1506, 150602000000 → 150602. */
export const beginning = (division: string): string => {
  const [first, last] = span(division)
  const differs = [...first].findIndex((digit, i) => digit !== last[i])
  return differs < 0 ? first : first.slice(0, differs)
}
