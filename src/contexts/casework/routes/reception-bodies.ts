import { z } from 'zod'
import { checkedList, situation } from './bodies.ts'

const text = z.string().max(200)
const kinds = ['enterprise', 'cooperative', 'individualBusiness', 'institution', 'association', 'stateOrgan'] as const

/** `POST /reception/visits`: what was scanned, read from a card or typed. */
export const ProofBody = z.strictObject({ proof: z.string().max(200) })

/** `POST /reception/people`. */
export const PersonBody = z.strictObject({ name: text, idNumber: text, phone: text })

/** `POST /reception/visits/{visit}/party`: for whom the person applies. */
export const PartyBody = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('self'), phone: text.optional() }),
  z.strictObject({ of: z.literal('person'), name: text, idNumber: text, phone: text }),
  z.strictObject({
    of: z.literal('organisation'),
    uscc: text,
    kind: z.enum(kinds).optional(),
    name: text.optional(),
    representative: z.strictObject({ name: text, idNumber: text }).optional(),
  }),
])

/** `POST /reception/visits/{visit}/drafts`. */
export const VisitDraftBody = z.strictObject({ item: z.string().min(1).max(64), situation: situation.optional() })

/** `POST /reception/visits/{visit}/cases/{no}/hand-in`: what was handed over on paper, and the position of the journal that was looked at. */
export const HandInBody = z.strictObject({ checked: checkedList.optional(), seen: z.int().min(0).optional() })
