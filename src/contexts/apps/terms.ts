/** 认证等级 as sub-sites read it (`acr`, S-082): stable names, lowest first. */
export const acrNames = {
  unverified: 'urn:tongban:acr:unverified',
  realName: 'urn:tongban:acr:real-name',
  advanced: 'urn:tongban:acr:advanced',
} as const
export type AppLevel = keyof typeof acrNames
export const levelNames: Readonly<Record<AppLevel, string>> = { unverified: '未实名', realName: '实名', advanced: '高级' }

/** How an officer proved himself (`acr`): by a password alone, or with a second factor; lowest first. */
export const officeAcrNames = { password: 'urn:tongban:acr:staff:password', twoFactors: 'urn:tongban:acr:staff:two-factors' } as const
export type OfficeLevel = keyof typeof officeAcrNames

/** What a sub-site may ask for beside knowing the same person again (个人信息保护法 §17: what is handed over, in words). */
export const scopeWords = {
  profile: { name: '姓名和认证等级', what: '您的姓名；您是否已实名' },
  organisation: { name: '正在代表的法人', what: '您现在代表哪个法人办事：名称和统一社会信用代码' },
  phone: { name: '手机号码', what: '您帐号的手机号码' },
  staff: { name: '工作人员的单位和岗位', what: '工作人员的单位、部门、区划和岗位' },
} as const
export type AppScope = keyof typeof scopeWords

/** How a sub-site proves itself at the token endpoint: by its own key, or by a secret that was shown once. */
export const methods = { private_key_jwt: '密钥签名', client_secret_basic: '应用口令' } as const
export type Method = keyof typeof methods

/** A public key of a sub-site, as JSON Web Key (RFC 7517). */
export type PublicKey = Readonly<Record<string, unknown>> & { readonly kty: string }
export type KeySet = { readonly keys: readonly PublicKey[] }

/** Whom a sub-site serves. */
export const audiences = { applicants: '办事的个人和法人', staff: '工作人员', both: '个人、法人和工作人员' } as const
export type Audience = keyof typeof audiences

/** What is registered of a sub-site and needs another person's approval to change (S-048). Addresses are absolute. */
export type Registration = {
  readonly name: string
  readonly redirectUris: readonly string[]
  /** Where the person lands after signing out; '' for none. */
  readonly afterLogoutUri: string
  /** Where logout tokens are posted (OpenID Connect Back-Channel Logout 1.0). */
  readonly logoutUri: string
  readonly scopes: readonly AppScope[]
  /** Of those who apply; an officer has no 认证等级. */
  readonly lowestLevel: AppLevel
  readonly audience: Audience
}

export const stateNames = { proposed: '待审核', refused: '未通过', active: '使用中', suspended: '已停用' } as const
export type AppState = keyof typeof stateNames

/** A sub-site as its keepers see it; `proposal` waits for another person. */
export type App = {
  readonly id: string
  readonly state: AppState
  readonly departmentCode: string
  readonly division: string
  readonly method: Method
  readonly registered: Registration | null
  readonly proposed: Registration | null
  readonly proposedBy: string | null
  readonly proposedAt: string | null
  /** A new key that waits for another person: how it proves the sub-site, and the public keys; null for a secret, which nobody sees again. */
  readonly keyProposed: { readonly method: Method; readonly jwks: KeySet | null } | null
  readonly keyProposedBy: string | null
  readonly keyProposedAt: string | null
  /** The public keys of a sub-site that nobody approved yet: they are approved with its addresses. */
  readonly firstJwks: KeySet | null
}

/** What keepers do to a sub-site, in the words of its record. */
export const actNames = {
  propose: '提出接入',
  change: '提出修改',
  approve: '审核通过',
  refuse: '审核退回',
  rotateKey: '更换密钥',
  suspend: '停用',
  resume: '恢复使用',
} as const
export type AppAct = keyof typeof actNames

/** What a person agreed to hand to a sub-site. Instants are RFC 3339. */
export type Consent = {
  readonly clientId: string
  readonly appName: string
  readonly granted: readonly AppScope[]
  readonly givenAt: string
  readonly until: string
  readonly lastUsedAt: string
}

/** Days a consent stands without being asked again. */
export const consentDays = 180

type SignIn = { readonly accountId: string; readonly sid: string; readonly authTime: number }
/** Who is signed in while a sub-site asks, and by which sign-in. `authTime` is in seconds since 1970, 0 when it is not known. */
export type Standing = SignIn &
  (
    | {
        readonly kind: 'applicant'
        readonly level: AppLevel
        /** The session acted for an organisation and may no more: first he says for whom he acts now (S-050). */
        readonly hasLostStanding: boolean
      }
    | { readonly kind: 'staff'; readonly level: OfficeLevel }
  )

/** Pages the provider shows of its own accord, drawn in the frame of this house. */
export type ProviderPage =
  | { readonly kind: 'problem'; readonly error: string }
  | { readonly kind: 'signOut'; readonly action: string; readonly xsrf: string; readonly appName: string }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'leaving'; readonly to: string }
