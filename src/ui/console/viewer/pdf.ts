import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useState } from 'react'
import type { Look } from './look.ts'

/** Fonts, character maps and decoders that a file may need beside itself (src/app/console/pdf-parts.ts). */
const parts = '/console/pdf/'
/** A canvas is never larger, however far one zooms in: memory stays bounded. */
const mostPixels = 12_000_000
/** A picture inside a PDF with more pixels than this is left out. */
const mostImage = 64_000_000

/** pdf.js with its worker, fetched when the first PDF is opened. */
const load = async () => {
  const [pdfjs, { default: worker }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'),
  ])
  pdfjs.GlobalWorkerOptions.workerSrc = worker
  return pdfjs
}

const begin = async (url: string, signal: AbortSignal): Promise<PDFDocumentLoadingTask> => {
  const [pdfjs, answer] = await Promise.all([load(), fetch(url, { signal })])
  if (!answer.ok) throw new Error(String(answer.status))
  const data = new Uint8Array(await answer.arrayBuffer())
  signal.throwIfAborted()
  return pdfjs.getDocument({
    data,
    cMapUrl: parts,
    standardFontDataUrl: parts,
    wasmUrl: parts,
    useWasm: false,
    enableXfa: false,
    maxImageSize: mostImage,
  })
}

export type Opened = { readonly pdf?: PDFDocumentProxy; readonly failed: boolean }

/** A PDF read from an address; forgotten with the component. */
export const usePdf = (url: string): Opened => {
  const [opened, setOpened] = useState<Opened>({ failed: false })
  useEffect(() => {
    const control = new AbortController()
    let task: PDFDocumentLoadingTask | undefined
    const open = async (): Promise<void> => {
      task = await begin(url, control.signal)
      const pdf = await task.promise
      if (!control.signal.aborted) setOpened({ pdf, failed: false })
    }
    open().catch(() => control.signal.aborted || setOpened({ failed: true }))
    return () => {
      control.abort()
      void task?.destroy()
    }
  }, [url])
  return opened
}

/** One page of a PDF; undefined while it is read. */
export const usePdfPage = (pdf: PDFDocumentProxy, number: number): PDFPageProxy | undefined => {
  const [page, setPage] = useState<PDFPageProxy>()
  useEffect(() => {
    let isHere = true
    pdf.getPage(number).then(
      (read) => isHere && setPage(read),
      () => undefined, // closed meanwhile
    )
    return () => {
      isHere = false
    }
  }, [pdf, number])
  return page?.pageNumber === number ? page : undefined
}

/** Draws a page at a scale of CSS pixels; returns what stops it. The canvas keeps the size of the page. */
export const drawPage = (page: PDFPageProxy, canvas: HTMLCanvasElement, scale: number, turn: Look['turn']): (() => void) => {
  const rotation = (page.rotate + turn) % 360
  const shown = page.getViewport({ scale, rotation })
  const sharp = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (shown.width * shown.height)))
  const viewport = page.getViewport({ scale: scale * sharp, rotation })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  canvas.style.inlineSize = `${Math.floor(shown.width)}px`
  const task = page.render({ canvas, viewport })
  task.promise.then(
    () => {
      canvas.dataset.drawn = String(page.pageNumber)
    },
    () => undefined, // stopped: something else is drawn now
  )
  return () => task.cancel()
}
