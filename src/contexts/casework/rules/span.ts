/** The first and the last code of a division and all below it (domain.md D1): 150602000000 to 150602999999. */
export const span = (division: string): [string, string] => {
  const own = division.slice(0, [2, 4, 6, 9, 12].find((length) => /^0*$/.test(division.slice(length))) ?? 12)
  return [own.padEnd(12, '0'), own.padEnd(12, '9')]
}
