import type { BaseItem } from '../terms/directory.ts'
import type { Guide, ItemState } from '../terms.ts'
import { codeNotes, partsOfCode } from './codes.ts'
import { type Difference, elementDifferences, unityDifferences } from './unity.ts'

/** One body's 实施清单 item: what differs from the region's catalogue and, below the city, from the city's item. */
export type Carried = {
  readonly code: string
  readonly division: string
  readonly department: string
  readonly state: ItemState
  readonly fromBase: readonly Difference[]
  readonly fromCity: readonly Difference[]
  readonly codeNotes: readonly string[]
  /** 业务办理项, by their 33-digit codes. */
  readonly matters: readonly { readonly code: string; readonly name: string; readonly state: ItemState }[]
}

type Implementation = { readonly code: string; readonly state: ItemState; readonly guide: Guide }

/** Whether a code is that of a 业务办理项 of an item that is itself listed. */
const parentOf = (code: string, codes: ReadonlySet<string>): string | undefined => {
  const implementation = partsOfCode(code)?.implementation
  return implementation && implementation !== code && codes.has(implementation) ? implementation : undefined
}

/** Base item → 实施清单 → 业务办理项: every carrying out of one base item, with its differences. The city's item is the one of level 3. */
export const treeOf = (base: BaseItem | undefined, implementations: readonly Implementation[]): Carried[] => {
  const codes = new Set(implementations.map(({ code }) => code))
  const city = implementations.find(({ guide, code }) => guide.level === '3' && !parentOf(code, codes))?.guide
  return implementations
    .filter(({ code }) => !parentOf(code, codes))
    .map(({ code, state, guide }) => ({
      code,
      state,
      division: guide.division,
      department: guide.department,
      fromBase: base ? elementDifferences(base, guide) : [],
      fromCity: city && city.code !== code ? unityDifferences(city, guide) : [],
      codeNotes: codeNotes(guide),
      matters: implementations
        .filter((one) => parentOf(one.code, codes) === code)
        .map((one) => ({ code: one.code, name: one.guide.name, state: one.state })),
    }))
}

/** Who compiles a division's lists: its own 政务服务管理部门; those of a 苏木乡镇 the one of its 旗区. 12 digits. */
export const compilerOf = (division: string): string => (division.slice(6, 9) === '000' ? division : `${division.slice(0, 6)}000000`)
