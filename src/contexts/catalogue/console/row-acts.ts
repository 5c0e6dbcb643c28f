import { addBehind, addBeside, changeRow, type Edited, moveRow, removeRow } from './edit-process.ts'
import type { RowActs } from './process-row.tsx'

/** Puts the cursor where the row of a step begins, once it is drawn. */
export const focusStep = (id: string | undefined): void => {
  requestAnimationFrame(() => id && document.querySelector<HTMLElement>(`[data-step="${id}"] input`)?.focus())
}

/** What can be done with the rows of a process; the cursor follows what was added or moved. */
export const rowActs = (steps: Edited, set: (next: Edited) => void): RowActs => {
  const added = (next: Edited): void => {
    set(next)
    focusStep(next.find(({ id }) => !steps.some((one) => one.id === id))?.id)
  }
  return {
    change: (row, members) => set(changeRow(steps, row, members)),
    addBehind: (row) => added(addBehind(steps, row)),
    addBeside: (row) => added(addBeside(steps, row)),
    remove: (row) => {
      set(removeRow(steps, row))
      focusStep(steps[row + 1]?.id ?? steps[row - 1]?.id)
    },
    move: (row, by) => {
      set(moveRow(steps, row, by))
      focusStep(steps[row]?.id)
    },
  }
}
