import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { tokenRules } from '../tokens/tokens.ts'

/** A file that pages name by its content: it never changes under its address. */
export type Asset = {
  readonly url: string
  readonly type: string
  readonly identity: Buffer
  readonly gzip: Buffer
  readonly br: Buffer
  readonly sha256: string
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Comments and the white space around punctuation out; `calc` keeps the spaces around + and -. */
export const smaller = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: (?=[^{}]*})/g, ':')
    .replace(/ > /g, '>')
    .replaceAll(';}', '}')
    .trim()

const asset = (stem: string, ending: string, type: string, bytes: Buffer): Asset => {
  const digest = createHash('sha256').update(bytes).digest()
  const url = `/assets/${stem}.${digest.toString('hex').slice(0, 12)}.${ending}`
  return {
    url,
    type,
    identity: bytes,
    gzip: gzipSync(bytes, { level: 9 }),
    br: brotliCompressSync(bytes),
    sha256: `sha256-${digest.toString('base64')}`,
  }
}

/** Types out, then comments and indentation: the browser gets plain JavaScript without a bundler. */
const script = (name: string): string =>
  stripTypeScriptTypes(read(name))
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\s*$/gm, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/^[ \t]+/gm, '')
    .replace(/\n{2,}/g, '\n')

/** The library that speaks to authenticators, and our few lines after it; only on pages that offer passkeys. */
const passkeyScript = (): string => {
  const library = createRequire(import.meta.url)
    .resolve('@simplewebauthn/browser')
    .replace(/script\/index\.js$/, 'dist/bundle/index.umd.min.js')
  return `${readFileSync(library, 'utf8')}\n${script('passkeys.ts').replace('export {}', '')}`
}

const mongolianFont = (): Asset | undefined => {
  try {
    const file = createRequire(import.meta.url).resolve(
      '@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2',
    )
    return existsSync(file) ? asset('mongolian', 'woff2', 'font/woff2', readFileSync(file)) : undefined
  } catch {
    return undefined
  }
}

/** Everything public pages load beside their HTML: one stylesheet, one script, one font for Mongolian pages. */
export const loadAssets = (): { readonly css: Asset; readonly js: Asset; readonly passkeys: Asset; readonly files: readonly Asset[] } => {
  const font = mongolianFont()
  const css = asset(
    'site',
    'css',
    'text/css; charset=utf-8',
    Buffer.from(`${tokenRules()}\n${smaller(read('site.css')).replace('/assets/mongolian.woff2', font?.url ?? '')}`),
  )
  const js = asset('enhance', 'js', 'text/javascript; charset=utf-8', Buffer.from(script('enhance.ts')))
  const passkeys = asset('passkeys', 'js', 'text/javascript; charset=utf-8', Buffer.from(passkeyScript()))
  return { css, js, passkeys, files: [css, js, passkeys, ...(font ? [font] : [])] }
}
