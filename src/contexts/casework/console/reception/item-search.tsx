import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'

type Hit = { readonly code: string; readonly name: string; readonly department: string; readonly divisionName: string }
type Found = { readonly items: readonly Hit[]; readonly elsewhere: readonly Hit[] }

/** A text that has rested for a moment, so that not every key asks the server. */
const useRested = (text: string): string => {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 150)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

type Props = { readonly focus: boolean; readonly onPick: (code: string) => void }

/** Which matter: typed, chosen by the arrows, taken by Enter. Items of other places come after one's own (异地收件). */
export const ItemSearch = ({ focus, onPick }: Props) => {
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const rested = useRested(q.trim())
  const { data, problem } = useLoad<Found>(rested ? `/api/v1/items?limit=8&q=${encodeURIComponent(rested)}` : undefined)
  const hits = data ? [...data.items, ...data.elsewhere].slice(0, 12) : []
  const ready = rested === q.trim()
  useEffect(() => {
    if (focus) box.current?.focus()
  }, [focus])
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') {
      event.preventDefault()
      const hit = ready ? hits[at] : undefined
      if (hit) onPick(hit.code)
    }
    if (!step || hits.length === 0) return
    event.preventDefault()
    setAt((at + step + hits.length) % hits.length)
  }
  return (
    <div className="question">
      <label htmlFor="item-search">办什么事</label>
      <input
        id="item-search"
        ref={box}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="item-hits"
        aria-activedescendant={hits[at] ? `hit-${at}` : undefined}
        aria-describedby="item-search-h"
        autoComplete="off"
        value={q}
        onChange={(event) => {
          setQ(event.target.value)
          setAt(0)
        }}
        onKeyDown={move}
      />
      <p className="quiet" id="item-search-h">
        输入事项名称、拼音或者日常说法，↑ ↓ 选择，回车开始。
      </p>
      {problem && <ProblemNote told={problem} />}
      {data && hits.length === 0 && <p className="quiet">没有找到，请换个说法。</p>}
      <div id="item-hits" role="listbox" aria-label="事项" className="hits">
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, as the combobox pattern has it
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box takes the keys
          <div key={hit.code} id={`hit-${index}`} role="option" aria-selected={index === at} onClick={() => onPick(hit.code)}>
            {hit.name}{' '}
            <span className="quiet">
              {hit.divisionName} {hit.department}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}
