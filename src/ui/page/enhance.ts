// Comfort on top of pages that work without it: each behaviour hangs on a data attribute; deleting this file breaks nothing.

const all = <E extends HTMLElement>(selector: string): E[] => [...document.querySelectorAll<E>(selector)]
const make = <K extends keyof HTMLElementTagNameMap>(tag: K, parts: Partial<HTMLElementTagNameMap[K]>): HTMLElementTagNameMap[K] =>
  Object.assign(document.createElement(tag), parts)

/** One line of status at the foot of an element, read out when it changes. */
const say = (near: Element, text: string): void => {
  const line = near.querySelector(':scope > .saved') ?? near.appendChild(make('p', { className: 'saved', role: 'status' }))
  if (line.textContent !== text) line.textContent = text
}
const clock = (): string => new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })

/** A second click on the same form does nothing: the first is on its way. Coming back to the page opens it again. */
const submitOnce = (): void => {
  const sent = new WeakMap<HTMLFormElement, number>()
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement
      const before = sent.get(form) ?? 0
      if (form.method !== 'post') return
      if (Date.now() - before < 8000 && !form.dataset.open) {
        event.preventDefault()
        return event.stopImmediatePropagation()
      }
      delete form.dataset.open
      sent.set(form, Date.now())
    },
    true,
  )
  window.addEventListener('pageshow', () => all<HTMLFormElement>('form').forEach(reopen))
}
const reopen = (form: HTMLFormElement): void => {
  form.dataset.open = '1'
}

/** What was typed, without files and without the token. */
const typed = (form: HTMLFormElement): string => {
  const fields = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== '_csrf')
  return new URLSearchParams(fields).toString()
}

/** Puts kept typing back into its boxes: a text box gets its words, a choice its tick. */
const putBack = (form: HTMLFormElement, kept: string): void => {
  const values = new URLSearchParams(kept)
  for (const control of form.elements) {
    const box = control as HTMLInputElement
    if (!box.name || ['hidden', 'file', 'submit'].includes(box.type)) continue
    if (box.type === 'radio' || box.type === 'checkbox') box.checked = values.getAll(box.name).includes(box.value)
    else if (values.has(box.name)) box.value = values.get(box.name) ?? ''
  }
}

/** Sends the page as its button would, with a header that says nobody pressed it. What cannot be sent waits on this device. */
const save = async (form: HTMLFormElement, key: string): Promise<void> => {
  const body = typed(form)
  const token = form.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-autosave': '1', 'x-csrf-token': token },
      body: `${body}&${new URLSearchParams({ _csrf: token })}`,
    })
    if (!answer.ok) return say(form, '没有自动保存。内容还在这一页，请点“保存并继续”。')
    localStorage.removeItem(key)
    say(form, `已自动保存 ${clock()}`)
  } catch {
    localStorage.setItem(key, body)
    say(form, '没有网络，已存在本机，联网后自动发送。')
  }
}

/** Saves a page of a draft two seconds after the last key. */
const autosave = (form: HTMLFormElement): void => {
  const key = `draft:${form.action}`
  let timer = 0
  const kept = localStorage.getItem(key)
  if (kept !== null) {
    putBack(form, kept)
    save(form, key)
  }
  window.addEventListener('online', () => localStorage.getItem(key) !== null && save(form, key))
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(save, 2000, form, key)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    localStorage.removeItem(key)
  })
}

/** Nothing typed stays on a device that others use. */
const forgetAtLogout = (form: HTMLFormElement): void =>
  form.addEventListener('submit', () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key)
  })

type Policies = {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => { createHTML: (text: string) => string }
}
const policy = (window as unknown as { trustedTypes?: Policies }).trustedTypes?.createPolicy('tongban', { createHTML: (text) => text })

/** The sentence of an answer that says what is wrong. The answer is parsed apart from the page; nothing of it enters the document. */
const complaint = (markup: string): string => {
  const page = new DOMParser().parseFromString(policy?.createHTML(markup) ?? markup, 'text/html')
  return page.querySelector('.msg, .errs li, h1')?.textContent?.trim() ?? '没有传上，请换一个文件再试。'
}

