import type { LocalDate } from '../../../kernel/date.ts'
import type { ActName, CaseEvent, HandedIn } from '../terms.ts'

/** What was handed in for a material at one time, and replaced later. */
export type Round = { readonly material: string; readonly act: ActName; readonly on: LocalDate; readonly files: readonly HandedIn[] }

/** The files of an event by their material. */
const handedIn = ({ type, on, materials = [] }: CaseEvent): Round[] =>
  [...new Set(materials.map(({ material }) => material))].map((material) => ({
    material,
    act: type,
    on,
    files: materials.filter((file) => file.material === material),
  }))

/** The rounds before the present one of every material that was handed in again (补正, 补齐, 补充), oldest first. */
export const earlierRounds = (events: readonly CaseEvent[]): Round[] => {
  const present = new Map<string, Round>()
  const earlier: Round[] = []
  for (const round of events.flatMap(handedIn)) {
    const before = present.get(round.material)
    if (before) earlier.push(before)
    present.set(round.material, round)
  }
  return earlier
}
