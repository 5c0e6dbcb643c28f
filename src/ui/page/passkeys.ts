// Passkeys in the browser: a form with data-passkey asks for options, lets the authenticator answer, and sends what it said.
// Without script such a form stays hidden, and the page offers its other way. `SimpleWebAuthnBrowser` stands before this in the same file.

type Ceremony = (options: { optionsJSON: unknown }) => Promise<unknown>
declare const SimpleWebAuthnBrowser: {
  startRegistration: Ceremony
  startAuthentication: Ceremony
  browserSupportsWebAuthn: () => boolean
}

const post = async (url: string, token: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': token },
    body: JSON.stringify(body),
  })
  const said = (await answer.json()) as Record<string, unknown>
  if (!answer.ok) throw new Error(String(said.title ?? '没有成功，请重试'))
  return said
}

const valueIn = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name)
  return typeof value === 'string' ? value : ''
}

const wordsFor = (error: Error): string =>
  error.name === 'NotAllowedError' || error.name === 'AbortError' ? '没有完成，可以再试一次，或换一种方式' : error.message

const perform = async (form: HTMLFormElement, line: HTMLElement): Promise<void> => {
  const token = valueIn(form, '_csrf')
  const url = form.getAttribute('action') ?? ''
  line.textContent = '请按设备的提示操作'
  try {
    const optionsJSON = await post(`${url}/options`, token, {})
    const ceremony = form.dataset.passkey === 'enrol' ? SimpleWebAuthnBrowser.startRegistration : SimpleWebAuthnBrowser.startAuthentication
    const response = await ceremony({ optionsJSON })
    const { next } = await post(url, token, { response, label: valueIn(form, 'label'), next: valueIn(form, 'next') })
    location.assign(String(next))
  } catch (error) {
    line.textContent = wordsFor(error as Error)
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if (!SimpleWebAuthnBrowser.browserSupportsWebAuthn()) continue
  form.hidden = false
  const line = form.appendChild(Object.assign(document.createElement('p'), { className: 'saved' }))
  line.setAttribute('role', 'status')
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    form.dataset.open = '1'
    perform(form, line)
  })
}

export {}