/** One attempt to send the files; a cut network is tried again, and what was chosen stays chosen. */
const attempt = (form: HTMLFormElement, body: FormData, left: number): void => {
  const bar = form.querySelector('progress') ?? form.appendChild(make('progress', { max: 100, ariaLabel: '上传进度' }))
  const request = new XMLHttpRequest()
  request.open('POST', form.action)
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = Math.round((100 * loaded) / total)
    say(form, bar.value < 100 ? `正在上传，已传 ${Math.floor(bar.value / 25) * 25}%` : '已传完，正在检查文件')
  }
  const stop = (words: string): void => {
    bar.remove()
    reopen(form)
    say(form, words)
  }
  request.onerror = () => {
    if (left === 0) return stop('网络中断，文件没有传完。请再点一次上传，已传好的文件不受影响。')
    say(form, '网络中断，正在重试')
    setTimeout(attempt, 2000, form, body, left - 1)
  }
  request.onload = () => {
    if (request.status >= 400) return stop(complaint(request.responseText))
    location.assign(request.responseURL || location.href)
  }
  request.send(body)
}
const upload = (form: HTMLFormElement): void =>
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    attempt(form, new FormData(form, event.submitter), 3)
  })

/** How many characters are written and how many may be; said when the typing rests. */
const count = (area: HTMLTextAreaElement): void => {
  let timer = 0
  area.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => say(area.parentElement ?? area, `${[...area.value].length} / ${area.dataset.count} 字`), 400)
  })
}

/** Buttons that only a script can serve stay hidden without one. */
const reveal = (selector: string, press: (button: HTMLElement) => void): void => {
  for (const button of all(selector)) {
    button.hidden = false
    button.addEventListener('click', () => press(button))
  }
}
const copy = async (button: HTMLElement): Promise<void> => {
  await navigator.clipboard.writeText(button.dataset.copy ?? '')
  button.textContent = '已复制'
}

/** 朗读: the main part of the page, and nothing else; the same button stops it. */
const readAloud = (button: HTMLElement): void => {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel()
    return
  }
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text must not be read aloud
  const words = new SpeechSynthesisUtterance(document.querySelector('main')?.innerText ?? '')
  words.lang = 'zh-CN'
  words.rate = 0.9
  words.onend = () => button.setAttribute('aria-pressed', 'false')
  button.setAttribute('aria-pressed', 'true')
  speechSynthesis.speak(words)
}

/** Five minutes before a session ends the page asks; the answer is one click, and nothing typed is lost either way. */
const sessionNotice = (body: HTMLElement): void => {
  const minutes = Number(body.dataset.idle)
  const ask = (): void => {
    const box = make('div', { className: 'note warn', role: 'alert' })
    const stay = make('button', { className: 'btn', type: 'button', textContent: '我还在，继续' })
    stay.addEventListener('click', async () => {
      await fetch(location.href, { method: 'HEAD' })
      box.remove()
      setTimeout(ask, (minutes - 5) * 60_000)
    })
    box.append(make('p', { textContent: '您还在吗？为了安全，再过 5 分钟会退出登录。已经保存的内容不受影响。' }), stay)
    document.querySelector('main')?.prepend(box)
  }
  if (minutes > 5) setTimeout(ask, (minutes - 5) * 60_000)
}

/** What goes on from the words typed in a search box, offered by the browser itself. */
const suggest = (box: HTMLInputElement): void => {
  const list = make('datalist', { id: 'suggestions' })
  box.after(list)
  box.setAttribute('list', list.id)
  let timer = 0
  box.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(async () => {
      const answer = await fetch(box.dataset.suggest + encodeURIComponent(box.value)).catch(() => undefined)
      if (answer?.ok) list.replaceChildren(...(await answer.json()).items.map((value: string) => make('option', { value })))
    }, 150)
  })
}

submitOnce()
document.querySelector<HTMLElement>('[data-focus]')?.focus()
all<HTMLFormElement>('form[data-autosave]').forEach(autosave)
all<HTMLFormElement>('form[action$="/logout"]').forEach(forgetAtLogout)
all<HTMLFormElement>('form[data-upload]').forEach(upload)
all<HTMLTextAreaElement>('textarea[data-count]').forEach(count)
all('body[data-idle]').forEach(sessionNotice)
all<HTMLInputElement>('[data-suggest]').forEach(suggest)
reveal('[data-print]', () => print())
if (navigator.clipboard) reveal('[data-copy]', copy)
if ('speechSynthesis' in window) reveal('[data-read]', readAloud)
