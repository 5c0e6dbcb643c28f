import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { deriveRows } from '../rules/lists/derive.ts'
import { putBaseItems } from '../store/base-items.ts'
import { insertList } from '../store/lists.ts'
import type { BaseItem } from '../terms/directory.ts'
import { type ListKind, type ListRow, listKinds } from '../terms/lists.ts'
import type { Guide } from '../terms.ts'

const source = '示例数据，代替自治区统一的政务服务事项目录'
const by = '示例数据'

/** The base items the demo city's guides stand on: one for each 基本编码, after the city's item where there is one. */
export const demoBaseItems = (guides: readonly Guide[], on: LocalDate): BaseItem[] => {
  const byCode = Map.groupBy(guides, ({ baseCode }) => baseCode)
  return [...byCode].flatMap(([code, all]) => {
    const guide = all.find(({ level }) => level === '3') ?? all[0]
    if (!guide) return []
    const levels = [...new Set(all.map(({ level }) => level))].toSorted()
    return [{ code, name: guide.name, type: guide.type, basis: guide.basis, levels, sample: true, source, publishedOn: on }]
  })
}

const Negative = z.array(z.strictObject({ field: z.string(), name: z.string(), items: z.array(z.string()).min(1) }))

/** data/lists/negative.json for one place: rows whose items it handles; 依据 and 部门 are those of the guides. */
export const demoNegative = (folder: string, guides: readonly Guide[]): ListRow[] =>
  Negative.parse(JSON.parse(readFileSync(join(folder, 'lists/negative.json'), 'utf8'))).flatMap(({ field, name, items }) => {
    const own = guides.filter((guide) => items.includes(guide.name))
    if (own.length === 0) return []
    const basis = [...new Set(own.map(({ basis: [first] }) => `《${first?.title}》${first?.article ?? ''}`))].join(';')
    const department = [...new Set(own.map((guide) => guide.department))].join('、')
    const facts = { field, measure: '未获得许可，不得从事' }
    return [{ name, department, basis, facts, codes: own.map(({ code }) => code), sample: true }]
  })

/** The first version of every list of every place of the demo city. */
const demoLists = (folder: string, all: readonly Guide[], on: LocalDate) =>
  [...Map.groupBy(all, ({ division }) => division)].flatMap(([division, guides]) =>
    (Object.keys(listKinds) as ListKind[]).map((kind) => {
      const rows = kind === 'negative' ? demoNegative(folder, guides) : deriveRows(kind, { division, guides, region: all })
      return { division, kind, version: 1, publishedOn: on, publishedBy: by, writtenBy: by, reason: '首次发布', rows }
    }),
  )

/** The 基本目录 of the demo region and the lists of its places, from the guides in `folder` (data/), after those are published. */
export const loadDemoDirectory = async (db: Db, folder: string, on: LocalDate): Promise<void> => {
  const guides = demoCatalogue(folder)
  await db.transaction(async (sql) => {
    await putBaseItems(sql, demoBaseItems(guides, on))
    for (const list of demoLists(folder, guides, on)) await insertList(sql, list)
  })
}
