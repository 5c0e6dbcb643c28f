import type { ReactNode, RefObject } from 'react'

type Props = { readonly ref: RefObject<HTMLElement | null>; readonly label: string; readonly children: ReactNode }

/** Where a page or a picture is shown; scrolls when it is larger. */
export const Stage = ({ ref, label, children }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section ref={ref} className="viewer-stage" tabIndex={0} aria-label={label}>
    {children}
  </section>
)
