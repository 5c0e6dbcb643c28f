import { useEffect, useRef, useSyncExternalStore } from 'react'
import { isAttended } from './attended.ts'

/** What the server tells: which queues changed. */
export type LiveNews = { readonly queues: readonly string[] }

type Message = { readonly kind: 'news'; readonly news: LiveNews } | { readonly kind: 'state'; readonly open: boolean }

const path = '/api/v1/events'
const name = 'console.live'
/** How often each tab looks whether somebody is there, and says so to the one that holds the stream. */
const lookEvery = 10_000

const hearers = new Set<(news: LiveNews) => void>()
const watchers = new Set<() => void>()
let open = false
let begun = false

const take = (message: Message): void => {
  if (message.kind === 'news') for (const hear of hearers) hear(message.news)
  else if (message.open !== open) {
    open = message.open
    for (const watch of watchers) watch()
  }
}

/** Holds the one stream of this browser: a stream in every tab would use up the connections. It rests while nobody is there (S-032). */
const hold = (channel: BroadcastChannel): void => {
  let source: EventSource | undefined
  const tell = (message: Message): void => {
    channel.postMessage(message)
    take(message)
  }
  const close = (): void => {
    source?.close()
    source = undefined
    tell({ kind: 'state', open: false })
  }
  const connect = (): void => {
    source = new EventSource(path)
    source.addEventListener('open', () => tell({ kind: 'state', open: true }))
    source.addEventListener('desks', (event) => tell({ kind: 'news', news: JSON.parse((event as MessageEvent<string>).data) as LiveNews }))
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) close()
      else tell({ kind: 'state', open: false })
    })
  }
  let heardAt = 0
  const look = (): void => {
    const isSomebodyThere = isAttended() || Date.now() - heardAt < 2 * lookEvery
    if (isSomebodyThere && !source) connect()
    else if (!isSomebodyThere && source) close()
  }
  channel.addEventListener('message', ({ data }) => {
    if (data !== 'here') return
    heardAt = Date.now()
    look()
    channel.postMessage({ kind: 'state', open } satisfies Message)
  })
  look()
  setInterval(look, lookEvery)
}

/** Of all tabs one holds the stream, until it is closed; the others hear it from that one. */
const begin = (): void => {
  if (begun || !('locks' in navigator) || !('EventSource' in window)) return
  begun = true
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }) => typeof data === 'object' && take(data as Message))
  const tell = (): void => void (isAttended() && channel.postMessage('here'))
  tell()
  setInterval(tell, lookEvery)
  document.addEventListener('visibilitychange', tell)
  void navigator.locks.request(name, () => new Promise<never>(() => hold(channel)))
}

const watch = (changed: () => void): (() => void) => {
  watchers.add(changed)
  return () => watchers.delete(changed)
}

/** Calls `heard` when a queue changed; returns whether news come at all: when not, lists ask by themselves. Nobody listens who wants none. */
export const useLive = (heard: (news: LiveNews) => void, wanted: boolean): boolean => {
  const latest = useRef(heard)
  latest.current = heard
  useEffect(() => {
    if (!wanted) return
    begin()
    const hear = (news: LiveNews): void => latest.current(news)
    hearers.add(hear)
    return () => void hearers.delete(hear)
  }, [wanted])
  return useSyncExternalStore(watch, () => open)
}
