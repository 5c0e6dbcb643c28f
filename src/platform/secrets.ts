import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { hash as argon2, verify as argon2Verify } from '@node-rs/argon2'
import { turns } from './turns.ts'

/** Everything that follows from TONGBAN_SECRET. Each use has its own key, so a value made for one use says nothing about another. */
export type Secrets = {
  /**
   * Seals a text for storage (bytea): version, nonce, tag, AES-256-GCM ciphertext (S-091). `context` says which place it is for,
   * `schema.table.column:row`; the part before the colon chooses the key, the whole is authenticated, so ciphertexts cannot be swapped.
   */
  readonly seal: (text: string, context: string) => Buffer
  /** The text again; throws `SealBroken` when a byte, the place or the secret differs. */
  readonly unseal: (sealed: Uint8Array, context: string) => string
  /** HMAC-SM3 as 64 hex digits: finds a sealed value without opening it. `purpose` keeps columns unjoinable. */
  readonly lookupHash: (text: string, purpose?: string) => string
  /** 6 characters of Crockford's base32 (no I, L, O, U) that belong to a 办件编号; derived, never stored. */
  readonly queryCode: (no: string) => string
  /** HMAC-SHA-256 as 64 hex digits under a key of its own purpose, for what we hand out and check again. */
  readonly sign: (text: string, purpose: string) => string
}

/** A sealed value that cannot be opened: changed, moved to another place, or sealed under another secret. */
export class SealBroken extends Error {}

const version = 1
const [nonceBytes, tagBytes] = [12, 16]
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const sealWith = (key: Buffer, text: string, context: string): Buffer => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body])
}

const unsealWith = (key: Buffer, sealed: Uint8Array, context: string): string => {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) throw new SealBroken(`not a sealed value: ${context}`)
  const bytes = Buffer.from(sealed)
  const nonce = bytes.subarray(1, 1 + nonceBytes)
  const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new SealBroken(`cannot be opened: ${context}`, { cause: error })
  }
}

const sixCharacters = (digest: Buffer): string => {
  const bits = digest.readUInt32BE(0)
  return [25, 20, 15, 10, 5, 0].map((shift) => crockford[(bits >>> shift) & 31]).join('')
}

/** The secrets of an installation, from TONGBAN_SECRET (at least 16 characters, better 64 random hex digits). */
export const secrets = (secret: string): Secrets => {
  if (secret.length < 16) throw new Error('TONGBAN_SECRET must have at least 16 characters')
  const keys = new Map<string, Buffer>()
  const keyOf = (use: string): Buffer => {
    const known = keys.get(use)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, 'tongban', use, 32))
    keys.set(use, key)
    return key
  }
  const sealingKey = (context: string): Buffer => keyOf(`seal ${context.split(':', 1)[0]}`)
  return {
    seal: (text, context) => sealWith(sealingKey(context), text, context),
    unseal: (sealed, context) => unsealWith(sealingKey(context), sealed, context),
    lookupHash: (text, purpose = '') =>
      createHmac('sm3', keyOf(`lookup ${purpose}`))
        .update(text)
        .digest('hex'),
    queryCode: (no) => sixCharacters(createHmac('sha256', keyOf('query-code')).update(no).digest()),
    sign: (text, purpose) =>
      createHmac('sha256', keyOf(`sign ${purpose}`))
        .update(text)
        .digest('hex'),
  }
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A random token, base64url; 256 bits unless told (S-020 asks ≥ 64, S-030 ≥ 128). */
export const randomToken = (bits = 256): string => randomBytes(Math.ceil(bits / 8)).toString('base64url')

/** A random code of decimal digits, each equally likely (S-012). */
export const randomDigits = (count: number): string => {
  let digits = ''
  while (digits.length < count) for (const byte of randomBytes(count)) if (byte < 250 && digits.length < count) digits += byte % 10
  return digits
}

/** libuv has four threads: more than two hashes at once would leave none for reading files (S-002). */
const inTurn = turns({ atOnce: 2, mayWait: 16 })

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/
const nobody = inTurn(() => argon2(randomToken(), cost))

/** Argon2id as a PHC string. Throws `Busy` when 16 already wait. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => argon2(password, cost))

/** Whether a password belongs to a stored hash. Without one (unknown user) as much work is done, and the answer is no (S-003). */
export const verifyPassword = async (hash: string | undefined, password: string): Promise<boolean> => {
  if (hash !== undefined && !form.test(hash)) throw new TypeError('not an Argon2id hash')
  const stored = hash ?? (await nobody)
  const right = await inTurn(() => argon2Verify(stored, password))
  return right && hash !== undefined
}

/** Whether a hash was made with less than today's cost and should be made anew at this login. */
export const needsRehash = (hash: string): boolean => {
  const [, memory, time] = form.exec(hash) ?? []
  return !(Number(memory) >= cost.memoryCost && Number(time) >= cost.timeCost)
}
