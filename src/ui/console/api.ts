import { setConnection } from './connection.ts'

/** What the page that carries the console says about its user. `roles` are identity's role names. */
export type Boot = {
  readonly account: string
  readonly name: string
  readonly unit: string
  /** 12 digits. */
  readonly division: string
  /** '' for the hall and its bureau. */
  readonly departmentCode: string
  readonly roles: readonly string[]
  readonly csrf: string
}

/** RFC 9457, with the members of a refusal. */
export type Told = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly act?: string
  readonly state?: string
  readonly article?: string
  readonly open?: readonly string[]
  /** 办件编号 of the case that was meant. */
  readonly case?: string
  readonly fields?: readonly { readonly field: string; readonly message: string }[]
}

/** An answer of the API that is not a success; `told` is what it said. */
export class ApiError extends Error {
  readonly told: Told
  constructor(told: Told) {
    super(told.title)
    this.told = told
  }
}

/** Fresh data, or nothing new since `etag`. */
export type Fetched<T> = { readonly data: T; readonly etag?: string } | 'unchanged'

const bootElement = document.getElementById('boot')
let current: Boot = bootElement
  ? JSON.parse(bootElement.textContent ?? '')
  : { account: '', name: '', unit: '', division: '', departmentCode: '', roles: [], csrf: '' }

/** Who is signed in, as of the page or of the last sign-in beside it. */
export const boot = (): Boot => current

/** Asks again who is signed in: the page goes on with a new session of the same officer, its forms untouched; for another it starts afresh. */
export const refreshBoot = async (): Promise<boolean> => {
  const answer = await fetch('/console/boot', { headers: { accept: 'application/json' }, redirect: 'manual' }).catch(() => undefined)
  if (!answer?.ok) return false
  const next = (await answer.json()) as Boot
  if (next.account !== current.account) location.reload()
  current = next
  setConnection('online')
  return true
}

/** Tells the other tabs of this browser that somebody signed in, and hears it from them. */
export const shareSignIn = (): void => {
  const channel = new BroadcastChannel('console.signed-in')
  channel.onmessage = () => void refreshBoot()
  channel.postMessage('signed-in')
  window.addEventListener('focus', () => void refreshBoot())
}

const offline: Told = { type: '/problems/offline', title: '网络连接中断，恢复后请再试一次', status: 0 }

const send = async (path: string, init: RequestInit): Promise<Response> => {
  try {
    const answer = await fetch(path, { ...init, redirect: 'manual' })
    setConnection(answer.status === 401 || answer.type === 'opaqueredirect' ? 'signedOut' : 'online')
    return answer
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    setConnection('offline')
    throw new ApiError(offline)
  }
}

const told = async (answer: Response): Promise<Told> => {
  const signedOut = answer.type === 'opaqueredirect'
  const given = await answer.json().catch(() => undefined)
  return {
    type: '/problems/fault',
    title: signedOut ? '登录已过期，请重新登录' : '系统出了差错，请稍后再试',
    ...given,
    status: signedOut ? 401 : answer.status,
  }
}

/** Reads JSON; with the `etag` of an earlier answer says 'unchanged' when nothing changed. Throws ApiError. */
export const read = async <T>(path: string, etag?: string, signal?: AbortSignal): Promise<Fetched<T>> => {
  const headers = { accept: 'application/json', ...(etag ? { 'if-none-match': etag } : {}) }
  const answer = await send(path, { headers, ...(signal ? { signal } : {}) })
  if (answer.status === 304) return 'unchanged'
  if (!answer.ok) throw new ApiError(await told(answer))
  const tag = answer.headers.get('etag')
  return { data: (await answer.json()) as T, ...(tag ? { etag: tag } : {}) }
}

const isStaleToken = (problem: Told): boolean => problem.status === 403 && problem.type.endsWith('/csrf')

type Change = {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** JSON, a form with files, or the text of an XML document. */
  readonly body?: unknown
  /** Idempotency-Key of a submission (S-070). */
  readonly key?: string
}

const typeOf = (body: unknown): { 'content-type'?: string } => {
  if (body === undefined || body instanceof FormData) return {}
  return { 'content-type': typeof body === 'string' ? 'application/xml' : 'application/json' }
}

/** Sends an unsafe request; retries once with a fresh token when the session was renewed in another tab. Throws ApiError. */
export const change = async <T>(path: string, { method, body, key }: Change, retried = false): Promise<T> => {
  const headers = {
    accept: 'application/json',
    'x-csrf-token': current.csrf,
    ...typeOf(body),
    ...(key ? { 'idempotency-key': key } : {}),
  }
  const sent = body === undefined ? {} : { body: body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body) }
  const answer = await send(path, { method, headers, ...sent })
  if (answer.status === 204) return undefined as T
  if (answer.ok) return (await answer.json()) as T
  const problem = await told(answer)
  if (isStaleToken(problem) && !retried && (await refreshBoot())) return change(path, { method, body, ...(key ? { key } : {}) }, true)
  throw new ApiError(problem)
}

/** Posts JSON. Throws ApiError. */
export const post = <T>(path: string, body: unknown): Promise<T> => change<T>(path, { method: 'POST', body })
