/** Every try comes from an address of its own behind the proxy, so that no limit meets the next. */
let tries = 0
export const nextAddress = (): string => {
  tries += 1
  return `10.${tries >> 16}.${(tries >> 8) & 255}.${tries & 255}`
}

export type Try = { readonly account: string; readonly password: string; readonly address?: string }
/** One sign-in of a program: its status and how long the answer took, in ms. */
export const signIn = async (url: string, { account, password, address = nextAddress() }: Try) => {
  const begun = performance.now()
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ account, password }),
  })
  await answer.arrayBuffer()
  const { status, headers } = answer
  return { status, millis: performance.now() - begun, retryAfter: Number(headers.get('retry-after') ?? 0), cookies: headers.getSetCookie() }
}
