/** The visual language in values (ui.md §3.2, §3.3). site.css and the console's theme read them; no colour is written elsewhere. */
export const colours = {
  ink: '#14232b', ink2: '#44555e', ink3: '#5b6b73', paper: '#ffffff', sand: '#f5f3ee', sand2: '#e9e5dc', line: '#cfcabe', edge: '#6b7a80',
  brand: '#0b5563', deep: '#073a44', tint: '#e3eff0', onbrand: '#ffffff', onbrand2: '#cde3e6', ondeep: '#ffffff', link: '#0a4c8c', visited: '#5a3582',
  ok: '#1b6b3c', okTint: '#e5f2e9', warn: '#7a4b00', warnTint: '#fff3d6', err: '#a8201a', errTint: '#fbe9e7', focus: '#ffcc33', focusInk: '#14232b',
} as const // biome-ignore format: a table of tokens
export type Colour = keyof typeof colours

/** 高对比: black ground; also for `prefers-contrast: more`. */
export const contrastColours: Record<Colour, string> = {
  ink: '#ffffff', ink2: '#ffffff', ink3: '#ffffff', paper: '#000000', sand: '#000000', sand2: '#000000', line: '#ffffff', edge: '#ffffff',
  brand: '#ffe45c', deep: '#000000', tint: '#000000', onbrand: '#000000', onbrand2: '#ffffff', ondeep: '#ffe45c', link: '#8cc8ff', visited: '#d9b8ff',
  ok: '#8fe3a8', okTint: '#000000', warn: '#ffd27a', warnTint: '#000000', err: '#ffb0a8', errTint: '#000000', focus: '#ffe45c', focusInk: '#14232b',
} // biome-ignore format: a table of tokens

/** 长辈版 darkens what is secondary. */
export const elderColours: Partial<Record<Colour, string>> = { ink2: colours.ink, ink3: colours.ink2 }

/** Base text, line height, the least size of a target, the measure; rem of 16 px. */
export const scales = {
  standard: { fs: '1.0625rem', lh: '1.7', tap: '3rem', measure: '42rem' },
  elder: { fs: '1.5rem', lh: '1.75', tap: '4rem', measure: '48rem' },
  kiosk: { fs: '1.75rem', lh: '1.7', tap: '5.5rem', measure: '60rem' },
} as const

const sizes: Record<number, string> = { 17: '1.0625rem', 20: '1.25rem', 24: '1.5rem', 30: '1.875rem' }
const space = { s1: '.25rem', s2: '.5rem', s3: '.75rem', s4: '1rem', s5: '1.5rem', s6: '2rem', s7: '3rem', r: '.25rem' }

/** The system's own fonts: nothing is downloaded for Chinese text. */
export const fontStack =
  'system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif'

const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
const properties = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `--${kebab(name)}:${value}`)
    .join(';')
const rule = (selector: string, values: Readonly<Record<string, string>>): string => `${selector}{${properties(values)}}`

/** The custom properties of every mode, to stand before the rules of site.css. */
export const tokenRules = (): string =>
  [
    rule(':root', { ...colours, ...scales.standard, ...space, font: fontStack }),
    rule('html[data-mode=elder]', { ...elderColours, ...scales.elder }),
    rule('html[data-mode=contrast]', contrastColours),
    rule('html[data-mode=kiosk]', scales.kiosk),
    ...Object.entries(sizes).map(([px, fs]) => rule(`html[data-size="${px}"]`, { fs })),
    `@media(prefers-contrast:more){${rule('html:not([data-mode])', contrastColours)}}`,
  ].join('\n')
