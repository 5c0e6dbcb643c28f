import type { FactorKind } from '../rules/factors.ts'
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
/** A way in beside the password: a passkey, or a certificate with its serial and issuer. */
export type FactorRow = {
  readonly id: string
  readonly kind: FactorKind
  readonly label: string
  readonly since: string
  readonly usedAt: string | null
}
/** A certificate that waits, as `GET /api/v1/staff/asked` tells it; `refused` why the reader may not approve it himself. */
export type AskedCertificate = {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly serial: string
  readonly issuer: string
  readonly subject: string
  readonly notAfter: string
  readonly askedByName: string | null
  readonly refused: string | null
}
/** A row of `GET /api/v1/staff/invitations`; `accountId`: for a new password of this one. */
export type InvitationRow = {
  readonly id: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly unit: string
  readonly accountId: string | null
  readonly askedByName: string | null
  readonly expiresAt: string
  readonly mayWithdraw: boolean
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
  readonly factors: readonly FactorRow[]
  /** What waits for approval. */
  readonly certificates: readonly {
    readonly id: string
    readonly serial: string
    readonly issuer: string
    readonly askedByName: string | null
  }[]
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

/** A row of `GET /api/v1/corrections`; `accepted` null while it waits, `refused` why the reader may not decide it. */
export type CorrectionRow = {
  readonly id: string
  readonly name: string
  readonly fieldName: string
  readonly reason: string
  readonly askedOn: string
  readonly dueOn: string
  readonly accepted: boolean | null
  readonly decidedByName: string | null
  readonly opinion: string | null
  readonly refused: string | null
}
/** `GET /api/v1/corrections/:id`: the values in clear, the number masked. */
export type CorrectionFile = CorrectionRow & {
  readonly idNumber: string
  readonly former: string
  readonly wanted: string
  readonly fileName: string
}

/** Where a correction stands, in words. */
export const correctionState = ({ accepted }: Pick<CorrectionRow, 'accepted'>): string => {
  if (accepted === null) return '等办理'
  return accepted ? '已更正' : '没有同意'
}

/** A row of `GET /api/v1/phone-changes`: of the telephones only the new one's last four digits. */
export type PhoneChangeLine = {
  readonly id: string
  readonly name: string
  readonly documentName: string
  readonly reason: string
  readonly ending: string
  readonly unit: string
  readonly askedByName: string
  readonly askedAt: string
  readonly state: keyof typeof phoneChangeState
  /** When the owner said that it is not his. */
  readonly stoppedAt: string | null
  readonly settledByName: string | null
  readonly opinion: string | null
  readonly refused: string | null
  /** Of a stopped one that nobody has looked into: why the reader may not find so, null where he may. */
  readonly review: { readonly genuine: string | null; readonly false: string | null } | null
}
export type PhoneChangeList = { readonly items: readonly PhoneChangeLine[] }

/** Where a change at a window stands, in words. */
export const phoneChangeState = {
  code: '等验证码',
  waits: '等批准',
  expired: '过时未批准',
  changed: '已更换',
  refused: '没有批准',
  stopped: '本人说不是他办的，已停止',
  stoppedDone: '本人说不是他办的，帐号已暂停',
  genuine: '核查过，是本人办的',
  false: '核查过，不是本人办的',
} as const
