import { harmless } from './sheet.ts'

/** So that a spreadsheet reads the text as UTF-8. */
const byteOrderMark = '\u{feff}'
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvType = 'text/csv; charset=utf-8'

/** A table as CSV (RFC 4180), text kept from being read as a formula (S-061). */
export const csvOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  byteOrderMark + [heads, ...rows].map((row) => `${row.map((cell) => quoted(harmless(cell))).join(',')}\r\n`).join('')
