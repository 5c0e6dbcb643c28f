import type { Sql } from '../../../platform/db.ts'
import { type Matter, matterColumns } from './matters.ts'

/** Cases by their uuids or by their 办件编号, each once. */
export const findMatters = (sql: Sql, by: 'id' | 'no', handles: readonly string[]): Promise<Matter[]> =>
  by === 'id'
    ? sql<Matter>`
  select ${matterColumns}
  from casework.matter
  where id = any(${handles}::uuid[])`
    : sql<Matter>`
  select ${matterColumns}
  from casework.matter
  where no = any(${handles}::text[])
  order by array_position(${handles}::text[], no)`
