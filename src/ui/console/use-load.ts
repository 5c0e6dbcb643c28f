import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, type Fetched, read, type Told } from './api.ts'
import { isAttended } from './attended.ts'
import { useConnection } from './connection.ts'

/** What was loaded from `path`; `data` of the last success stays while the next request runs. */
export type Loaded<T> = { readonly data?: T; readonly problem?: Told; readonly loading: boolean; readonly reload: () => Promise<void> }

type State<T> = { readonly path: string | undefined; readonly data?: T; readonly problem?: Told; readonly etag?: string }

const isNew = <T>(got: Fetched<T>, signal: AbortSignal | undefined): got is Exclude<Fetched<T>, 'unchanged'> =>
  got !== 'unchanged' && !signal?.aborted
const aborted: Told = { type: '/problems/aborted', title: '', status: 0 }
const toldOf = (error: unknown): Told => {
  if (error instanceof ApiError) return error.told
  if (error instanceof DOMException && error.name === 'AbortError') return aborted
  throw error
}
const knownTag = <T>(state: State<T>, path: string): string | undefined => (state.path === path && !state.problem ? state.etag : undefined)

/** What is on the screen stays there when a later request fails, unless the thing itself is gone. */
const afterProblem = <T>(before: State<T>, path: string, told: Told): State<T> =>
  before.path === path && before.data !== undefined && told.status !== 404 ? before : { path, problem: told }

/** Loads JSON from a path (undefined: nothing yet) and again every `every` milliseconds while someone is there. */
export const useLoad = <T>(path: string | undefined, every?: number): Loaded<T> => {
  const [state, setState] = useState<State<T>>({ path: undefined })
  const connection = useConnection()
  const latest = useRef(state)
  latest.current = state

  const load = useCallback(
    async (signal?: AbortSignal): Promise<void> => {
      if (!path) return
      try {
        const got = await read<T>(path, knownTag(latest.current, path), signal)
        if (isNew(got, signal)) setState({ path, ...got })
      } catch (error) {
        const told = toldOf(error)
        if (!signal?.aborted) setState((before) => afterProblem(before, path, told))
      }
    },
    [path],
  )

  useEffect(() => {
    const control = new AbortController()
    if (connection !== 'signedOut') void load(control.signal)
    const timer = every && connection === 'online' ? setInterval(() => isAttended() && void load(control.signal), every) : undefined
    return () => {
      control.abort()
      clearInterval(timer)
    }
  }, [load, every, connection])

  const isCurrent = state.path === path
  return {
    ...(isCurrent && state.data !== undefined ? { data: state.data } : {}),
    ...(isCurrent && state.problem ? { problem: state.problem } : {}),
    loading: path !== undefined && !isCurrent,
    reload: load,
  }
}
