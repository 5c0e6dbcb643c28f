import type { Sql } from '../platform/db.ts'

/** The parties that are played, and how each behaves just now. */
export const parties = { sms: '短信网关', population: '人口库', enterprises: '法人库' } as const
export type Party = keyof typeof parties
export const states = { up: '正常', slow: '很慢', down: '故障' } as const
export type State = keyof typeof states

export type Message = { readonly phone: string; readonly text: string; readonly at: string; readonly channel: 'sms' | 'voice' }
export type SandboxPerson = { readonly name: string; readonly idNumber: string; readonly sex: string; readonly ethnicity: string }
export type SandboxEnterprise = {
  readonly name: string
  readonly kind: string
  readonly uscc: string
  readonly legalRepresentative: { readonly name: string; readonly idNumber: string }
}

/** Who is 监护人 of whom, both by number. */
export type SandboxGuardianship = { readonly child: string; readonly guardian: string }

type Delivery = { readonly to: string; readonly text: string; readonly key: string; readonly channel: Message['channel'] }
export const insertMessage = (sql: Sql, { to, text, key, channel }: Delivery) => sql`
  insert into sandbox.message (key, phone, text, channel)
  values (${key}, ${to}, ${text}, ${channel})
  on conflict do nothing`

export const listMessages = (sql: Sql, phone?: string): Promise<Message[]> => sql<Message>`
  select phone, text, at, channel
  from sandbox.message
  where ${phone ?? null}::text is null or phone = ${phone ?? null}
  order by at desc, key
  limit 50`

export const findCondition = async (sql: Sql, party: Party): Promise<State> => {
  const [row] = await sql<{ state: State }>`select state from sandbox.condition where party = ${party}`
  return row?.state ?? 'up'
}
export const listConditions = (sql: Sql): Promise<{ party: Party; state: State }[]> => sql<{ party: Party; state: State }>`
  select party, state from sandbox.condition order by party`
export const setCondition = (sql: Sql, party: Party, state: State) => sql`
  insert into sandbox.condition (party, state)
  values (${party}, ${state})
  on conflict (party) do update set state = excluded.state`

export const hasPerson = async (sql: Sql, { name, idNumber }: { name: string; idNumber: string }): Promise<boolean> =>
  (await sql`select 1 from sandbox.person where id_number = ${idNumber} and name = ${name}`).length > 0

export const hasEnterprise = async (sql: Sql, { name, kind, uscc, legalRepresentative }: SandboxEnterprise): Promise<boolean> =>
  (
    await sql`
      select 1 from sandbox.enterprise
      where uscc = ${uscc}
        and name = ${name}
        and kind = ${kind}
        and legal_name = ${legalRepresentative.name}
        and legal_id_number = ${legalRepresentative.idNumber}`
  ).length > 0

type Claim = { readonly name: string; readonly idNumber: string }
/** Whether both are known by name and number, and one is 监护人 of the other. */
export const hasGuardianship = async (sql: Sql, { child, guardian }: { child: Claim; guardian: Claim }): Promise<boolean> =>
  (
    await sql`
      select 1 from sandbox.guardianship
      join sandbox.person young on young.id_number = child
      join sandbox.person grown on grown.id_number = guardian
      where child = ${child.idNumber} and young.name = ${child.name} and guardian = ${guardian.idNumber} and grown.name = ${guardian.name}`
  ).length > 0

export const listGuardianships = (sql: Sql): Promise<{ child: string; guardian: string }[]> => sql<{ child: string; guardian: string }>`
  select young.name as child, grown.name as guardian
  from sandbox.guardianship
  join sandbox.person young on young.id_number = child
  join sandbox.person grown on grown.id_number = guardian
  order by child, guardian`

export const listPersons = (sql: Sql): Promise<SandboxPerson[]> => sql<SandboxPerson>`
  select name, id_number as "idNumber", sex, ethnicity from sandbox.person order by substr(id_number, 15, 3), id_number`
export const listEnterprises = (sql: Sql): Promise<SandboxEnterprise[]> => sql<SandboxEnterprise>`
  select name, kind, uscc, jsonb_build_object('name', legal_name, 'idNumber', legal_id_number) as "legalRepresentative"
  from sandbox.enterprise
  order by substr(uscc, 9), uscc`

export const insertPersons = (sql: Sql, persons: readonly SandboxPerson[]) => sql`
  insert into sandbox.person (id_number, name, sex, ethnicity)
  select "idNumber", name, sex, ethnicity
  from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as one ("idNumber" text, name text, sex text, ethnicity text)
  on conflict do nothing`

export const insertEnterprises = (sql: Sql, enterprises: readonly SandboxEnterprise[]) => sql`
  insert into sandbox.enterprise (uscc, name, kind, legal_name, legal_id_number)
  select uscc, name, kind, "legalRepresentative" ->> 'name', "legalRepresentative" ->> 'idNumber'
  from jsonb_to_recordset(${JSON.stringify(enterprises)}::jsonb) as one (uscc text, name text, kind text, "legalRepresentative" jsonb)
  on conflict do nothing`

export const insertGuardianships = (sql: Sql, guardianships: readonly SandboxGuardianship[]) => sql`
  insert into sandbox.guardianship (child, guardian)
  select child, guardian
  from jsonb_to_recordset(${JSON.stringify(guardianships)}::jsonb) as one (child text, guardian text)
  on conflict do nothing`
