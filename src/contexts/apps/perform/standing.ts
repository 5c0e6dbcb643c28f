import { AsyncLocalStorage } from 'node:async_hooks'
import type { Origins } from '../../identity/index.ts'
import type { ProviderPage, Standing } from '../terms.ts'

/** One request of the provider: who is signed in, from where, whether it is his own sign-out, and how a page of ours is drawn for him. */
export type Asking = {
  readonly standing: Standing | undefined
  readonly origin: Origins
  readonly isEnding: boolean
  readonly show: (page: ProviderPage) => string
}

const asking = new AsyncLocalStorage<Asking>()

/** Answers one request of the provider on behalf of who is signed in here: there is one sign-in, not two that can differ. */
export const askAs = <T>(who: Asking, work: () => Promise<T>): Promise<T> => asking.run(who, work)

export const currentStanding = (): Standing | undefined => asking.getStore()?.standing
/** From where the request comes that is being answered, as the trail names it. */
export const currentOrigin = (): Origins => asking.getStore()?.origin ?? { request: '', network: '' }
export const isSignOut = (): boolean => asking.getStore()?.isEnding ?? false
/** A page of the provider in the frame of this house. */
export const drawn = (page: ProviderPage): string => asking.getStore()?.show(page) ?? ''
