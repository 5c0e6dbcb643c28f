import { useSyncExternalStore } from 'react'

/** An officer's session ends so many minutes after his last request; the server sees to it (S-032). */
export const staffIdleMinutes = 15
/** So many minutes before, the page asks whether he is still there. */
export const warnMinutes = 5

let isNear = false
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

const setNear = (next: boolean): void => {
  if (next === isNear) return
  isNear = next
  for (const listener of listeners) listener()
}

/** The server has answered an officer whom it knows (or not): from now on his session has all its minutes again. */
export const answered = (isKnown: boolean): void => {
  clearTimeout(timer)
  setNear(false)
  if (isKnown) timer = setTimeout(() => setNear(true), (staffIdleMinutes - warnMinutes) * 60_000)
}

/** Calls `changed` when the end comes near, or is put off; returns how to stop. */
export const watchEnding = (changed: () => void): (() => void) => {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}

/** Whether the session ends within the minutes of the warning. */
export const isEnding = (): boolean => isNear

export const useEnding = (): boolean => useSyncExternalStore(watchEnding, isEnding)
