const frameClass = 'print-frame'

/** Prints a PDF of the server as it is, not the console around it: from memory, because its own answer may not be framed. */
export const printFile = async (url: string): Promise<void> => {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(String(answer.status))
  const address = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: 'application/pdf' }))
  for (const old of document.querySelectorAll<HTMLIFrameElement>(`.${frameClass}`)) {
    URL.revokeObjectURL(old.src)
    old.remove()
  }
  const frame = document.createElement('iframe')
  frame.className = `${frameClass} sr`
  frame.title = '打印'
  frame.tabIndex = -1
  frame.addEventListener('load', () => frame.contentWindow?.print(), { once: true })
  frame.src = address
  document.body.append(frame)
}
