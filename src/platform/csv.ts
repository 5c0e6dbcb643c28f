import { harmless } from './sheet-cells.ts'

/** So that a spreadsheet reads the text as UTF-8. */
const byteOrderMark = '\u{feff}'
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvType = 'text/csv; charset=utf-8'

/** Rows of CSV (RFC 4180), text kept from being read as a formula (S-061); for a file that is sent a piece at a time. */
export const csvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => quoted(harmless(cell))).join(',')}\r\n`).join('')

/** A table as a file of CSV. */
export const csvOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string => byteOrderMark + csvLines([heads, ...rows])
