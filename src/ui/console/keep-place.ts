/** A row as it is shown: `gone` when the list no longer holds it and it stays only so that the focused row keeps its place. */
export type Placed<Row> = { readonly row: Row; readonly gone: boolean }

/**
 * The rows to show when a list was read anew while one of its rows has the focus: everything down to the focused row stays where it was
 * (what has left the list is marked), what is new comes below. Without focus, or when the focused row has left, the list as it was read.
 */
export const keepPlace = <Row>(
  shown: readonly Placed<Row>[],
  fresh: readonly Row[],
  focused: string | undefined,
  keyOf: (row: Row) => string,
): Placed<Row>[] => {
  const byKey = new Map(fresh.map((row) => [keyOf(row), row]))
  const at = focused === undefined || !byKey.has(focused) ? -1 : shown.findIndex(({ row }) => keyOf(row) === focused)
  const above = shown.slice(0, at + 1).map(({ row }) => {
    const now = byKey.get(keyOf(row))
    return { row: now ?? row, gone: now === undefined }
  })
  const kept = new Set(above.map(({ row }) => keyOf(row)))
  return [...above, ...fresh.filter((row) => !kept.has(keyOf(row))).map((row) => ({ row, gone: false }))]
}
