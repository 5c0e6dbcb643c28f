import { randomToken, type Secrets } from '../../../../platform/secrets.ts'
import { type ChallengePurpose, factorLimits } from '../../rules/factors.ts'
import { insertChallenge, takeChallenge } from '../../store/factors.ts'
import type { Means } from '../means.ts'

/** What a challenge belongs to: a purpose, and a text that only the session that asked knows ('' for a program without one). */
export type Asked = { readonly purpose: ChallengePurpose; readonly binding: string }

const rowOf = (secrets: Secrets, challenge: string, { purpose, binding }: Asked) => ({
  hash: secrets.lookupHash(challenge, 'challenge'),
  binding: secrets.lookupHash(binding, 'challenge-binding'),
  purpose,
})

/** A new challenge: 256 random bits, base64url, to be signed once within five minutes (S-006). */
export const newChallenge = async ({ db, secrets }: Pick<Means, 'db' | 'secrets'>, asked: Asked): Promise<string> => {
  const challenge = randomToken()
  await insertChallenge(db.sql, rowOf(secrets, challenge, asked), factorLimits.challengeMinutes)
  return challenge
}

/** Uses a challenge up; false for one that was never asked here, was used or is too old. */
export const spendChallenge = ({ db, secrets }: Pick<Means, 'db' | 'secrets'>, challenge: string, asked: Asked): Promise<boolean> =>
  takeChallenge(db.sql, rowOf(secrets, challenge, asked))
