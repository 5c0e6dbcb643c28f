import { randomUUID } from 'node:crypto'
import type { AuthenticationResponseJSON, GenerateAuthenticationOptionsOpts, RegistrationResponseJSON } from '@simplewebauthn/server'
import { Stale } from '../../../../platform/db.ts'
import { countedOn, factorLimits } from '../../rules/factors.ts'
import { type FactorRow, findPasskey, insertFactor, insertFactorEvent, listFactors, takeCount } from '../../store/factors.ts'
import type { Means } from '../means.ts'
import type { SignedIn } from '../sign-in.ts'
import { type Asked, newChallenge, spendChallenge } from './challenges.ts'

type Store = Pick<Means, 'db' | 'secrets'>
/** The address that passkeys of this installation are for: its origin and its host name (S-006). */
export type PasskeySite = { readonly origin: string; readonly host: string }
export const passkeySite = (publicUrl: string): PasskeySite => ({ origin: new URL(publicUrl).origin, host: new URL(publicUrl).hostname })

/** 26 MB, loaded with the first passkey. */
const webauthn = () => import('@simplewebauthn/server')

type Transports = NonNullable<GenerateAuthenticationOptionsOpts['allowCredentials']>[number]['transports']
const named = (factors: readonly FactorRow[]) =>
  factors.flatMap(({ credentialId, transports }) =>
    credentialId ? [{ id: credentialId, transports: [...transports] as Transports & string[] }] : [],
  )

const bytesOf = (challenge: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(challenge, 'base64url'))
const timeout = factorLimits.challengeMinutes * 60_000

/** What a browser is asked when a passkey is to be made: discoverable, and its owner verified by PIN or body (S-006). */
export const enrolmentOptions = async (
  means: Store,
  site: PasskeySite,
  { accountId, name, binding }: { readonly accountId: string; readonly name: string; readonly binding: string },
) =>
  (await webauthn()).generateRegistrationOptions({
    rpName: '通办',
    rpID: site.host,
    userID: new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex')),
    userName: name,
    userDisplayName: name,
    challenge: bytesOf(await newChallenge(means, { purpose: 'enrol', binding })),
    timeout,
    excludeCredentials: named(await listFactors(means.db.sql, accountId)),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })

type Enrolment = {
  readonly accountId: string
  readonly label: string
  readonly binding: string
  readonly response: RegistrationResponseJSON
}

/** Enrols a passkey: our origin and host, a challenge of this session used once, its owner verified (S-006). Anything else is refused. */
export const enrolPasskey = async (means: Store, site: PasskeySite, e: Enrolment): Promise<'enrolled' | 'refused'> => {
  const { verifyRegistrationResponse } = await webauthn()
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: e.response,
    expectedChallenge: (challenge) => spendChallenge(means, challenge, { purpose: 'enrol', binding: e.binding }),
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
  }).catch(() => ({ verified: false, registrationInfo: undefined }))
  if (!verified || !registrationInfo) return 'refused'
  const { id, publicKey, counter } = registrationInfo.credential
  const transports = e.response.response.transports ?? []
  try {
    await means.db.transaction(async (sql) => {
      const factor = { id: randomUUID(), accountId: e.accountId, label: e.label, credentialId: id, publicKey, counter, transports }
      await insertFactor(sql, { kind: 'passkey', ...factor })
      await insertFactorEvent(sql, e.accountId, 'enrolled', 'passkey')
    })
    return 'enrolled'
  } catch (error) {
    if (error instanceof Stale) return 'refused'
    throw error
  }
}

/** What a browser is asked when somebody comes in with a passkey; of one account when it is known, else whichever he chooses. */
export const proofOptions = async (means: Store, site: PasskeySite, asked: Asked, accountId?: string) =>
  (await webauthn()).generateAuthenticationOptions({
    rpID: site.host,
    challenge: bytesOf(await newChallenge(means, asked)),
    timeout,
    userVerification: 'required',
    ...(accountId ? { allowCredentials: named(await listFactors(means.db.sql, accountId)) } : {}),
  })

/** Whose passkey signed the challenge. `copied`: its counter did not go on, so a copy may be about; nothing opens and an alarm is kept (S-006). */
export type PasskeyProof = SignedIn | 'refused' | { readonly copied: string }

export const provePasskey = async (
  means: Store,
  site: PasskeySite,
  asked: Asked,
  response: AuthenticationResponseJSON,
): Promise<PasskeyProof> => {
  const passkey = await findPasskey(means.db.sql, response.id)
  if (!passkey?.credentialId || !passkey.publicKey || passkey.counter === null) return 'refused'
  const { accountId, door: kind, counter } = passkey
  const { verifyAuthenticationResponse } = await webauthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => spendChallenge(means, challenge, asked),
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
    credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 }, // ours is the stricter look, below
  }).catch(() => ({ verified: false, authenticationInfo: undefined }))
  if (!verified || !authenticationInfo) return 'refused'
  const { newCounter } = authenticationInfo
  if (countedOn(counter, newCounter) && (await takeCount(means.db.sql, passkey.id, newCounter))) return { accountId, kind }
  await insertFactorEvent(means.db.sql, accountId, 'counterWentBack', `${passkey.id} ${counter} ${newCounter}`)
  return { copied: accountId }
}
