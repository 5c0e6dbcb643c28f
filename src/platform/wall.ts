import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'

/** The role that requests work as: it owns nothing, bypasses nothing, and sees a tenant's rows only through its scope (S-043, S-044). */
export const appRole = 'tongban_app'
/** The role of work that is nobody's: jobs, the command line, and what a request says aloud with `asSystem`. */
export const systemRole = 'tongban_system'

/** What the policies ask about who is looking; db/migrations/0040 says what each opens. */
const settings = ['reach', 'first', 'last', 'department', 'consulted', 'receiver', 'account', 'subjects', 'keys'] as const
type Setting = (typeof settings)[number]

/** Who is looking, as the policies of the database read it. What is left out is empty and opens nothing. */
export type Scope = { readonly role: typeof appRole | typeof systemRole } & { readonly [name in Setting]?: string }

const scopes = new AsyncLocalStorage<Scope>()

/** Everything that `work` does in the database, it does with the eyes of this scope. */
export const inScope = <T>(scope: Scope, work: () => T): T => scopes.run(scope, work)

/** The scope of the running request or job; undefined where none was set: then no tenant's row is there. */
export const scopeNow = (): Scope | undefined => scopes.getStore()

/** Work that must see beyond who asked for it. `_why` is read by people: it names the rule that lets it. */
export const asSystem = <T>(_why: string, work: () => T): T => inScope({ role: systemRole }, work)

/**
 * Work of somebody who holds the key of a row: the number and code of a case, the code of a paper or licence, a token. He sees the rows of
 * these keys beside his own. A key is what a row carries and was checked by the caller; it has no comma, and no null character, which would
 * cut off the statement that tells it.
 */
export const holding = <T>(keys: readonly string[], work: () => T): T => {
  const before = scopeNow() ?? { role: appRole, reach: 'visitor' }
  const held = [...(before.keys ? before.keys.split(',') : []), ...keys.filter((key) => /^[^,\0]+$/.test(key))]
  return inScope({ ...before, keys: held.join(',') }, work)
}

const told = (scope: Scope, names: readonly Setting[]): string =>
  [`set local role ${scope.role}`, ...names.map((name) => `set local app.${name} = ${pg.escapeLiteral(scope[name] ?? '')}`)].join('; ')

const beginnings = new WeakMap<Scope, string>()

/** Begins a transaction under a scope, which ends with it. What the scope leaves out is empty: nothing is ever set for longer. */
export const beginUnder = (scope: Scope): string => {
  const known =
    beginnings.get(scope) ??
    `begin; ${told(
      scope,
      settings.filter((name) => scope[name]),
    )}`
  beginnings.set(scope, known)
  return known
}

/** Puts the rest of a transaction under another scope, whatever stood before. */
export const changeTo = (scope: Scope): string => told(scope, settings)
