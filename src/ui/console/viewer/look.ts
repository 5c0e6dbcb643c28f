import { type RefObject, useEffect, useState } from 'react'
import { useHotKeys } from '../hot-keys.ts'

/** How a file is looked at: fitted to the width or the height of its pane, enlarged `times`, turned clockwise, and the page of a PDF (from 1). */
export type Look = {
  readonly fit: 'width' | 'height'
  readonly times: number
  readonly turn: 0 | 90 | 180 | 270
  readonly page: number
}
export type Looking = { readonly look: Look; readonly change: (part: Partial<Look>) => void }
export type Size = { readonly width: number; readonly height: number }

const step = 1.25
const most = 6
const least = 0.25
const first: Look = { fit: 'width', times: 1, turn: 0, page: 1 }

export const enlarged = ({ times }: Look): Partial<Look> => ({ times: Math.min(most, times * step) })
export const reduced = ({ times }: Look): Partial<Look> => ({ times: Math.max(least, times / step) })
export const turned = ({ turn }: Look): Partial<Look> => ({ turn: ((turn + 90) % 360) as Look['turn'] })
export const wide: Partial<Look> = { fit: 'width', times: 1 }
export const whole: Partial<Look> = { fit: 'height', times: 1 }

/** The size of something after it was turned. */
export const sizeTurned = ({ width, height }: Size, turn: Look['turn']): Size =>
  turn % 180 === 0 ? { width, height } : { width: height, height: width }

/** By how much something of this size (as it is turned) is drawn larger or smaller in a box. */
export const scaleOf = ({ fit, times }: Look, size: Size, box: Size): number =>
  (fit === 'width' ? box.width / size.width : Math.min(box.width / size.width, box.height / size.height)) * times

/** A look that the keys + − 0 H R , . change. One a screen: two viewers that are compared share it. */
export const useLook = (): Looking => {
  const [look, setLook] = useState(first)
  const change = (part: Partial<Look>): void => setLook((before) => ({ ...before, ...part }))
  useHotKeys({
    '+': () => change(enlarged(look)),
    '=': () => change(enlarged(look)),
    '-': () => change(reduced(look)),
    '0': () => change(wide),
    h: () => change(whole),
    r: () => change(turned(look)),
    ',': () => change({ page: Math.max(1, look.page - 1) }),
    '.': () => change({ page: look.page + 1 }),
  })
  return { look, change }
}

/** The inner size of an element, as it changes. */
export const useBox = (element: RefObject<HTMLElement | null>): Size | undefined => {
  const [box, setBox] = useState<Size>()
  useEffect(() => {
    if (!element.current) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setBox({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return box
}
