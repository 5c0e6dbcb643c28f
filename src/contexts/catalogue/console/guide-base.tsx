import { Button } from 'antd'
import { isSameElement } from '../rules/bring-forward.ts'
import { type LockedElement, lockedElements, lockedIn } from '../rules/new-item.ts'
import type { Guide } from '../terms.ts'
import type { Desk } from './guide-desk.tsx'
import type { ItemView } from './use-draft.ts'

/** The elements that the 基本目录 fixes for an item; none where it has no entry. */
export const lockedOf = ({ base, code }: ItemView): readonly LockedElement[] => (base ? lockedIn(code) : [])

const shown = (guide: Pick<Guide, LockedElement>, key: LockedElement): string =>
  key === 'basis' ? guide.basis.map(({ title, article }) => `《${title.replace(/^《|》$/g, '')}》${article ?? ''}`).join('；') : guide[key]

/** What of a locked element the 基本目录 says, where the text says otherwise, and the way to bring it there. */
export const BaseNote = ({ desk, view, element }: { readonly desk: Desk; readonly view: ItemView; readonly element: string }) => {
  const key = lockedOf(view).find((one) => one === element)
  if (!key || !view.base) return null
  const { item } = view.base
  if (isSameElement(desk.guide[key], item[key])) return <p className="quiet">各级统一，照基本目录，不在这里改。</p>
  return (
    <p className="wrong">
      和基本目录不同：{lockedElements[key]}应为“{shown(item, key)}”。
      {!desk.frozen && <Button onClick={() => desk.edit({ ...desk.guide, [key]: item[key] })}>照基本目录改</Button>}
    </p>
  )
}
