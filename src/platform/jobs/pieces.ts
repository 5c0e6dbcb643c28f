/** A job made of pieces of which one that fails keeps no other from being done. */
export type Pieces = {
  /** Does a piece; undefined when it failed. `what` names it without anybody's name or number. */
  readonly piece: <T>(what: string, work: () => Promise<T>) => Promise<T | undefined>
  /** Throws when any piece failed: the job is tried again, and alarmed after its last try. */
  readonly end: () => void
}

/** After so many failures in a row the cause is not in the pieces: the rest is left to the next try. */
const mostInARow = 50

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const inPieces = (): Pieces => {
  const failed: Error[] = []
  let inARow = 0
  const end = (): void => {
    if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of its pieces failed, first ${failed[0]?.message}`)
  }
  return {
    async piece(what, work) {
      if (inARow >= mostInARow) end()
      try {
        const done = await work()
        inARow = 0
        return done
      } catch (error) {
        inARow += 1
        failed.push(new Error(`${what}: ${causeOf(error)}`, { cause: error }))
        return undefined
      }
    },
    end,
  }
}
