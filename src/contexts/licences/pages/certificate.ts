import { chineseDate } from '../../../kernel/date.ts'
import { maskIdNumber } from '../../../kernel/text.ts'
import type { Certificate } from '../../../ui/paper/sheet.ts'
import type { LicenceContent } from '../terms.ts'

/** Where licences are checked, and what stands inside the seal below the issuer's circle. */
export type Printing = { readonly publicUrl: string; readonly sealLines: readonly string[]; readonly printedCode: (code: string) => string }

export const validity = ({ validFrom, validTo }: Pick<LicenceContent, 'validFrom' | 'validTo'>): string =>
  validTo ? `${chineseDate(validFrom)}至${chineseDate(validTo)}` : `${chineseDate(validFrom)}起长期有效`

/** A person's number is masked on the page; the signed file of data holds it whole (S-087). */
const holderNumber = ({ holder }: LicenceContent): string => (holder.kind === 'person' ? maskIdNumber(holder.idNumber) : holder.idNumber)

/** The licence as it is laid out. */
export const certificateOf = (content: LicenceContent, { publicUrl, sealLines, printedCode }: Printing): Certificate => ({
  title: content.type.name,
  number: content.number,
  facts: [
    ['持证主体', content.holder.name],
    [content.holder.idKind, holderNumber(content)],
    ['办理事项', content.item.name],
    ...(content.scope ? [['条件与范围', content.scope] as const] : []),
    ['有效期', validity(content)],
  ],
  text: '经审查，符合法定条件，依法发给此证。本电子证照与纸质证照具有同等效力。',
  issuer: content.issuer.name,
  date: chineseDate(content.issuedOn),
  seal: { unit: content.issuer.name, lines: sealLines },
  identifier: content.identifier,
  check: { url: `${publicUrl}/verify?code=${content.code}`, code: printedCode(content.code) },
})
