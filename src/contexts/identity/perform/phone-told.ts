import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { insertMessage } from '../store/messages.ts'
import type { Means } from './means.ts'

/** What telling a person of a change of his telephone needs; `publicUrl` is where the link of a message leads. */
export type Telling = Means & { readonly publicUrl: string }

const stopToken = (secrets: Secrets, id: string): string => secrets.lookupHash(id, 'link that stops a phone change').slice(0, 32)
/** By what the link of a change is found: 128 bits that nobody can guess and nothing can be read from. */
export const stopHash = (secrets: Secrets, token: string): string => secrets.lookupHash(token, 'token that stops a phone change')
export const stopHashOf = (secrets: Secrets, id: string): string => stopHash(secrets, stopToken(secrets, id))
/** The link that the former telephone gets. It only stops, lets nobody in, and works once (S-007). */
export const stopLink = ({ secrets, publicUrl }: Telling, id: string): string => `${publicUrl}/stop/${stopToken(secrets, id)}`

type Told = {
  readonly title: string
  /** One line. */
  readonly text: string
  /** Telephones, '' where there is none. */
  readonly to: readonly string[]
  /** The telephone among them that may say no by a link. */
  readonly stops?: { readonly phone: string; readonly link: string } | undefined
  /** What he said himself, or was found of that: there is nothing to say no to. */
  readonly isAnswer?: true
}
const whatToDo = ({ stops, isAnswer }: Told, to: string): string => {
  if (isAnswer) return '有疑问请拨打 12345。'
  return to === stops?.phone ? `如非本人办理，请点 ${stops.link} 停止，或者拨打 12345。` : '如非本人办理，请立即拨打 12345。'
}
/** Tells a person on every channel he has: his messages, and the telephones (S-007). */
export const tellPerson = async (means: Means, sql: Sql, { id, personId }: { id: string; personId: string }, told: Told): Promise<void> => {
  await insertMessage(sql, personId, { title: told.title, body: told.text, link: '/my/security' })
  for (const to of new Set(told.to.filter(Boolean)))
    await means.sms.send(sql, { to, text: `【通办】${told.text}${whatToDo(told, to)}`, key: `${told.title} ${id} ${to}` })
}
