/** What a cell holds: text, a number, a civil date (`on`, shown as a real date), or nothing. */
export type SheetCell = string | number | { readonly on: string } | undefined

/** What a cell can hold (ECMA-376 as spreadsheets implement it). */
const mostSigns = 32_767
/** The end of a text that was longer than a cell can hold. */
export const cutMark = '…(文字超过单元格能放的长度，后面的没有写入)'

const unprintable = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu
const kept = '\t\n\r'
/** Text as XML may hold it: without control characters and halves of signs. */
export const printable = (text: string): string => text.replace(unprintable, (sign) => (kept.includes(sign) ? sign : ''))

/** S-061: text that a spreadsheet could read as a formula gets a leading quote, so that it stays text when it is saved as CSV. */
export const harmless = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text)
/** The text before `harmless`. */
export const unquoted = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

const fitting = (text: string): string => (text.length > mostSigns ? text.slice(0, mostSigns - cutMark.length) + cutMark : text)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
/** Text as it stands in XML; a carriage return would be read as a line's end otherwise. */
export const escaped = (text: string): string => text.replace(/[&<>"\r]/g, (sign) => entities[sign] ?? sign)

export const lettersOf = (n: number): string =>
  (n > 26 ? lettersOf(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26))

/** The number of a day in a spreadsheet that counts from 1900 (ECMA-376 §18.17.4.1). */
const serialOf = (on: string): number => Date.parse(`${on}T00:00:00Z`) / 86_400_000 + 25_569

/** The styles of a workbook, by their place in it. */
export const cellStyles = { plain: 0, heading: 1, day: 2 } as const

/** A cell in XML at a place such as B7; nothing where it holds nothing. */
export const cellXml = (place: string, value: SheetCell, style: number = cellStyles.plain): string => {
  if (value === undefined || value === '') return ''
  const styled = style === cellStyles.plain ? '' : ` s="${style}"`
  if (typeof value === 'number') return Number.isFinite(value) ? `<c r="${place}"${styled}><v>${value}</v></c>` : ''
  if (typeof value === 'object') return `<c r="${place}" s="${cellStyles.day}"><v>${serialOf(value.on)}</v></c>`
  const text = escaped(fitting(harmless(printable(value))))
  return `<c r="${place}"${styled} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}
