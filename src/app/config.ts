import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { isLocalDate, type LocalDate, localDateAt } from '../kernel/date.ts'
import { leastGraceDays } from '../platform/files/sweep.ts'

export type Config = {
  readonly production: boolean
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  /** ALLOWED_HOSTS: under which names it answers in production beside that of `publicUrl` (S-062). */
  readonly hosts: readonly string[]
  readonly dataDir: string
  readonly workers: number
  readonly secret: string
  readonly databaseUrl: string | undefined
  readonly databaseReadUrl: string | undefined
  /** The civil date of a demonstration or test; never in production. */
  readonly fixedToday: LocalDate | undefined
  /** Where Prometheus asks (interfaces.md §2); METRICS_HOST is this machine alone unless it is set. */
  readonly metricsPort: number | undefined
  readonly metricsHost: string
  readonly smsUrl: string
  /** SMS_CODES_A_DAY: codes by text message that a day may have over all telephones (S-011). */
  readonly smsCodesADay: number
  readonly registryUrl: string
  /** `url` gives the lists of revoked certificates, `roots` the authorities that are believed (PEM), `proxies` may hand on those of their clients. */
  readonly certificates: { readonly url: string; readonly roots?: string; readonly proxies: readonly string[] }
  /** A TLS listener of our own beside the plain one, where no terminator stands in front. */
  readonly https: { readonly port: number; readonly certificate: string; readonly key: string } | undefined
  /** Who else signs people in: a JSON list, '' for the one of the sandbox, or nobody in production. */
  readonly identityPartners: string
  /** Whose X-Forwarded-For is believed (S-015): the addresses of the proxies in front, or how many hops there are; nobody's when not set. */
  readonly trustProxy: string | ((address: string, hop: number) => boolean) | false
  /** STAFF_SECOND_FACTOR: a second factor of every officer (always in production), or of those who have enrolled one (S-005). */
  readonly staffSecondFactor: (typeof factorPolicies)[number]
  /** FILE_GRACE_DAYS: how many days the bytes of a file stay after the last thing that referred to it has gone (S-094). */
  readonly fileGraceDays: number
  /** PASSWORD_POLICY: `asvs` or `dengbao` for all accounts, or by door (`person=asvs,staff=dengbao`); officers are under dengbao unless told (S-001). */
  readonly passwordPolicies: PasswordPolicies
}

/** The configuration cannot be used; `reasons` say what to set. */
export class ConfigError extends Error {}

const number = (name: string, text: string | undefined, fallback: number): number => {
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new ConfigError(`${name} 应为整数，现在是“${text}”`)
  return value
}

/** The installation's secret: named by the operator, or made once for a demonstration and kept beside its data. */
const secretOf = (env: NodeJS.ProcessEnv, dataDir: string): string => {
  if (env.TONGBAN_SECRET) return env.TONGBAN_SECRET
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8')
}

const factorPolicies = ['required', 'enrolled'] as const
const factorPolicy = (env: NodeJS.ProcessEnv, production: boolean): Config['staffSecondFactor'] => {
  const said = env.STAFF_SECOND_FACTOR || (production ? 'required' : 'enrolled')
  const policy = factorPolicies.find((one) => one === said)
  if (!policy) throw new ConfigError(`STAFF_SECOND_FACTOR 只能是 ${factorPolicies.join(' 或 ')}，现在是“${said}”`)
  return policy
}

/** A list of addresses or networks, or a number of hops; never `true`, which would believe whatever anybody says of himself (S-015). */
const trustedProxies = (text: string | undefined): Config['trustProxy'] => {
  if (!text) return false
  if (/^[1-9]$/.test(text)) return (_address, hop) => hop < Number(text)
  const isAddress = (one: string): boolean => isIP(one.trim().split('/', 1)[0] ?? '') !== 0
  if (!text.split(',').every(isAddress))
    throw new ConfigError(`TRUST_PROXY 应为前置代理的地址(逗号分隔，可用网段)或者跳数 1–9，现在是“${text}”`)
  return text
}

const doors = ['person', 'organisation', 'staff'] as const
const policyNames = ['asvs', 'dengbao'] as const
type PasswordPolicies = Readonly<Record<(typeof doors)[number], (typeof policyNames)[number]>>
const passwordPoliciesOf = (said: string): PasswordPolicies => {
  const chosen: Record<string, string> = { person: 'asvs', organisation: 'asvs', staff: 'dengbao' }
  for (const part of said.split(',').filter(Boolean)) {
    const [first = '', second] = part.trim().split('=')
    const [which, name] = second === undefined ? [doors, first] : [doors.filter((door) => door === first), second]
    if (which.length === 0 || !policyNames.some((one) => one === name))
      throw new ConfigError(`PASSWORD_POLICY 只能是 ${policyNames.join(' 或 ')}，或者按帐号种类写(${doors.join('、')})，现在是“${said}”`)
    for (const door of which) chosen[door] = name
  }
  return chosen as PasswordPolicies
}

const graceDays = (text: string | undefined): number => {
  const days = number('FILE_GRACE_DAYS', text, 7)
  if (days >= leastGraceDays) return days
  throw new ConfigError(`FILE_GRACE_DAYS 至少 ${leastGraceDays} 天，现在是“${text}”`)
}

