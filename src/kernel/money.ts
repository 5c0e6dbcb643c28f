/** An amount in 分 (1/100 yuan), always whole. */
export type Fen = number & { readonly __brand: 'Fen' }

/** Throws RangeError unless `amount` is a whole, safe number of 分. */
export const fen = (amount: number): Fen => {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of 分: ${amount}`)
  return amount as Fen
}

/** Reads yuan as people type them: “12”, “12.5”, “1,234.50”; undefined when it is not an amount. */
export const readYuan = (text: string): Fen | undefined => {
  const plain = text.replaceAll(',', '').trim()
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain)
  return match ? fen(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))) : undefined
}

/** 1,234.50 元 */
export const yuan = (amount: Fen): string => {
  const whole = Math.trunc(Math.abs(amount) / 100)
  const rest = String(Math.abs(amount) % 100).padStart(2, '0')
  return `${amount < 0 ? '-' : ''}${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${rest} 元`
}
