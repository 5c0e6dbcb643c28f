import type { Json } from '../../../kernel/canonical.ts'
import { breakLines } from '../../../ui/paper/lines.ts'
import { closeDocument, type Document, lineWidth, mm, openDocument, type Style, write } from '../../../ui/paper/pen.ts'
import { frame } from '../../../ui/paper/rows.ts'
import { mustDraw } from '../../../ui/paper/type.ts'

const body: Style = { size: 11 }
const heading: Style = { size: 14, weight: 'bold' }
const pitch = 18

/** What a font has no sign for is shown as a box; the JSON beside it has it in full. */
const drawable = (text: string): string =>
  [...text]
    .map((character) => {
      try {
        mustDraw(character, 'regular')
        return character
      } catch {
        return '□'
      }
    })
    .join('')

const lineOf = (value: Json): string => {
  if (value === null || typeof value !== 'object') return String(value ?? '')
  const parts = Object.entries(value).flatMap(([name, one]) => (one === null || typeof one === 'object' ? [] : [`${name} ${one}`]))
  return parts.slice(0, 6).join(',')
}

/** What a copy holds, section by section: how many entries, and each in one line. */
const linesOf = (data: Readonly<Record<string, Json>>): { readonly text: string; readonly style: Style }[] =>
  Object.entries(data).flatMap(([name, value]) => {
    const entries = Array.isArray(value) ? value : value === null ? [] : [value]
    return [
      { text: `${name}(${entries.length})`, style: heading },
      ...entries.slice(0, 200).map((entry) => ({ text: lineOf(entry as Json), style: body })),
    ]
  })

const put = (document: Document, lines: readonly { readonly text: string; readonly style: Style }[]): void => {
  let y = Number.POSITIVE_INFINITY
  for (const { text, style } of lines) {
    for (const line of breakLines(drawable(text), frame.width, (one) => lineWidth(one, style))) {
      if (y > frame.top + frame.height) {
        document.addPage()
        y = frame.top
      }
      write(document, line, frame.left, y, style)
      y += style === heading ? pitch + mm(1.5) : pitch
    }
  }
}

/** The summary of one's own data on paper; `on` is the day in words, `at` its instant. */
export const ownDataPaper = (
  data: Readonly<Record<string, Json>>,
  { on, at }: { readonly on: string; readonly at: Date },
): Promise<Buffer> => {
  const title = '个人信息副本摘要'
  const document = openDocument({ title, author: '政务服务平台', at } as Parameters<typeof openDocument>[0], 'portrait')
  put(document, [
    { text: title, style: { size: 18, weight: 'bold' } },
    { text: `制作日期：${on}。完整内容在同一压缩包的 JSON 文件里(个人信息保护法第四十五条)。`, style: body },
    ...linesOf(data),
  ])
  return closeDocument(document)
}
