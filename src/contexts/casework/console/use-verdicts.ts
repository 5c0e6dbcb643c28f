import { useState } from 'react'
import { forget, keep, recall, type Verdict, type Verdicts, verdictsKey } from './verdicts.ts'

/** The verdicts given on one case, kept in this tab. */
export const useVerdicts = (no: string) => {
  const key = verdictsKey(no)
  const [verdicts, setVerdicts] = useState<Verdicts>(() => recall<Verdicts>(key, {}))
  const judge = (target: string, verdict: Verdict | undefined): void => {
    const { [target]: _, ...others } = verdicts
    const next = verdict ? { ...others, [target]: verdict } : others
    setVerdicts(next)
    keep(key, next)
  }
  return { verdicts, judge, drop: () => forget(key) }
}
