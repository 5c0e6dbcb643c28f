import type { FastifyInstance, FastifyRequest } from 'fastify'
import { scopeOf } from '../contexts/casework/index.ts'
import type { Viewer } from '../contexts/identity/index.ts'
import { type Db, type DbOptions, openDb } from '../platform/db.ts'
import { appRole, inScope, type Scope } from '../platform/wall.ts'

/** The schemas whose rows are somebody's; a statement that names none of them, nor a walled table of another, needs no scope and no transaction. */
export const walledSchemas = ['casework', 'documents', 'licences', 'ratings'] as const

/** Tables of other schemas whose rows are somebody's. */
export const walledTables = [
  'catalogue.guide_upload',
  'catalogue.guide_upload_row',
  'catalogue.own_sheet',
  'identity.data_request',
] as const

const behindWall = new RegExp(
  `\\b(?:${[...walledSchemas.map((schema) => `${schema}\\.`), ...walledTables.map((name) => `${name}\\b`)].join('|')})`,
)

/** The database as requests see it. Refuses to open when its role could see through the wall (S-044). */
export const openWalledDb = async (url: string, options: Pick<DbOptions, 'readUrl' | 'connections'>): Promise<Db> => {
  const db = openDb(url, { ...options, role: appRole, behindWall })
  for (const sql of [db.sql, db.read]) {
    const [role] = await sql<{ name: string; sees: boolean }>`
      select current_user::text as name, rolsuper or rolbypassrls as sees
      from pg_roles
      where rolname = current_user`
    if (role?.name === appRole && !role.sees) continue
    await db.end()
    throw new Error(
      `连接没有以 ${appRole} 的身份工作(现在是 ${role?.name})，不能启动：请让连接池放行 options 参数，DATABASE_URL 里也不要另写 options`,
    )
  }
  return db
}

/**
 * Every request sees the database with its viewer's eyes, to its last statement (S-043). A body that is read in between comes on events of
 * the socket, which know no request: so the scope is set again before the handler.
 */
export const wallRequests = (app: FastifyInstance, viewer: (request: FastifyRequest) => Viewer): void => {
  const scopes = new WeakMap<FastifyRequest, Scope>()
  app.addHook('onRequest', (request, _reply, done) => {
    const scope = scopeOf(viewer(request))
    scopes.set(request, scope)
    inScope(scope, done)
  })
  app.addHook('preValidation', (request, _reply, done) => inScope(scopes.get(request) ?? scopeOf(viewer(request)), done))
}
