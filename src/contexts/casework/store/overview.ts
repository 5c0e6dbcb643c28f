import type { LocalDate } from '../../../kernel/date.ts'
import { type Fragment, fragment, type Sql } from '../../../platform/db.ts'
import { type Scope, scoped } from './worklists.ts'

/** By what open cases are counted: 部门, 事项, 人员. */
export const groupings = ['department', 'item', 'handler'] as const
export type Grouping = (typeof groupings)[number]

/** Open cases of one department, item or officer by lamp; `none` are those whose clock does not run. `key` is what lists filter by. */
export type Lights = {
  readonly key: string
  readonly name: string
  readonly red: number
  readonly yellow: number
  readonly green: number
  readonly grey: number
  readonly none: number
  readonly total: number
}

const groups: Record<Grouping, { readonly key: Fragment; readonly name: Fragment }> = {
  department: { key: fragment`department_code`, name: fragment`max(department)` },
  item: { key: fragment`item`, name: fragment`max(item_name)` },
  handler: { key: fragment`coalesce(handler, '')`, name: fragment`coalesce(max(handler_name), '还没有人经手')` },
}

/** The lamps of every open case in a scope on a day, by group; the reddest first. The same words as a row's own lamp. */
export const listLights = (sql: Sql, scope: Scope, by: Grouping, today: LocalDate) => sql<Lights>`
  select key, name, red, yellow, green, grey, total - red - yellow - green - grey as none, total
  from (
    select ${groups[by].key} as key, ${groups[by].name} as name, count(*)::int as total,
      count(*) filter (where paused)::int as grey,
      count(*) filter (where not paused and queue <> 'deliver' and yellow_on is not null and due_on < ${today})::int as red,
      count(*) filter (where not paused and queue <> 'deliver' and yellow_on <= ${today} and due_on >= ${today})::int as yellow,
      count(*) filter (where not paused and queue <> 'deliver' and yellow_on > ${today} and due_on >= ${today})::int as green
    from casework.matter
    where ${scoped(scope)}
      and queue <> 'closed'
    group by ${groups[by].key}
  ) as counted
  order by red desc, yellow desc, total desc, key
  limit 500`
