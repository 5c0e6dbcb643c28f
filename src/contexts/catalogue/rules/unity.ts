import { itemTypes } from '../terms/code-lists.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { Basis, Guide } from '../terms.ts'
import { chargeLine, formText, limitText, needText } from './texts.ts'

/** One element in which an item differs from the one it is measured by. */
export type Difference = { readonly element: string; readonly expected: string; readonly found: string }

const tidy = (text: string): string => text.normalize('NFKC').replace(/[\s《》“”]/g, '')
const basisText = ({ title, article }: Basis): string => `《${title.replace(/^《|》$/g, '')}》${article ?? ''}`
const basisLine = (basis: readonly Basis[]): string => basis.map(basisText).join(';')

type Compared = readonly [element: string, expected: string, found: string]
/** The order of what is enumerated means nothing; spaces and widths of signs neither. */
const isSame = ([, expected, found]: Compared): boolean => {
  const sorted = (text: string) => tidy(text).split(';').toSorted().join(';')
  return sorted(expected) === sorted(found)
}
const differing = (compared: readonly Compared[]): Difference[] =>
  compared.filter((one) => !isSame(one)).map(([element, expected, found]) => ({ element, expected, found }))

/** 名称, 编码, 依据, 类型 are the same on every level as in the 基本目录. */
export const elementDifferences = (
  base: Pick<BaseItem, 'name' | 'code' | 'basis' | 'type'>,
  guide: Pick<Guide, 'name' | 'baseCode' | 'basis' | 'type'>,
): Difference[] =>
  differing([
    ['事项名称', base.name, guide.name],
    ['基本编码', base.code, guide.baseCode],
    ['设定依据', basisLine(base.basis), basisLine(guide.basis)],
    ['事项类型', itemTypes[base.type], itemTypes[guide.type]],
  ])

const materialLine = (guide: Guide): string =>
  guide.materials.map((material) => [material.name, needText(material), ...formText(material)].join(' ')).join(';')
const flowLine = (guide: Guide): string => guide.steps.map(({ name }, i) => `${i + 1}.${name}`).join(';')
const chargeLines = (guide: Guide): string => (guide.charges.length === 0 ? '不收费' : guide.charges.map(chargeLine).join(';'))

/** R-021 五个统一: an item has the same 名称, 材料, 流程, 时限, 收费标准 in the city and in each 旗区. */
export const unityDifferences = (city: Guide, banner: Guide): Difference[] =>
  differing([
    ['名称', city.name, banner.name],
    ['材料', materialLine(city), materialLine(banner)],
    ['流程', flowLine(city), flowLine(banner)],
    ['时限', limitText(city.promisedLimit), limitText(banner.promisedLimit)],
    ['收费标准', chargeLines(city), chargeLines(banner)],
  ])
