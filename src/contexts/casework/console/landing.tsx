import { Navigate } from 'react-router'
import { Empty } from '../../../ui/console/notes.tsx'
import type { Desk } from './desk.ts'

/** Lists in which nobody waits for me. */
const aside = ['waiting', 'mine', 'overdue']

/** The first list of mine in which work waits; the first of all when there is none. */
export const firstDesk = (desks: readonly Desk[], counts: Readonly<Record<string, number>>): Desk | undefined =>
  desks.find(({ name }) => !aside.includes(name) && (counts[name] ?? 0) > 0) ?? desks[0]

type Props = { readonly desks: readonly Desk[]; readonly counts: Readonly<Record<string, number>> | undefined }

/** Where an officer lands: where work waits for him. */
export const Landing = ({ desks, counts }: Props) => {
  if (desks.length === 0) return <Empty>您的角色没有办件工作。</Empty>
  const desk = counts && firstDesk(desks, counts)
  return desk ? <Navigate to={`/work/${desk.name}`} replace /> : null
}
