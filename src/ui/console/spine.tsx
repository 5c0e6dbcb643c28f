import type { ReactNode } from 'react'

export type SpineItem = {
  readonly key: string
  readonly name: ReactNode
  readonly state: 'done' | 'now' | 'todo' | 'stop'
  readonly when?: string
  readonly body?: ReactNode
}

/** 脊: the line that holds a case together; text carries the meaning, nodes repeat it. */
export const Spine = ({ items }: { readonly items: readonly SpineItem[] }) => (
  <ol className="spine">
    {items.map((item) => (
      <li key={item.key} className={item.state}>
        <div className="spine-head">
          <b>{item.name}</b>
          {item.when && <span className="quiet num">{item.when}</span>}
        </div>
        {item.body}
      </li>
    ))}
  </ol>
)
