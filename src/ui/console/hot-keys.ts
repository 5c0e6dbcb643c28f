import { useEffect, useRef } from 'react'

/** What a key does: 'j', 'shift+x', '/', 'F2', 'ctrl+Enter'. A letter with shift is the letter alone where nothing else is meant. */
export type HotKeys = Readonly<Record<string, () => void>>

const setting = 'console.single-keys'
/** Single-letter keys can be turned off (WCAG 2.1.4); function keys and Ctrl+Enter stay. */
export const singleKeysOn = (): boolean => localStorage.getItem(setting) !== 'off'
export const setSingleKeys = (on: boolean): void => localStorage.setItem(setting, on ? 'on' : 'off')

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox],[type=radio]),textarea,select,[role=combobox]'))

const nameOf = (event: KeyboardEvent): string => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : event.altKey ? `alt+${key}` : key
}

const shifted = (event: KeyboardEvent, name: string): string | undefined =>
  event.shiftKey && /^[a-z]$/.test(name) ? `shift+${name}` : undefined

const isMeant = (event: KeyboardEvent, name: string): boolean => name.length > 1 || (singleKeysOn() && !isTyping(event.target))

/** Listens to keys while the component is there. Letters and digits are left alone while somebody types. */
export const useHotKeys = (keys: HotKeys): void => {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const name = nameOf(event)
      const act = latest.current[shifted(event, name) ?? name] ?? latest.current[name]
      if (!act || event.defaultPrevented || event.isComposing || !isMeant(event, name)) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
