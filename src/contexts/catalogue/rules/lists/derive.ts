import { itemTypes, useLevels } from '../../terms/code-lists.ts'
import type { ListKind, ListRow } from '../../terms/lists.ts'
import type { Basis, Guide } from '../../terms.ts'
import { partsOfCode } from '../codes.ts'
import { chargeLine } from '../texts.ts'

/** 依申请六类 (domain.md B1). */
export const powerTypes: readonly string[] = ['01', '05', '07', '08', '09', '10']

/** What a list is made from: the items a place handles, and those of the whole city for what may be asked for anywhere. */
export type Ground = { readonly division: string; readonly guides: readonly Guide[]; readonly region: readonly Guide[] }

const basisLine = ({ title, article }: Basis): string => `《${title.replace(/^《|》$/g, '')}》${article ?? ''}`
const basisOf = ({ basis }: Guide): string => basis.map(basisLine).join(';')
const lawName = (text: string): string => (text.startsWith('《') ? text : `《${text}》`.replace(/(第[^》]*条.*)》$/, '》$1'))

const rowOf = (guide: Guide, facts: ListRow['facts'], more: Partial<ListRow> = {}): ListRow => ({
  name: guide.name,
  department: guide.department,
  basis: basisOf(guide),
  facts,
  codes: [guide.code],
  sample: guide.sample,
  ...more,
})

/** Rows that say the same are one row with all their items (R-064: n:1). */
const merged = (rows: readonly ListRow[]): ListRow[] => {
  const byText = Map.groupBy(rows, ({ name, department, basis, facts }) => JSON.stringify([name, department, basis, facts]))
  return [...byText.values()].flatMap((same) => {
    const [first] = same
    return first ? [{ ...first, codes: [...new Set(same.flatMap(({ codes }) => codes))] }] : []
  })
}

/** 实施清单 items, each with its 业务办理项 (R-064: 1:n). */
const withMatters = (guides: readonly Guide[], facts: (guide: Guide) => ListRow['facts']): ListRow[] => {
  const known = new Set(guides.map(({ code }) => code))
  const parent = ({ code }: Guide): string => {
    const implementation = partsOfCode(code)?.implementation
    return implementation !== undefined && known.has(implementation) ? implementation : code
  }
  const byItem = Map.groupBy(guides, parent)
  return guides
    .filter((guide) => parent(guide) === guide.code)
    .map((guide) =>
      rowOf(guide, facts(guide), {
        codes: [guide.code, ...(byItem.get(guide.code) ?? []).map(({ code }) => code).filter((code) => code !== guide.code)],
      }),
    )
}

const powers = (guides: readonly Guide[]): Guide[] => guides.filter(({ type }) => powerTypes.includes(type))
const typeOf = ({ type }: Guide): { type: string } => ({ type: itemTypes[type] })

const proofs = (guides: readonly Guide[]): ListRow[] =>
  guides.flatMap((guide) =>
    guide.materials
      .filter(({ name, fromForm }) => name.includes('证明') && !fromForm)
      .map((material) =>
        rowOf(
          guide,
          {
            issuer: material.issuer ?? '未提供',
            how: material.shared ? `部门共享，免提交(${material.shared})` : '向开具单位申请，可以自备的由您提供',
          },
          { name: material.name, ...(material.basis ? { basis: lawName(material.basis) } : {}) },
        ),
      ),
  )

const missingOf = ({ materials }: Guide): string =>
  materials
    .filter(({ need }) => need === '3')
    .map(({ name }) => name)
    .join('、')

const isIntermediary = (name: string): boolean => /中介|验资/.test(name)
const intermediaries = (guides: readonly Guide[]): ListRow[] =>
  guides.flatMap((guide) =>
    guide.specialProcedures
      .filter(({ name }) => isIntermediary(name))
      .map(({ name, basis }) => rowOf(guide, { item: guide.name }, { name: name.replace(/[((]中介服务[))]/, ''), basis: lawName(basis) })),
  )

const charges = (guides: readonly Guide[]): ListRow[] =>
  guides.flatMap((guide) =>
    guide.charges.map((charge) =>
      rowOf(guide, { item: guide.name, standard: chargeLine(charge) }, { name: charge.name, basis: lawName(charge.basis) }),
    ),
  )

/** Carried out by every 旗区 of the city: asked for at any of its halls. */
const crossRegion = ({ division, guides, region }: Ground): ListRow[] => {
  const banners = new Set(region.filter(({ level }) => level === '4').map((guide) => guide.division))
  const byBase = Map.groupBy(region, ({ baseCode }) => baseCode)
  const isCity = division.endsWith('00000000') && !division.endsWith('0000000000')
  return [...byBase.values()].flatMap((all) => {
    const everywhere = new Set(all.filter(({ level }) => level === '4').map((guide) => guide.division)).size === banners.size
    const own = isCity ? all : all.filter(({ code }) => guides.some((guide) => guide.code === code))
    const [first] = own
    if (!everywhere || banners.size === 0 || !first) return []
    const facts = { scope: '全市通办', way: '就近大厅收件与受理，办理地审核与决定' }
    return [rowOf(first, facts, { codes: own.map(({ code }) => code) })]
  })
}

const windowOf = ({ places: [place] }: Guide): string =>
  place ? [place.hall, place.room, place.window].filter(Boolean).join(' ') : '未提供'

const makers: Readonly<Record<ListKind, (ground: Ground) => readonly ListRow[]>> = {
  catalogue: ({ guides }) =>
    withMatters(guides, (guide) => ({ ...typeOf(guide), baseCode: guide.baseCode, level: useLevels[guide.level] })),
  powers: ({ guides }) => withMatters(powers(guides), typeOf),
  duties: ({ guides }) =>
    withMatters(powers(guides), (guide) => ({
      duty: guide.steps.map(({ name, standard }) => `${name}:${standard}`).join(';'),
      phone: guide.supervisePhones.join('、'),
    })),
  negative: () => [],
  proofs: ({ guides }) => merged(proofs(guides)),
  promises: ({ guides }) => guides.filter(({ onPromise }) => onPromise).map((guide) => rowOf(guide, { check: '作出决定后两个月内核查' })),
  gaps: ({ guides }) =>
    guides
      .filter((guide) => missingOf(guide) !== '')
      .map((guide) => rowOf(guide, { missing: missingOf(guide), conditions: '基本条件具备，主要材料齐全、符合法定形式，签署书面承诺' })),
  intermediaries: ({ guides }) => merged(intermediaries(guides)),
  charges: ({ guides }) => merged(charges(guides)),
  'cross-region': crossRegion,
  'one-window': ({ guides }) =>
    guides.filter(({ integratedWindow }) => integratedWindow).map((guide) => rowOf(guide, { window: windowOf(guide) })),
}

/**
 * The rows of a list as the guides themselves give them: what is charged is on the 收费清单, what may come later on the 容缺清单. The
 * 负面清单 has no ground in guides and is written by hand.
 */
export const deriveRows = (kind: ListKind, ground: Ground): readonly ListRow[] => makers[kind](ground)