const metricsOf = (env: NodeJS.ProcessEnv): Pick<Config, 'metricsPort' | 'metricsHost'> => ({
  metricsPort: env.METRICS_PORT ? number('METRICS_PORT', env.METRICS_PORT, 0) : undefined,
  metricsHost: env.METRICS_HOST ?? '127.0.0.1',
})

const certificatesOf = (env: NodeJS.ProcessEnv, production: boolean, port: number): Config['certificates'] => ({
  url: env.CA_URL ?? (production ? '' : `http://localhost:${port}/sandbox/ca`),
  ...(env.CA_ROOTS ? { roots: readFileSync(env.CA_ROOTS, 'utf8') } : {}),
  proxies: (env.CLIENT_CERTIFICATE_PROXIES ?? '').split(',').flatMap((one) => one.trim() || []),
})

const hostsOf = (publicUrl: string, more = ''): string[] =>
  [new URL(publicUrl).hostname, ...more.split(',')].flatMap((one) => one.trim().toLowerCase() || [])

const httpsOf = (env: NodeJS.ProcessEnv): Config['https'] => {
  const { HTTPS_PORT: port, HTTPS_CERT: certificate, HTTPS_KEY: key } = env
  if (!port) return undefined
  if (!certificate || !key) throw new ConfigError('设置了 HTTPS_PORT，还要用 HTTPS_CERT 和 HTTPS_KEY 指明证书和私钥文件')
  return { port: number('HTTPS_PORT', port, 0), certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
}

const productionNeeds = (env: NodeJS.ProcessEnv): string[] => {
  const missing = ['TONGBAN_SECRET', 'PUBLIC_URL', 'DATABASE_URL'].filter((name) => !env[name])
  const reasons = missing.map((name) => `生产环境必须设置 ${name}`)
  if (env.TONGBAN_SECRET && env.TONGBAN_SECRET.length < 32) reasons.push('TONGBAN_SECRET 至少 32 个字符')
  if (env.STAFF_SECOND_FACTOR && env.STAFF_SECOND_FACTOR !== 'required') reasons.push('生产环境 STAFF_SECOND_FACTOR 只能是 required')
  if (env.CA_URL && !env.CA_ROOTS) reasons.push('设置了 CA_URL，还要用 CA_ROOTS 指明根证书文件')
  if (env.TONGBAN_TODAY) reasons.push('生产环境不允许设置 TONGBAN_TODAY')
  return reasons
}

/** Reads the environment (interfaces.md §1). Throws ConfigError with every reason at once. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const production = env.NODE_ENV === 'production'
  const reasons = production ? productionNeeds(env) : []
  const today = env.TONGBAN_TODAY
  if (today && !isLocalDate(today)) reasons.push(`TONGBAN_TODAY 应为日期，例如 2026-03-02，现在是“${today}”`)
  if (reasons.length > 0) throw new ConfigError(reasons.join('\n'))
  const port = number('PORT', env.PORT, 8080)
  const dataDir = resolve(env.DATA_DIR ?? '.data')
  const chosen = {
    databaseUrl: env.DATABASE_URL,
    databaseReadUrl: env.DATABASE_READ_URL,
    fixedToday: today as LocalDate | undefined,
    ...metricsOf(env),
  }
  const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, '')
  return {
    production,
    port,
    host: env.HOST ?? (production ? '0.0.0.0' : 'localhost'),
    publicUrl,
    hosts: hostsOf(publicUrl, env.ALLOWED_HOSTS),
    dataDir,
    workers: Math.max(1, number('WORKERS', env.WORKERS, availableParallelism())),
    secret: secretOf(env, dataDir),
    smsCodesADay: Math.max(1, number('SMS_CODES_A_DAY', env.SMS_CODES_A_DAY, 20_000)),
    smsUrl: env.SMS_URL ?? `http://localhost:${port}/sandbox/sms`,
    trustProxy: trustedProxies(env.TRUST_PROXY),
    staffSecondFactor: factorPolicy(env, production),
    fileGraceDays: graceDays(env.FILE_GRACE_DAYS),
    passwordPolicies: passwordPoliciesOf(env.PASSWORD_POLICY ?? ''),
    certificates: certificatesOf(env, production, port),
    https: httpsOf(env),
    identityPartners: env.IDENTITY_PARTNERS ?? '',
    registryUrl: env.REGISTRY_URL ?? `http://localhost:${port}/sandbox`,
    ...chosen,
  }
}

/** Today in Asia/Shanghai, or the fixed date of a demonstration. */
export const todayOf = (config: Pick<Config, 'fixedToday'>) => (): LocalDate => config.fixedToday ?? localDateAt(Date.now())
/** This instant; on a fixed date, this time of that day. */
export const nowOf = (config: Pick<Config, 'fixedToday'>) => (): string => {
  const now = new Date()
  if (!config.fixedToday) return now.toISOString()
  const shift = Date.parse(`${config.fixedToday}T00:00:00+08:00`) - Date.parse(`${localDateAt(now.getTime())}T00:00:00+08:00`)
  return new Date(now.getTime() + shift).toISOString()
}
