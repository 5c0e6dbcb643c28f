import type { LocalDate } from '../../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import type { Staff } from '../../identity/index.ts'
import { implementationCode, levelOf, nextMatterCode, refuseLevel } from '../rules/new-item.ts'
import { listBaseItems, listBodies, listCodesUnder } from '../store/base-items.ts'
import { findGuide } from '../store/versions.ts'
import type { Guide } from '../terms.ts'
import { saveDraft } from './drafts.ts'
import { mayEdit } from './hand.ts'
import { unsaid } from './import/words-of-lists.ts'

/** A new item: carried out by `body` from an entry of the 基本目录, or a 业务办理项 beside an item of one's own. */
export type NewItem = { readonly base: string; readonly body: string } | { readonly like: string }

const unknown = (title: string): Refusal => ({ refused: 'unknown', title })
const exists = (code: string): Refusal & { readonly code: string } => ({
  refused: 'exists',
  title: '本单位已经有这个事项，或者正在起草',
  code,
})

const fromBase = async (db: Db, by: Staff, base: string, body: string, on: LocalDate): Promise<Guide | Refusal> => {
  const [[entry], bodies] = await Promise.all([listBaseItems(db.sql, [base]), listBodies(db.sql, by.division, by.departmentCode)])
  if (!entry) return unknown('基本目录里没有这一项')
  const department = bodies.find(({ code }) => code === body)
  if (!department) return unknown('没有这个实施主体')
  const level = levelOf(by.division)
  const refused = refuseLevel(entry, level)
  if (refused) return refused
  return {
    ...unsaid,
    code: implementationCode(body, level, entry.code),
    baseCode: entry.code,
    name: entry.name,
    type: entry.type,
    basis: entry.basis,
    level,
    division: by.division,
    department: department.name,
    departmentCode: body,
    source: { name: `${department.name}按基本目录编制`, on },
  }
}

const besideOwn = async (db: Db, by: Staff, like: string): Promise<Guide | Refusal> => {
  const own = await findGuide(db.sql, like)
  if (!own || !mayEdit(by, own.guide)) return unknown('没有这个事项，或者不归您维护')
  const code = nextMatterCode(like, await listCodesUnder(db.sql, like.slice(0, 31)))
  if (!code) return { refused: 'no-code', title: '这个事项不是 31 位实施编码，或者 99 个业务办理项都用完了，不能再加' }
  return { ...own.guide, code, name: `${own.guide.name}(新业务办理项)` }
}

/** Begins the draft of a new item and gives its code; what is the same on every level comes from the 基本目录. */
export const beginItem = async (db: Db, by: Staff, from: NewItem, on: LocalDate): Promise<{ readonly code: string } | Refusal> => {
  const guide = 'like' in from ? await besideOwn(db, by, from.like) : await fromBase(db, by, from.base, from.body, on)
  if (isRefusal(guide)) return guide
  if ((await listCodesUnder(db.sql, guide.code)).includes(guide.code)) return exists(guide.code)
  const saved = await saveDraft(db, { by, code: guide.code, seen: 0, guide, reason: '新增事项' })
  if (isRefusal(saved)) return saved
  return 'conflict' in saved ? exists(guide.code) : { code: guide.code }
}
