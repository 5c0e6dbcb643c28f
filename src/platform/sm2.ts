import { createRequire } from 'node:module'
import type * as SmCrypto from 'sm-crypto-v2'

const require = createRequire(import.meta.url)
/** 11 MB with the first SM2 key, not with the process. */
const library = () => (require('sm-crypto-v2') as typeof SmCrypto).sm2

/** The signer's name that GB/T 35276 sets when the parties agreed on no other. OpenSSL calls it distid. */
const signer = '1234567812345678'

/** A key on the SM2 curve: the private number as 64 hex digits, the public point uncompressed as 130 (04 x y). */
export type Sm2Keys = { readonly privateKey: string; readonly publicKey: string }
export const newSm2Keys = (): Sm2Keys => library().generateKeyPairHex()

/** SM2 over SM3 as DER (GB/T 32918.2, GB/T 35276), by a key in memory. */
export const sm2Sign = (privateKey: string, bytes: Uint8Array): Buffer =>
  Buffer.from(library().doSignature(new Uint8Array(bytes), privateKey, { der: true, hash: true, userId: signer }), 'hex')

/** Whether a DER signature over some bytes is by the key of a public point; false for anything that is no signature or no point. */
export const isSm2Signature = (publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean => {
  try {
    const hex = Buffer.from(signature).toString('hex')
    return (
      library().verifyPublicKey(publicKey) &&
      library().doVerifySignature(new Uint8Array(bytes), hex, publicKey, { der: true, hash: true, userId: signer })
    )
  } catch {
    return false
  }
}
