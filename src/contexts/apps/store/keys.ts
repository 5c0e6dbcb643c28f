import type { Sql } from '../../../platform/db.ts'
import type { KeyFacts } from '../rules/keys.ts'

export type KeyRow = KeyFacts & { readonly publicKey: Record<string, unknown>; readonly sealed: Buffer }

export const listKeys = (sql: Sql): Promise<KeyRow[]> => sql<KeyRow>`
  select kid, public_key as "publicKey", sealed_key as sealed, made_at as "madeAt", retired_at as "retiredAt"
  from apps.signing_key`

export const insertKey = (sql: Sql, one: { readonly kid: string; readonly publicKey: object; readonly sealed: Buffer }) => sql`
  insert into apps.signing_key (kid, public_key, sealed_key)
  values (${one.kid}, ${JSON.stringify(one.publicKey)}::jsonb, ${one.sealed})`

export const retireKeys = (sql: Sql, kids: readonly string[]) => sql`
  update apps.signing_key set retired_at = now() where kid = any(${kids}::text[])`
export const dropKeys = (sql: Sql, kids: readonly string[]) => sql`delete from apps.signing_key where kid = any(${kids}::text[])`

/** One process at a time makes keys; held until the transaction ends. */
export const lockKeys = (sql: Sql) => sql`select pg_advisory_xact_lock(hashtext('apps.signing_key'))`
