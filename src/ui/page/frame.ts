import type { LocalDate } from '../../kernel/date.ts'

export type Mode = 'standard' | 'elder' | 'contrast' | 'kiosk'
export type Language = 'zh-CN' | 'en' | 'mn-Mong'

/** The site a page belongs to. `path` prefixes every link: '' for the installation's own city, '/150602' for 东胜区. */
export type Site = {
  readonly code: string
  readonly name: string
  readonly path: string
  /** From the autonomous region down to this site. */
  readonly trail: readonly { readonly name: string; readonly href?: string }[]
  readonly bureau: string
}

/** Who looks at the page, as the page needs to know it. */
export type FrameViewer = { readonly kind: 'person' | 'organisation' | 'staff'; readonly name: string; readonly unread: number }

/**
 * All that a page may depend on beside its own model: a page is a pure function of (frame, model).
 * `csrf` is called only by pages with a form that acts; a page that never calls it may be cached.
 */
export type Frame = {
  readonly site: Site
  /** Path of this page without the site prefix. */
  readonly path: string
  readonly mode: Mode
  /** Base size in px: 17 20 24 30 */
  readonly size?: number
  readonly language: Language
  readonly viewer?: FrameViewer
  readonly csrf: () => string
  readonly today: LocalDate
  /** Demonstration data and the sandbox are on. */
  readonly demo: boolean
  /** Inside another app's shell: no tool bar, no navigation. */
  readonly embed: boolean
  readonly assets: {
    readonly css: string
    readonly js: string
    readonly integrity: string
    /** The script of pages that offer passkeys. */
    readonly passkeys?: { readonly js: string; readonly integrity: string }
  }
}

/** A link inside the frame's site: href(frame, '/guide/x') → /150602/guide/x */
export const href = (frame: Pick<Frame, 'site'>, path: string): string => `${frame.site.path}${path}`
