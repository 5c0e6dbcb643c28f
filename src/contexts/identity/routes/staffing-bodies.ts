import { z } from 'zod'
import { isLocalDate } from '../../../kernel/date.ts'
import { type AccessKind, accessKinds } from '../../../platform/access.ts'
import { type StaffRole, staffRoles } from '../terms.ts'

const Day = z.string().refine(isLocalDate, '请输入日期，如 2026-03-02')
const Role = z.enum(Object.keys(staffRoles) as [StaffRole, ...StaffRole[]])
const line = (most: number) => z.string().trim().min(1).max(most)
const Id = z.uuid()

/** Which officers a list shows; `after` is the cursor of the page before. */
export const StaffQuery = z.strictObject({
  division: z.string().regex(/^\d{12}$/).exactOptional(),
  department: z.string().max(18).exactOptional(),
  q: z.string().trim().max(40).exactOptional(),
  role: Role.exactOptional(),
  state: z.enum(['active', 'waiting', 'away', 'disabled']).exactOptional(),
  after: z.string().max(600).exactOptional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}) // biome-ignore format: a list of parameters

const post = {
  post: z.string().trim().max(40).default(''),
  roles: z.array(Role).min(1).max(6),
  unit: line(60),
  departmentCode: z.string().regex(/^([0-9A-Z]{18})?$/),
  division: z.string().regex(/^\d{12}$/),
  fromOn: Day.exactOptional(),
  untilOn: Day.exactOptional(),
}
export const InvitationBody = z.strictObject({ name: line(30), ...post })
export const PostBody = z.strictObject({ ...post, replaces: Id.exactOptional() })
export const CertificateBody = z.strictObject({ certificate: z.string().min(1).max(10_000) })
export const SettleBody = z.strictObject({ approve: z.boolean() })
export const ActBody = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('end'), post: Id, lastOn: Day.exactOptional() }),
  z.strictObject({ act: z.literal('disable'), lastOn: Day.exactOptional() }),
  z.strictObject({ act: z.literal('restore') }),
  z.strictObject({ act: z.literal('renew') }),
  z.strictObject({ act: z.literal('handOver'), substitute: Id, fromOn: Day, untilOn: Day, reason: line(100) }),
  z.strictObject({ act: z.literal('takeFactor'), factor: Id }),
  z.strictObject({ act: z.literal('endHandOver'), substitution: Id }),
])
export type ActBody = z.output<typeof ActBody>

/** What the reader of the trail looks for; `before` the last id of the page before. */
export const AuditQuery = z.strictObject({
  person: z.string().trim().max(40).exactOptional(),
  act: z.string().max(40).exactOptional(),
  kind: z.enum(['admin', ...(Object.keys(accessKinds) as AccessKind[])]).exactOptional(),
  on: Day.exactOptional(),
  before: z.coerce.number().int().min(1).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
