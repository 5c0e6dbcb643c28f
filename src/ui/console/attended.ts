/** Asking by itself rests when nobody has touched the page for this long, so that an unattended session can end (S-032). */
const restAfter = 5 * 60_000
let touchedAt = Date.now()
for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
  window.addEventListener(name, () => (touchedAt = Date.now()), { passive: true })

/** Whether somebody looks at this page and has touched it lately. */
export const isAttended = (): boolean => document.visibilityState === 'visible' && Date.now() - touchedAt < restAfter
