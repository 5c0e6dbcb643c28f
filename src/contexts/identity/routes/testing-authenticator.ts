import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest()
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** COSE form of a P-256 key: kty EC2, alg ES256, crv P-256, x, y. */
const cose = (key: KeyObject): Uint8Array => {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const entries: [number, number | Uint8Array<ArrayBuffer>][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ]
  return isoCBOR.encode(new Map(entries))
}

type Ceremony = { readonly challenge: string; readonly origin?: string; readonly host?: string; readonly verified?: boolean }

/** A passkey in memory that answers as an authenticator would, and lies on demand: another origin, no verified user, a counter set back. */
export const testAuthenticator = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const state = { counter: 0 }
  const clientData = (type: string, { challenge, origin = 'http://localhost' }: Ceremony): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authData = ({ host = 'localhost', verified = true }: Ceremony, more = Buffer.alloc(0)): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(state.counter)
    const flags = 1 | (verified ? 4 : 0) | (more.length > 0 ? 64 : 0)
    return Buffer.concat([sha256(host), Buffer.of(flags), counter, more])
  }
  const base = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} }
  return {
    state,
    make(ceremony: Ceremony) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose(publicKey)])
      const attestation = new Map<string, string | Map<string, string> | Uint8Array>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData(ceremony, attested))],
      ])
      const attestationObject = b64(isoCBOR.encode(attestation as never))
      return {
        ...base,
        response: { clientDataJSON: b64(clientData('webauthn.create', ceremony)), attestationObject, transports: ['internal'] },
      }
    },
    answer(ceremony: Ceremony) {
      state.counter += 1
      const data = clientData('webauthn.get', ceremony)
      const authenticatorData = authData(ceremony)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(data)]), privateKey)
      return { ...base, response: { clientDataJSON: b64(data), authenticatorData: b64(authenticatorData), signature: b64(signature) } }
    },
  }
}
