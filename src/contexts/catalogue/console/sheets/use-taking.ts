import { useState } from 'react'
import { post, read, type Told } from '../../../../ui/console/api.ts'
import { toldOf } from '../../../../ui/console/told.ts'
import type { Taken } from '../../terms/sheets.ts'
import { canTake, mostTaken, type UploadView } from './sheet-view.ts'

/** Rows sent with one request, so that how far it is can be told. */
const atOnce = 25
const pageSize = 200

/** Positions of the rows that can be taken, at most as many as are taken at one stroke. */
const takeable = async (address: string): Promise<number[]> => {
  const found: number[] = []
  for (const state of ['changed', 'new']) {
    for (let after: number | null = 0; after !== null && found.length < mostTaken; ) {
      const got: UploadView | 'unchanged' = await read<UploadView>(`${address}?state=${state}&limit=${pageSize}&after=${after}`).then(
        (answer) => (answer === 'unchanged' ? answer : answer.data),
      )
      if (got === 'unchanged') break
      found.push(...got.items.filter(canTake).map(({ position }) => position))
      after = got.next
    }
  }
  return found.slice(0, mostTaken)
}

/** The rows of an upload that are chosen, what became of those that were taken, and how far the taking is. */
export const useTaking = (address: string, reload: () => Promise<void>) => {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Taken>>(new Map())
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number }>()
  const [told, setTold] = useState<Told>()

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setTold(undefined)
    try {
      await act()
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  const take = async (): Promise<void> => {
    const positions = [...chosen].sort((a, b) => a - b)
    const became = new Map(outcomes)
    await attempt(async () => {
      for (let at = 0; at < positions.length; at += atOnce) {
        setProgress({ done: at, of: positions.length })
        const { items } = await post<{ readonly items: readonly Taken[] }>(`${address}/rows`, { rows: positions.slice(at, at + atOnce) })
        for (const one of items) became.set(one.position, one)
      }
    })
    setProgress(undefined)
    setOutcomes(became)
    setChosen(new Set(positions.filter((position) => !became.has(position))))
    await reload()
  }
  return {
    chosen,
    outcomes,
    progress,
    told,
    take,
    chooseAll: () => attempt(async () => setChosen(new Set(await takeable(address)))),
    choose: (position: number, on: boolean): void => {
      const next = new Set(chosen)
      if (on) next.add(position)
      else next.delete(position)
      setChosen(next)
    },
    clear: () => setChosen(new Set()),
  }
}
