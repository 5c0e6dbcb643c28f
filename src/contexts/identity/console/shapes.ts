import type { StaffAct } from '../rules/staffing.ts'
import type { StaffRole } from '../terms.ts'

/** A row of `GET /api/v1/staff`. */
export type OfficerRow = {
  readonly accountId: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly post: string
  readonly unit: string
  readonly departmentCode: string
  readonly division: string
  readonly state: string
  readonly lastOn: string | null
  readonly waiting: number
}
export type StaffPage = { readonly items: readonly OfficerRow[]; readonly next: string | null; readonly gifts: readonly StaffRole[] }

/** A post as `GET /api/v1/staff/:id` and `/asked` tell it; `approved` null while it waits. */
export type PostRow = {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly post: string
  readonly roles: readonly StaffRole[]
  readonly unit: string
  readonly departmentCode: string
  readonly division: string
  readonly fromOn: string
  readonly untilOn: string | null
  readonly askedByName: string | null
  readonly approved: boolean | null
  readonly settledByName: string | null
  readonly ended: boolean
  readonly replaces: string | null
  readonly today: string
  /** Why the reader may not approve it himself. */
  readonly refused?: string | null
}
export type SubstitutionRow = {
  readonly id: string
  readonly absentId: string
  readonly absentName: string
  readonly substituteName: string
  readonly fromOn: string
  readonly untilOn: string
  readonly reason: string
}
/** `GET /api/v1/staff/:id`. */
export type OfficerFile = {
  readonly accountId: string
  readonly userName: string
  readonly name: string
  readonly disabled: boolean
  readonly lastOn: string | null
  readonly posts: readonly PostRow[]
  readonly substitutions: readonly SubstitutionRow[]
  readonly acts: readonly StaffAct[]
  readonly gifts: readonly StaffRole[]
}

/** `GET /api/v1/staff/places`: one division of the tree. */
export type Places = {
  readonly division: { readonly code: string; readonly name: string; readonly parent: string | null }
  readonly children: readonly { readonly code: string; readonly name: string }[]
  readonly items: readonly PlaceRow[]
}
export type PlaceRow = {
  readonly id: string
  readonly kind: string
  readonly kindName: string
  readonly name: string
  readonly parent: string | null
  readonly level: number
  readonly departmentCode: string
  readonly active: boolean
  readonly centralised: boolean
}
