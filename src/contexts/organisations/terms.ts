/** A body of the State or one it has entrusted, by its 统一社会信用代码 (domain.md D1). */
export type Unit = {
  readonly uscc: string
  readonly name: string
  readonly shortName: string
  readonly kind: 'government' | 'department' | 'institution' | 'group'
  readonly division: string
  readonly parent: string | null
  readonly details: UnitDetails
  /** False once the body is no more. */
  readonly active?: boolean
  /** 集中审批机关: decides for several departments. */
  readonly centralised?: boolean
}
export type UnitDetails = {
  readonly key?: string
  readonly phones?: readonly string[]
  readonly fax?: string
  readonly address?: string
  readonly postcode?: string
  readonly source?: string
  readonly offices?: readonly { readonly name: string }[]
  readonly chiefRepresentative?: { readonly post: string }
}

/** What the tree of places of work is made of (domain.md D1). */
export const placeKinds = {
  government: '政府',
  department: '部门',
  institution: '事业单位',
  group: '群团组织',
  hall: '政务服务中心',
  section: '科室',
  window: '窗口',
  station: '站点',
} as const
export type PlaceKind = keyof typeof placeKinds

/** A 科室, 窗口 or 站点: a place of work without a code of its own. `under` is the unit's code or the hall's key. */
export type Office = {
  readonly kind: 'section' | 'window' | 'station'
  readonly name: string
  readonly division: string
  readonly under: string
}

/** A node of the tree: `id` a 统一社会信用代码, a hall's key or an office's id; `level` 1 region, 2 city, 3 旗区, 4 苏木乡镇, 5 嘎查村. */
export type TreeNode = {
  readonly id: string
  readonly kind: PlaceKind
  readonly name: string
  readonly shortName: string
  readonly parent: string | null
  readonly division: string
  readonly level: number
  /** '' for the hall and its bureau. */
  readonly departmentCode: string
  readonly active: boolean
  readonly centralised: boolean
}

/** One window of a hall: what it is for and where it stands. */
export type Window = {
  readonly name: string
  readonly kind: string
  readonly where?: string
  readonly number?: string
  readonly functions: readonly string[]
  readonly phones?: readonly string[]
}

/** 政务服务中心 with its areas and windows. */
export type Hall = {
  readonly key: string
  readonly division: string
  readonly name: string
  readonly details: {
    readonly street: string
    readonly hours: string
    readonly phones: readonly string[]
    readonly supervisePhones: readonly string[]
    readonly source: string
    readonly within?: string
    readonly weekend?: { readonly on: string; readonly hours: string; readonly how: string }
    readonly sections?: readonly { readonly name: string; readonly room?: string; readonly duties: string }[]
    readonly areas?: readonly { readonly name: string; readonly where?: string }[]
    readonly windows?: readonly Window[]
    readonly selfService?: {
      readonly name: string
      readonly devices: readonly { readonly name: string; readonly functions: readonly string[] }[]
    }
    readonly post?: {
      readonly courier: string
      readonly counter: string
      readonly phone: string
      readonly charge: string
      readonly outgoing: string
      readonly incoming: string
    }
  }
}

/** An agency of another site, a 中介机构 or a 专业顾问, as published. */
export type DirectoryEntry = {
  readonly kind: 'agency' | 'intermediary' | 'adviser'
  readonly name: string
  readonly details: {
    readonly phones: readonly string[]
    readonly address: string
    /** Why a telephone the source gives is not repeated. */
    readonly phoneNote?: string
    readonly fax?: string
    readonly postcode?: string
    readonly badge?: string
    /** What an adviser knows about. */
    readonly field?: string
    readonly source: string
  }
}

/** data/organisations.json. */
export type OrganisationsFile = {
  readonly division: { readonly code: string; readonly name: string }
  readonly government: { readonly name: string; readonly shortName: string; readonly uscc: string; readonly source: string }
  readonly departments: readonly (UnitDetails & {
    readonly key: string
    readonly name: string
    readonly shortName: string
    readonly kind: Unit['kind']
    readonly uscc: string
  })[]
  readonly hall: Hall['details'] & { readonly key: string; readonly name: string; readonly division: string }
  readonly banners: readonly {
    readonly code: string
    readonly name: string
    readonly government: { readonly name: string; readonly uscc: string; readonly source: string }
    readonly hall: Hall['details'] & { readonly key: string; readonly name: string; readonly division: string }
  }[]
  readonly directory: readonly (DirectoryEntry['details'] & { readonly name: string })[]
  readonly intermediaries: readonly (DirectoryEntry['details'] & { readonly name: string })[]
  readonly advisers: readonly (DirectoryEntry['details'] & { readonly name: string })[]
}
