import { type StaffRole, staffRoles } from '../terms.ts'

/** The roles in words. */
export const rolesText = (roles: readonly StaffRole[]): string => roles.map((role) => staffRoles[role]).join('、')

/** An instant in Chinese time, to the minute: 2026-03-02 09:30. */
export const dayText = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
