import { SignPdf } from '@signpdf/signpdf'
import { Signer } from '@signpdf/utils'
import { SignatureBroken, type Signed, type SigningKey, signDetached, verifyDetached } from './cms.ts'

class KeySigner extends Signer {
  readonly #key: SigningKey
  constructor(key: SigningKey) {
    super()
    this.#key = key
  }
  override sign(pdf: Buffer): Promise<Buffer> {
    return signDetached(this.#key, pdf)
  }
}

/** Fills the empty signature of a PDF that was drawn with room for one. */
export const signPdf = (key: SigningKey, pdf: Buffer): Promise<Buffer> => new SignPdf().sign(pdf, new KeySigner(key))

const broken = (message: string): never => {
  throw new SignatureBroken('structure', message)
}

/** The bytes a signed PDF's signature covers, and the signature: one signature, over the whole file but its own hex digits. */
const split = (pdf: Buffer): { covered: Buffer; cms: Buffer } => {
  const text = pdf.toString('latin1')
  const ranges = [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/g)]
  if (ranges.length !== 1) broken('not a PDF with one signature')
  const [, before, after, rest] = (ranges[0] ?? []).map(Number) as [number, number, number, number]
  if (after + rest !== pdf.length || before >= after) broken('the signature does not cover the whole file')
  const hex = /^<([0-9a-f]+)>$/.exec(text.slice(before, after))?.[1] ?? broken('the signature is not where it should be')
  const padded = Buffer.from(hex, 'hex')
  const length = padded[1] === 0x82 ? 4 + padded.readUInt16BE(2) : broken('the signature has no length')
  if (padded.subarray(length).some((byte) => byte !== 0)) broken('something follows the signature')
  return { covered: Buffer.concat([pdf.subarray(0, before), pdf.subarray(after)]), cms: padded.subarray(0, length) }
}

/** Checks a PDF that `signPdf` signed, without network: any changed byte throws `SignatureBroken`. */
export const verifyPdf = (pdf: Buffer): Signed => {
  const { covered, cms } = split(pdf)
  return verifyDetached(cms, covered)
}
