/** The number formats of ECMA-376 §18.8.30 that show a day; 27–36 and 50–58 are those of Chinese spreadsheets. */
const shownAsDay = (id: number): boolean => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

/** Whether a number format shows a day: its code names a year or a day outside quotes and brackets. */
export const isDateFormat = (id: number, own: ReadonlyMap<number, string>): boolean => {
  const code = own.get(id)
  return code === undefined ? shownAsDay(id) : /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}

const day = 86_400_000
/** The civil date of a spreadsheet's day number; nothing where it is none. Day 60 of 1900 never was. */
export const dayOf = (serial: number, from1904: boolean): string | undefined => {
  const whole = Math.floor(serial)
  if (whole < 1 || whole > 2_958_465) return undefined
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole > 59 ? 30 : 31)
  return new Date(start + whole * day).toISOString().slice(0, 10)
}
