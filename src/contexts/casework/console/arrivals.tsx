import { useEffect, useRef, useState } from 'react'
import type { WorkPage } from './shapes.ts'

/** Says how many cases came to a list while somebody looked at it; says nothing when the list itself was changed. */
export const Arrivals = ({ page, address }: { readonly page: WorkPage | undefined; readonly address: string }) => {
  const known = useRef<{ readonly address: string; readonly nos: ReadonlySet<string> }>(undefined)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!page) return
    const before = known.current
    known.current = { address, nos: new Set(page.items.map(({ no }) => no)) }
    if (before?.address !== address) return setSaid('')
    const arrived = page.items.filter(({ no }) => !before.nos.has(no)).length
    if (arrived > 0) setSaid(`新到 ${arrived} 件`)
  }, [page, address])
  return (
    <p role="status" className={said ? 'arrivals' : 'sr'}>
      {said}
    </p>
  )
}
