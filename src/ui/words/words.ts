import type { Language } from '../page/frame.ts'
import { en } from './en.ts'
import { mn } from './mn.ts'

const dictionaries: Record<Language, Readonly<Record<string, string>>> = { 'zh-CN': {}, en, 'mn-Mong': mn }

/** Translates a source string (zh-CN is the source); a string without a translation stays Chinese. */
export const words = (frame: { readonly language: Language }) => {
  const dictionary = dictionaries[frame.language]
  return (zh: string): string => dictionary[zh] ?? zh
}
