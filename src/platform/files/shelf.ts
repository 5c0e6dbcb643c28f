/**
 * Where the bytes lie. `keep` takes a finished temporary file; `read` gives undefined when there is no such content; `remove` bears that
 * there is none.
 */
export type Shelf = {
  readonly keep: (path: string, sha256: string) => Promise<void>
  readonly read: (sha256: string) => Promise<AsyncIterable<Uint8Array> | undefined>
  readonly remove: (sha256: string) => Promise<void>
}

/** Where a content lies: ab/cdef… Throws TypeError on anything that is not a SHA-256 in hex, so no name can lead elsewhere. */
export const keyOf = (sha256: string): string => {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('not a SHA-256')
  return `${sha256.slice(0, 2)}/${sha256.slice(2)}`
}
