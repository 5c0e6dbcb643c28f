/** 行政区划 levels: 省级, 市级, 县级, 乡级, 村级. */
export const divisionLevels = { 1: '自治区', 2: '市级', 3: '旗区', 4: '苏木乡镇', 5: '嘎查村' } as const
export type DivisionLevel = keyof typeof divisionLevels

/** A division; `code` has 12 digits, zero padded. */
export type Division = { readonly code: string; readonly level: DivisionLevel; readonly name: string; readonly parent: string | null }

/** A site of the portal: `short` is its code in addresses, 6 digits for 市 and 旗区, 9 for 苏木乡镇. */
export type PortalSite = {
  readonly short: string
  readonly code: string
  readonly name: string
  readonly level: DivisionLevel
  /** From the autonomous region down to the site itself. */
  readonly path: readonly Division[]
}
