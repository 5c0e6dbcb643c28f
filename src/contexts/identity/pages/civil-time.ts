import { chineseDate, localDateAt } from '../../../kernel/date.ts'

/** An instant as people here read it: 2026年11月22日 17:30. */
export const civilTime = (instant: string): string => {
  const at = Date.parse(instant)
  return `${chineseDate(localDateAt(at))} ${new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)}`
}
