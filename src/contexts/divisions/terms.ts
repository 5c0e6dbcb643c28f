/** 1 省、自治区 2 市、盟 3 县、旗、区 4 乡、镇、苏木、街道 5 村、嘎查、社区 */
export type DivisionLevel = 1 | 2 | 3 | 4 | 5

/** A 行政区划. `code` has 12 digits; `parent` is absent at level 1. */
export type Division = {
  readonly code: string
  readonly name: string
  readonly level: DivisionLevel
  readonly parent?: string
}

/**
 * A division with pages of its own. `code` is what stands in addresses, 6 or 9 digits; `path` prefixes its links and is
 * empty for the installation's own city; `trail` leads from the autonomous region down to the site itself.
 */
export type SiteEntry = {
  readonly code: string
  readonly division: string
  readonly name: string
  readonly level: DivisionLevel
  readonly path: string
  readonly trail: readonly { readonly name: string; readonly href: string }[]
}
