// Comfort on top of pages that work without it: each behaviour hangs on a data attribute; deleting this file breaks nothing.

const all = <E extends HTMLElement>(selector: string): E[] => [...document.querySelectorAll<E>(selector)]
const csrf = (form: HTMLFormElement): string => form.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
const say = (near: Element, text: string): void => {
  const box = near.querySelector('[data-say]') ?? near.appendChild(Object.assign(document.createElement('p'), { className: 'saved' }))
  box.setAttribute('data-say', '')
  box.setAttribute('role', 'status')
  box.textContent = text
}
const time = (): string => new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })

/** Errors are read first. */
const focusErrors = (): void => document.querySelector<HTMLElement>('[data-focus]')?.focus()

/** A second click on the same form does nothing; the first one is on its way. */
const submitOnce = (): void =>
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (form.method !== 'post') return
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = '1'
    setTimeout(() => delete form.dataset.sent, 8000)
  })

const fieldsOf = (form: HTMLFormElement): Record<string, string | string[]> => {
  const fields: Record<string, string | string[]> = {}
  for (const [name, value] of new FormData(form)) {
    if (name === '_csrf' || typeof value !== 'string') continue
    const before = fields[name]
    fields[name] = before === undefined ? value : [...[before].flat(), value]
  }
  return fields
}

/** Saves a page of a draft two seconds after the last key; without a network it waits on this device and is sent later. */
const autosave = (form: HTMLFormElement): void => {
  const url = form.dataset.autosave ?? ''
  const key = `draft:${url}:${form.action}`
  let timer = 0
  const send = async (body: string): Promise<void> => {
    try {
      const answer = await fetch(url, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf(form) },
        body,
      })
      if (!answer.ok)
        return say(
          form,
          answer.status === 401 ? '登录已过期。内容还在这一页,点“保存并继续”后登录即可接着办。' : '没有自动保存,请点“保存并继续”。',
        )
      localStorage.removeItem(key)
      say(form, `已自动保存 ${time()}`)
    } catch {
      localStorage.setItem(key, body)
      say(form, '没有网络,已存在本机,联网后自动发送。')
    }
  }
  const kept = localStorage.getItem(key)
  if (kept) send(kept)
  window.addEventListener('online', () => {
    const waiting = localStorage.getItem(key)
    if (waiting) send(waiting)
  })
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => send(JSON.stringify({ typed: fieldsOf(form) })), 2000)
  })
  form.addEventListener('submit', () => clearTimeout(timer))
}

/** Upload with progress; a cut network is tried again three times, and what was chosen stays chosen. */
const upload = (form: HTMLFormElement): void =>
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const attempt = (left: number): void => {
      const request = new XMLHttpRequest()
      request.open('POST', form.action)
      request.setRequestHeader('accept', 'text/html')
      request.upload.onprogress = ({ loaded, total }) => say(form, `正在上传 ${Math.round((100 * loaded) / total)}%`)
      request.onerror = () => {
        if (left === 0) {
          delete form.dataset.sent
          return say(form, '网络中断,文件没有传完。请再点一次上传,已传好的文件不受影响。')
        }
        say(form, '网络中断,正在重试 …')
        setTimeout(() => attempt(left - 1), 2000)
      }
      request.onload = () => {
        if (request.status < 400) return location.assign(request.responseURL || location.href)
        delete form.dataset.sent
        const page = new DOMParser().parseFromString(trusted(request.responseText) as string, 'text/html')
        say(form, page.querySelector('.msg,.errs li,h1')?.textContent ?? '没有传上,请换一个文件再试。')
      }
      request.send(new FormData(form))
    }
    attempt(3)
  })

type Policies = {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => { createHTML: (text: string) => unknown }
}
const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes
const policy = policies?.createPolicy('tongban', { createHTML: (text) => text })
/** Our own answer, parsed apart from the page to read one sentence of it; nothing of it is put into the document. */
const trusted = (text: string): unknown => policy?.createHTML(text) ?? text

const count = (area: HTMLTextAreaElement): void => {
  const show = (): void => say(area.parentElement as Element, `${[...area.value].length} / ${area.dataset.count} 字`)
  area.addEventListener('input', show)
}

const printing = (): void => {
  for (const button of all('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
}

focusErrors()
submitOnce()
all<HTMLFormElement>('form[data-autosave]').forEach(autosave)
all<HTMLFormElement>('form[data-upload]').forEach(upload)
all<HTMLTextAreaElement>('textarea[data-count]').forEach(count)
printing()
