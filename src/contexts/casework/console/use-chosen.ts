import { useState } from 'react'
import type { Choosing } from '../../../ui/console/list-page.tsx'
import { mostInBatch } from '../rules/batch.ts'

/** The cases chosen in a list, over its pages; at most as many as a batch holds. `isFull`: something was left out for that. */
export const useChosen = () => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isFull, setFull] = useState(false)
  const onChoose = (keys: readonly string[], on: boolean): void => {
    const next = new Set(chosen)
    for (const key of keys)
      if (on) next.add(key)
      else next.delete(key)
    setFull(next.size > mostInBatch)
    setChosen(new Set([...next].slice(0, mostInBatch)))
  }
  const choosing: Choosing = { chosen, onChoose }
  return {
    choosing,
    isFull,
    clear: () => {
      setChosen(new Set())
      setFull(false)
    },
  }
}
