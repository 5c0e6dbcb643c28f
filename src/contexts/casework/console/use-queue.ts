import { useSearchParams } from 'react-router'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type Desk, findDesk } from './desk.ts'
import type { WorkPage } from './shapes.ts'

/** Where a case was opened from: its worklist, the way back there, its neighbours. */
export type Queue = {
  readonly desk: Desk | undefined
  readonly back: string
  readonly next: string | undefined
  readonly previous: string | undefined
  /** 第几件, and of how many; undefined when the case has left the list. */
  readonly place: { readonly at: number; readonly of: number } | undefined
  readonly reload: () => Promise<void>
}

/** The worklist this case was opened from, and its neighbours there. */
export const useQueue = (no: string): Queue => {
  const [params] = useSearchParams()
  const list = params.get('list') ?? undefined
  const query = new URLSearchParams(params)
  query.delete('list')
  query.delete('act')
  const { data, reload } = useLoad<WorkPage>(list && `/api/v1/worklists/${list}?${query}`)
  const rows = data?.items ?? []
  const at = rows.findIndex((row) => row.no === no)
  const link = (row: { readonly no: string } | undefined): string | undefined => row && `/cases/${row.no}?${params}`
  const after = at < 0 ? rows[0] : (rows[at + 1] ?? rows.find((row) => row.no !== no))
  return {
    desk: findDesk(list),
    back: list ? `/work/${list}?${query}` : '/',
    next: link(after),
    previous: link(at > 0 ? rows[at - 1] : undefined),
    place: at >= 0 && data?.total !== undefined ? { at: (data.before ?? 0) + at + 1, of: data.total } : undefined,
    reload,
  }
}
