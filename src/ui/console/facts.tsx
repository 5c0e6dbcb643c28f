import type { ReactNode } from 'react'

/** Rows of name and value. */
export const Facts = ({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="facts">
    {rows.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

/** A key as printed on a button. */
export const Key = ({ name }: { readonly name: string }) => <kbd className="key">{name}</kbd>
