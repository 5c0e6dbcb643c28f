import { randomBytes, randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { halfWidth } from '../../../../kernel/text.ts'
import type { Secrets } from '../../../../platform/secrets.ts'
import { factorLimits, tidyRecoveryCode } from '../../rules/factors.ts'
import {
  countTry,
  forgetTries,
  insertFactor,
  insertFactorEvent,
  listFactors,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeStep,
} from '../../store/factors.ts'
import type { Limited, Means } from '../means.ts'

type Store = Pick<Means, 'db' | 'secrets'>

const secretPlace = (accountId: string): string => `identity.factor.secret_sealed:${accountId}`
const generator = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: '通办', label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: factorLimits.totpSeconds })

/** The step of a code typed now: this one, the one before or the one after (S-012); undefined when it is none of them. */
const stepOf = (secret: string, code: string): number | undefined => {
  const now = Date.now()
  const delta = generator(secret, '').validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / 1000 / factorLimits.totpSeconds) + delta
}

/** A new secret of 160 bits in base32, and the address that an authenticator reads as a QR code. */
export const newTotp = (label: string): { readonly secret: string; readonly address: string } => {
  const secret = new Secret({ size: 20 }).base32
  return { secret, address: generator(secret, label).toString() }
}
export const totpAddress = (secret: string, label: string): string => generator(secret, label).toString()

/** A secret on its way to being enrolled, sealed for the session that keeps it. */
export const sealOffer = (secrets: Secrets, accountId: string, secret: string): string =>
  secrets.seal(secret, `platform.session.data:${accountId}`).toString('base64')
export const openOffer = (secrets: Secrets, accountId: string, offer: string): string =>
  secrets.unseal(Buffer.from(offer, 'base64'), `platform.session.data:${accountId}`)

/** Enrols a generator of codes once its first code is right. Throws Stale when the account has one already. */
export const enrolTotp = async ({ db, secrets }: Store, accountId: string, secret: string, code: string): Promise<'enrolled' | 'wrong'> => {
  const step = stepOf(secret, halfWidth(code).replace(/\s/g, ''))
  if (step === undefined) return 'wrong'
  await db.transaction(async (sql) => {
    const secretSealed = secrets.seal(secret, secretPlace(accountId))
    await insertFactor(sql, { id: randomUUID(), accountId, kind: 'totp', label: '动态验证码', secretSealed, lastStep: step })
    await insertFactorEvent(sql, accountId, 'enrolled', 'totp')
  })
  return 'enrolled'
}

const isRightTotp = async ({ db, secrets }: Store, accountId: string, code: string): Promise<boolean> => {
  const totp = (await listFactors(db.sql, accountId)).find(({ kind }) => kind === 'totp')
  if (!totp?.secretSealed) return false
  const step = stepOf(secrets.unseal(totp.secretSealed, secretPlace(accountId)), code)
  return step !== undefined && takeStep(db.sql, totp.id, step)
}

const recoveryHash = (secrets: Secrets, accountId: string, code: string): string =>
  secrets.lookupHash(`${accountId} ${tidyRecoveryCode(code)}`, 'recovery-code')

/** Ten new recovery codes of 50 bits, to be shown this once; those before them are void. */
export const newRecoveryCodes = async ({ db, secrets }: Store, accountId: string): Promise<string[]> => {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const codes = Array.from({ length: factorLimits.recoveryCodes }, () => {
    const text = [...randomBytes(10)].map((byte) => letters[byte & 31]).join('')
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
  await db.transaction((sql) =>
    replaceRecoveryCodes(
      sql,
      accountId,
      codes.map((code) => recoveryHash(secrets, accountId, code)),
    ),
  )
  return codes
}

const isRightRecoveryCode = async ({ db, secrets }: Store, accountId: string, code: string): Promise<boolean> => {
  if (!(await takeRecoveryCode(db.sql, accountId, recoveryHash(secrets, accountId, code)))) return false
  await insertFactorEvent(db.sql, accountId, 'recovered')
  return true
}

/**
 * One try at the code of a second factor: six digits of the generator, or a recovery code. The try is counted first; after five wrong
 * ones none is looked at for fifteen minutes (S-012). A right code is used up.
 */
export const tryCode = async (means: Store, accountId: string, typed: string): Promise<'right' | 'wrong' | Limited> => {
  const { tries, secondsLeft } = await countTry(means.db.sql, accountId, factorLimits.codeTriesMinutes)
  if (tries > factorLimits.codeTries) return { retryAfter: secondsLeft }
  const code = halfWidth(typed).replace(/\s/g, '')
  const right = /^\d{6}$/.test(code) ? await isRightTotp(means, accountId, code) : await isRightRecoveryCode(means, accountId, code)
  if (!right) return 'wrong'
  await forgetTries(means.db.sql, accountId)
  return 'right'
}
