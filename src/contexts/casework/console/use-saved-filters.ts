import { change } from '../../../ui/console/api.ts'
import { useLoad } from '../../../ui/console/use-load.ts'

export type SavedFilter = { readonly id: string; readonly name: string; readonly list: string; readonly query: string }

const path = '/api/v1/saved-filters'
/** The address of a saved filter. */
export const filterHref = ({ list, query }: SavedFilter): string => `/work/${list}${query ? `?${query}` : ''}`

/** My saved filters, and how to keep and drop one. */
export const useSavedFilters = () => {
  const { data, reload } = useLoad<{ items: readonly SavedFilter[] }>(path)
  return {
    filters: data?.items ?? [],
    keep: async (name: string, list: string, query: string): Promise<void> => {
      await change(path, { method: 'POST', body: { name, list, query } })
      await reload()
    },
    drop: async (id: string): Promise<void> => {
      await change(`${path}/${id}`, { method: 'DELETE' })
      await reload()
    },
  }
}
