import type { Language } from '../page/frame.ts'
import { type Html, html } from '../page/html.ts'
import { en } from './en.ts'
import { mn } from './mn.ts'

const dictionaries: Record<Language, Readonly<Record<string, string>>> = { 'zh-CN': {}, en, 'mn-Mong': mn }

/** Translates a source string for titles and attributes (zh-CN is the source); without a translation it stays Chinese. */
export const words = (frame: { readonly language: Language }) => {
  const dictionary = dictionaries[frame.language]
  return (zh: string): string => dictionary[zh] ?? zh
}

/** The same as markup: a string that stayed Chinese on a page of another language says so, for screen readers and fonts (U-031). */
export const phrases = (frame: { readonly language: Language }) => {
  const dictionary = dictionaries[frame.language]
  return (zh: string): Html => {
    const translated = dictionary[zh]
    if (translated !== undefined) return html`${translated}`
    return frame.language === 'zh-CN' ? html`${zh}` : html`<span lang="zh-CN">${zh}</span>`
  }
}
