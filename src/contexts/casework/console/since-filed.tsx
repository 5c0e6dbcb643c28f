import { useLoad } from '../../../ui/console/use-load.ts'

/** A row of `GET /api/v1/items/{code}/changes`. */
type Change = {
  readonly kind: string
  readonly says: string
  readonly draft: 'reopen' | 'drop' | 'tell' | 'quiet'
  readonly case: 'pinned' | 'favours' | 'newest' | 'none'
}
type Compared = { readonly to: number; readonly changes: readonly Change[] }

const Listed = ({ changes }: { readonly changes: readonly Change[] }) => (
  <ul>
    {changes.map(({ says }) => (
      <li key={says}>{says}</li>
    ))}
  </ul>
)

const Group = ({ title, changes }: { readonly title: string; readonly changes: readonly Change[] }) =>
  changes.length === 0 ? null : (
    <>
      <p className="quiet">{title}</p>
      <Listed changes={changes} />
    </>
  )

/** Under which version the case is handled where the guide has changed since, and what holds for the applicant all the same. */
export const SinceFiled = ({ item, filed }: { readonly item: string; readonly filed: number }) => {
  const { data } = useLoad<Compared>(`/api/v1/items/${item}/changes?from=${filed}`)
  const changes = data?.changes.filter((change) => change.draft !== 'quiet') ?? []
  const pinned = changes.filter((change) => change.case === 'pinned' || change.case === 'none')
  if (!data || changes.length === 0) return null
  return (
    <section>
      <h3>办事指南已更新到第 {data.to} 版</h3>
      <p>
        本件按提交时的<b>第 {filed} 版</b>办理，时限、环节和要求不变。
      </p>
      <Group title="有利于申请人，本件同样适用，不得再要求：" changes={changes.filter((change) => change.case === 'favours')} />
      <Group title="以新的为准：" changes={changes.filter((change) => change.case === 'newest')} />
      {pinned.length > 0 && (
        <details>
          <summary>不影响本件的改动({pinned.length})</summary>
          <Listed changes={pinned} />
        </details>
      )}
      <a href={`/guide/${item}/versions?from=${filed}&to=${data.to}`} target="_blank" rel="noreferrer">
        两个版本的全部不同
      </a>
    </section>
  )
}
