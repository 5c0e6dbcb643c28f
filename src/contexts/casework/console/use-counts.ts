import type { Desk } from './desk.ts'
import { useDesk } from './use-desk.ts'

/** How many cases wait in each worklist of mine, kept fresh while someone is there; undefined until it is known. */
export const useCounts = (desks: readonly Desk[]): Readonly<Record<string, number>> | undefined => {
  const { data } = useDesk<{ items: readonly { name: string; total: number }[] }>(desks.length > 0 ? '/api/v1/worklists' : undefined)
  return data && Object.fromEntries(data.items.map(({ name, total }) => [name, total]))
}
