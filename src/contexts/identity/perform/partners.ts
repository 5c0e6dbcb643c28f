import { z } from 'zod'
import { levels } from '../terms.ts'

/**
 * A partner that signs people in and vouches for who they are, by OpenID Connect. `level`: 'realName' when its word is
 * enough for 实名. `claims`: what it calls the name, the 身份证号 and the telephone.
 */
const Partner = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,29}$/),
  name: z.string().min(1).max(30),
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(16),
  scope: z.string().default('openid'),
  level: z
    .enum(Object.keys(levels) as [keyof typeof levels])
    .extract(['unverified', 'realName'])
    .default('unverified'),
  claims: z.strictObject({ name: z.string(), idNumber: z.string(), phone: z.string() }).partial().default({}),
})
export type Partner = z.output<typeof Partner>

/** Reads the setting IDENTITY_PARTNERS: a JSON list of partners, '' for none. Throws naming what is wrong. */
export const readPartners = (text: string): Partner[] => {
  if (text.trim() === '') return []
  const partners = z.array(Partner).parse(JSON.parse(text))
  if (new Set(partners.map(({ id }) => id)).size < partners.length) throw new Error('IDENTITY_PARTNERS 里有两个伙伴用了同一个 id')
  return partners
}

/** Where a partner leads back to: one address each, so that no partner's answer is taken for another's. */
export const callbackOf = (publicUrl: string, partner: string): string => `${publicUrl}/login/partner/${partner}/callback`
