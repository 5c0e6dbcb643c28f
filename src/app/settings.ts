import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Language, Mode } from '../ui/page/frame.ts'

/** The display choice, kept in the cookie `ui` as mode.size.language (ui.md §2.1). */
export type Display = { readonly mode: Mode; readonly size?: number; readonly language: Language; readonly embed: boolean }

const modes: readonly Mode[] = ['standard', 'elder', 'contrast']
const sizes: readonly number[] = [17, 20, 24, 30]
const languages: readonly Language[] = ['zh-CN', 'en', 'mn-Mong']
const year = 365 * 24 * 3600

/** Reads the cookie; anything unknown falls back to the standard. */
export const displayOf = (request: FastifyRequest): Display => {
  const [mode, size, language, embed] = (request.cookies.ui ?? '').split('.')
  const px = Number(size)
  return {
    mode: modes.find((known) => known === mode) ?? 'standard',
    ...(sizes.includes(px) ? { size: px } : {}),
    language: languages.find((known) => known === language) ?? 'zh-CN',
    embed: embed === 'app',
  }
}

/** A path on this site and nothing else (S-062). */
export const localPath = (path: unknown): string => (typeof path === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/')

/** `POST /settings` from the tool bar of any page: changes one thing, keeps the rest, goes back where it came from. */
export const settingsRoutes =
  (secure: boolean) =>
  async (app: FastifyInstance): Promise<void> => {
    app.post('/settings', { config: { csrf: 'origin' } }, async (request, reply) => {
      const body = (request.body ?? {}) as Record<string, unknown>
      const now = displayOf(request)
      const mode = modes.find((known) => known === body.mode) ?? now.mode
      const size = sizes.find((known) => String(known) === body.size) ?? (body.size === '' ? undefined : now.size)
      const language = languages.find((known) => known === body.language) ?? now.language
      const value = [mode, size ?? '', language, now.embed ? 'app' : ''].join('.')
      return reply
        .setCookie('ui', value, { path: '/', maxAge: year, sameSite: 'lax', httpOnly: true, secure })
        .redirect(localPath(body.back), 303)
    })
  }
