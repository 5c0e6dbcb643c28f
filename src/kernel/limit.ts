/**
 * How often something may be done: so many points in so many seconds; spending the last one closes the key for `blockSeconds` (until the
 * window ends when absent). `grows`: closed again within `mostSeconds` of the first time, it is closed `by` times as long as the time
 * before, `mostSeconds` at most. `remembered`: what comes in floods: a process that saw a key closed asks the database of it once a second
 * and no more.
 */
export type Limit = {
  readonly points: number
  readonly seconds: number
  readonly blockSeconds?: number
  readonly grows?: { readonly by: number; readonly mostSeconds: number }
  readonly remembered?: boolean
}
