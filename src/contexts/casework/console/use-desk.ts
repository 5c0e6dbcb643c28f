import { useRef } from 'react'
import { type LiveNews, useLive } from '../../../ui/console/live.ts'
import { type Loaded, useLoad } from '../../../ui/console/use-load.ts'

/** How often a list asks for new work: seldom while news come by themselves, as a safety net. */
const [pollEvery, checkEvery] = [12_000, 90_000]
/** News that follow each other closely are one reading. */
const restBetween = 1000

/** Loads something of the desk and loads it again when a queue it depends on changed, or now and then where news do not come. */
export const useDesk = <T>(path: string | undefined, concerns: (news: LiveNews) => boolean = () => true): Loaded<T> => {
  const latest = useRef<() => Promise<void>>(undefined)
  const waiting = useRef(false)
  const isLive = useLive((news) => {
    if (!concerns(news) || waiting.current) return
    waiting.current = true
    setTimeout(() => {
      waiting.current = false
      void latest.current?.()
    }, restBetween)
  }, path !== undefined)
  const loaded = useLoad<T>(path, isLive ? checkEvery : pollEvery)
  latest.current = loaded.reload
  return loaded
}
