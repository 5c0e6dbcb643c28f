import { useLoad } from '../../../ui/console/use-load.ts'
import type { Desk } from './desk.ts'

/** How many cases wait in each worklist of mine, kept fresh while someone is there. */
export const useCounts = (desks: readonly Desk[]): Readonly<Record<string, number>> => {
  const { data } = useLoad<{ items: readonly { name: string; total: number }[] }>(
    desks.length > 0 ? '/api/v1/worklists' : undefined,
    15_000,
  )
  return Object.fromEntries((data?.items ?? []).map(({ name, total }) => [name, total]))
}
