import { chineseDateWithWeekday, isWeekend, type LocalDate } from '../../kernel/date.ts'
import type { CalendarDay } from '../calendar.ts'

/** A day on which two notices of a year differ; `works`: whether it is a workday now, `moved`: whether that is new. */
export type DayChange = {
  readonly on: LocalDate
  readonly name: string
  readonly works: boolean
  readonly moved: boolean
  readonly words: string
}

const worksOn = (on: LocalDate, day: CalendarDay | undefined): boolean => day?.open ?? !isWeekend(on)

const changeOf = (on: LocalDate, before: CalendarDay | undefined, after: CalendarDay | undefined): DayChange => {
  const works = worksOn(on, after)
  const name = after?.name ?? before?.name ?? ''
  const moved = works !== worksOn(on, before)
  const what = moved ? (works ? '改为上班' : '改为放假') : works ? '上班' : '放假'
  return { on, name, works, moved, words: `${chineseDateWithWeekday(on)} ${name} ${what}${after ? '' : '(不再列出)'}` }
}

const byDay = (days: readonly CalendarDay[]): Map<LocalDate, CalendarDay> => new Map(days.map((day) => [day.on, day]))

/** What a new notice of a year changes, in the order of the days. Days that both tell alike are left out. */
export const dayChanges = (before: readonly CalendarDay[], after: readonly CalendarDay[]): DayChange[] => {
  const [old, now] = [byDay(before), byDay(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((on) => old.get(on)?.open !== now.get(on)?.open || old.get(on)?.name !== now.get(on)?.name)
    .map((on) => changeOf(on, old.get(on), now.get(on)))
}

/** The first day that became a workday or ceased to be one: periods that end before it stay as they are. */
export const firstMoved = (changes: readonly DayChange[]): LocalDate | undefined => changes.find(({ moved }) => moved)?.on
