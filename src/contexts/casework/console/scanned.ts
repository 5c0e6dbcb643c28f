/** What a scanner types: the 办件编号 alone, or the address of a progress page that carries it; anything else is searched for as it is. */
export const scannedNo = (text: string): string => /[0-9A-Z]{31}\d{12}/.exec(text.toUpperCase())?.[0] ?? text.trim()
