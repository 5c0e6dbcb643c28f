import type { FieldError, Refusal } from '../../../kernel/refusal.ts'
import { type UseLevel, useLevels } from '../terms/code-lists.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { Guide } from '../terms.ts'
import { isSameElement } from './bring-forward.ts'
import { matterPattern, partsOfCode } from './codes.ts'

/** 行使层级 of a 12-digit division: 市级, 旗区级, 苏木乡镇级. */
export const levelOf = (division: string): UseLevel => {
  if (division.slice(6, 9) !== '000') return '5'
  return division.slice(4, 6) === '00' ? '3' : '4'
}

/** 实施编码: 统一社会信用代码 of the 实施主体, 行使层级, 基本编码 (domain.md B2). */
export const implementationCode = (departmentCode: string, level: UseLevel, baseCode: string): string =>
  `${departmentCode}${level}${baseCode}`

/** The next free 业务办理项编码 of an item, 01 to 99; undefined where the code is of another make or all are taken. */
export const nextMatterCode = (code: string, taken: readonly string[]): string | undefined => {
  const implementation = partsOfCode(code)?.implementation
  if (!implementation) return undefined
  const numbers = Array.from({ length: 99 }, (_, i) => `${implementation}${String(i + 1).padStart(2, '0')}`)
  return numbers.find((one) => !taken.includes(one))
}

/** Why an entry of the 基本目录 is not carried out on a level; undefined when it is. */
export const refuseLevel = ({ levels }: Pick<BaseItem, 'levels'>, level: UseLevel): Refusal | undefined =>
  levels.length === 0 || levels.includes(level) || levels.includes('7')
    ? undefined
    : {
        refused: 'not-your-level',
        title: `基本目录规定这一项由${levels.map((one) => useLevels[one]).join('、')}行使`,
        detail: `您所在的是${useLevels[level]}`,
      }

/** What must be the same on every level as in the 基本目录, with the words of the refusal. */
export const lockedElements = { name: '事项名称', type: '事项类型', basis: '设定依据' } as const
export type LockedElement = keyof typeof lockedElements

/** The elements of an item that its base item fixes; a 业务办理项 is named by what is handled, so its name is its own. */
export const lockedIn = (code: string): LockedElement[] =>
  (Object.keys(lockedElements) as LockedElement[]).filter((key) => key !== 'name' || !matterPattern.test(code))

type Locked = Pick<Guide, LockedElement | 'code'>
/**
 * Elements of a text that leave the 基本目录: what differs from it may stay as one of the texts `before` has it, or be brought to it, and
 * become nothing else.
 */
export const lockFaults = (base: Pick<BaseItem, LockedElement>, before: readonly Locked[], now: Locked): FieldError[] =>
  lockedIn(now.code)
    .filter((key) => !isSameElement(now[key], base[key]) && !before.some((text) => isSameElement(now[key], text[key])))
    .map((field) => ({ field, message: `${lockedElements[field]}各级统一，按基本目录写，不能改成别的` }))
