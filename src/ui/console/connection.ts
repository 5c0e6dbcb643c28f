import { useSyncExternalStore } from 'react'
import { answered } from './session-end.ts'

/** Whether the server answers us, and knows us. */
export type Connection = 'online' | 'offline' | 'signedOut'

let now: Connection = navigator.onLine ? 'online' : 'offline'
const listeners = new Set<() => void>()

/** Says how the last request went. */
export const setConnection = (next: Connection): void => {
  answered(next === 'online')
  if (next === now) return
  now = next
  for (const listener of listeners) listener()
}

window.addEventListener('offline', () => setConnection('offline'))
window.addEventListener('online', () => setConnection('online'))

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => now)
