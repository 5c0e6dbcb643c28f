import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { putBaseItems } from '../store/base-items.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { Guide } from '../terms.ts'

const source = '示例数据,代替自治区统一的政务服务事项目录'

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

/** The 基本目录 of the demo region, from the guides in `folder` (data/). */
export const loadDemoDirectory = async (db: Db, folder: string, on: LocalDate): Promise<void> => {
  await putBaseItems(db.sql, demoBaseItems(demoCatalogue(folder), on))
}
