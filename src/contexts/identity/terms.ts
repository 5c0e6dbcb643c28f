import type { LocalDate } from '../../kernel/date.ts'
import type { Grant } from './terms/grants.ts'

/** What an officer's account may be used for (domain.md D2). 三权分立: sysadmin, secadmin and auditor are three persons. */
export const staffRoles = {
  clerk: '综窗受理员',
  approver: '审批员',
  chief: '首席代表',
  decider: '审批人',
  issuer: '出件员',
  supervisor: '监控调度员',
  editor: '部门事项管理员',
  catalogueAdmin: '政务服务管理部门',
  hotline: '12345 话务员',
  departmentAdmin: '部门管理员',
  bannerAdmin: '旗区管理员',
  sysadmin: '系统管理员',
  secadmin: '安全管理员',
  auditor: '审计管理员',
} as const
export type StaffRole = keyof typeof staffRoles

/** 认证等级: derived from evidence, never written into an account. */
export const levels = { unverified: '未实名', realName: '实名', advanced: '高级' } as const
export type Level = keyof typeof levels

/** Whom an applicant acts for when it is not himself. `uscc` is the 统一社会信用代码. */
export type Principal = { readonly id: string; readonly name: string; readonly uscc: string }

export type Visitor = { readonly kind: 'visitor' }
/** `personId` is absent and `name` empty until 实名. `phone` is the full number: mask it on every page. */
export type Applicant = {
  readonly kind: 'applicant'
  readonly accountId: string
  readonly personId?: string
  readonly name: string
  readonly phone: string
  readonly level: Level
  /**
   * The session acts for this organisation; `byGrant` as its 经办人, not as its 法定代表人 or by its own account. `own`: the account is the
   * organisation's: whoever holds its password or certificate, while `personId` is its 法定代表人.
   */
  readonly organisation?: Principal & { readonly byGrant?: true; readonly own?: true }
  /** The session acted for an organisation, and may no more: nothing is done in his own name until he said so himself. */
  readonly lostStanding?: true
  /** The grants that stand now: of the organisation he acts for, else of the persons who named him (S-050, S-051). */
  readonly grants?: readonly Grant[]
}
/** Where somebody works: `unit` its name; `departmentCode` the department's 统一社会信用代码, '' for the hall and its bureau; `division` 12 digits. */
export type Place = { readonly unit: string; readonly departmentCode: string; readonly division: string }
/** Scope: `unit` its name; `departmentCode` the department's 统一社会信用代码, '' for the hall and its bureau; `division` 12 digits. */
export type Staff = {
  readonly kind: 'staff'
  readonly accountId: string
  /** The person behind the account, where it is known: nobody handles his own case (S-048). */
  readonly personId?: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly unit: string
  readonly departmentCode: string
  readonly division: string
  /** 交接: the accounts of officers who are away and whose cases he looks after today. */
  readonly standsInFor?: readonly string[]
}
/** Who looks: resolved once a request from its session. */
export type Viewer = Visitor | Applicant | Staff

/** A person as proofed. `phone` is that of the account, '' when it has none. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly sex: '男' | '女'
  readonly ethnicity?: string
  readonly birth: LocalDate
}

/** */
export const organisationKinds = {
  enterprise: '企业',
  cooperative: '农专社',
  individualBusiness: '个体',
  institution: '事业单位',
  association: '社团、民非、基金会',
  stateOrgan: '政府机关',
} as const
export type OrganisationKind = keyof typeof organisationKinds

export type Organisation = {
  readonly id: string
  readonly name: string
  readonly uscc: string
  readonly kind: OrganisationKind
  readonly legalRepresentative: string
}

/** How a person stands to an organisation he may act for: the 法定代表人, or a 经办人 until a date. */
export type Membership = Principal & { readonly as: 'legalRepresentative' | 'agent' }
export const membershipNames = { legalRepresentative: '法定代表人', agent: '经办人' } as const

/** Which door an account signs in by. */
export type Door = 'person' | 'organisation' | 'staff'

/** What a code sent by SMS or a captcha was asked for: a code of one purpose opens no other (S-012, S-013). */
export type Purpose = 'register' | 'bindCertificate' | 'signIn' | 'recover' | 'oldPhone' | 'newPhone'

/** The wording of a consent that was given (R-024, 个人信息保护法 §14). A new wording gets a new version. */
export const registrationAgreement = { document: 'registration-agreement', version: '2026-01' } as const

/** The consent of a 监护人 to keeping his child's data (个人信息保护法 §§29, 31). */
export const guardianConsent = { document: 'guardian-consent', version: '2026-11' } as const

/** What a page shows against machines: a picture (SVG as base64), or a wait of so many seconds, 0 when it is over (S-013). */
export type Captcha = { readonly id: string; readonly picture: string } | { readonly id: string; readonly waitSeconds: number }

/** How a proofing (实名认证) was made. */
export type ProofMethod = 'idCard' | 'partner' | 'certificate' | 'window' | 'correction' | 'guardian' | 'demo'
