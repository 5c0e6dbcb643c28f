import type { Sql } from '../../../platform/db.ts'

export const preferredLanguages = { 'zh-CN': '中文', 'mn-Mong': '蒙古文', en: 'English' } as const
export const preferredModes = { standard: '标准', elder: '长辈版', contrast: '高对比' } as const
/** How a person wants pages, on whatever device he signs in. */
export type Preference = { readonly language: keyof typeof preferredLanguages; readonly mode: keyof typeof preferredModes }

export const findPreference = async (sql: Sql, accountId: string): Promise<Preference | undefined> => {
  const [row] = await sql<Preference>`select language, mode from identity.preference where account_id = ${accountId}`
  return row
}

export const savePreference = (sql: Sql, accountId: string, { language, mode }: Preference) => sql`
  insert into identity.preference (account_id, language, mode)
  values (${accountId}, ${language}, ${mode})
  on conflict (account_id) do update set language = excluded.language, mode = excluded.mode`
