/** The same object without its undefined members, so that “absent” is one thing in types, JSON and SQL. */
export const present = <T extends object>(
  object: T,
): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
} => {
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(object)) {
    const value = object[name as keyof T]
    if (value !== undefined) kept[name] = value
  }
  return kept as ReturnType<typeof present<T>>
}
