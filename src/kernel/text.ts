/** Full-width digits, letters and punctuation become half-width; the ideographic space becomes a space. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')

/** 张* · 李*敏 (domain.md F3). Counts characters, so rare names beyond the first plane are not cut in half. */
export const maskName = (name: string): string => {
  const letters = [...name]
  if (letters.length <= 1) return name
  return letters.length === 2 ? `${letters[0]}*` : `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`
}

/** 138****3210 */
export const maskPhone = (phone: string): string => (phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****')

/** First six, eight stars, last four (domain.md F3). */
export const maskIdNumber = (id: string): string => (id.length === 18 ? `${id.slice(0, 6)}********${id.slice(-4)}` : '*'.repeat(id.length))
