import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useRef, useState } from 'react'
import { type Looking, scaleOf, useBox } from './look.ts'
import { drawPage, usePdf, usePdfPage } from './pdf.ts'
import { Stage } from './stage.tsx'

const thumbWidth = 84

const Drawing = ({ pdf, number }: { readonly pdf: PDFDocumentProxy; readonly number: number }) => {
  const page = usePdfPage(pdf, number)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!page || !canvas.current) return undefined
    return drawPage(page, canvas.current, thumbWidth / page.getViewport({ scale: 1 }).width, 0)
  }, [page])
  return <canvas ref={canvas} aria-hidden />
}

type ThumbProps = { readonly pdf: PDFDocumentProxy; readonly number: number; readonly current: boolean; readonly onOpen: () => void }

/** A small picture of a page, drawn while it can be seen: twenty pages or a thousand cost the same. */
const Thumb = ({ pdf, number, current, onOpen }: ThumbProps) => {
  const [seen, setSeen] = useState(false)
  const item = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!item.current) return undefined
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting === true), { rootMargin: '200px' })
    observer.observe(item.current)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <button ref={item} type="button" aria-label={`第 ${number} 页`} aria-current={current ? 'page' : undefined} onClick={onOpen}>
      {seen && <Drawing pdf={pdf} number={number} />}
      <span className="num">{number}</span>
    </button>
  )
}

const Thumbs = ({ pdf, page, onPage }: { readonly pdf: PDFDocumentProxy; readonly page: number; readonly onPage: (n: number) => void }) => (
  <nav className="viewer-thumbs" aria-label="页面缩略图">
    {Array.from({ length: pdf.numPages }, (_, i) => i + 1).map((number) => (
      <Thumb key={number} pdf={pdf} number={number} current={number === page} onOpen={() => onPage(number)} />
    ))}
  </nav>
)

const Page = ({ pdf, number, looking, label }: { readonly pdf: PDFDocumentProxy; readonly number: number } & ViewProps) => {
  const page = usePdfPage(pdf, number)
  const stage = useRef<HTMLElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useBox(stage)
  const { look } = looking
  const size = page?.getViewport({ scale: 1, rotation: (page.rotate + look.turn) % 360 })
  const scale = size && box ? scaleOf(look, size, box) : undefined
  useEffect(() => {
    if (!page || !canvas.current || !scale) return undefined
    return drawPage(page, canvas.current, scale, look.turn)
  }, [page, scale, look.turn])
  return (
    <Stage ref={stage} label={`${label} 第 ${number} 页(可滚动)`}>
      <canvas ref={canvas} role="img" aria-label={`${label} 第 ${number} 页`} />
    </Stage>
  )
}

type ViewProps = { readonly looking: Looking; readonly label: string }

/** A PDF: one page drawn large, the others small beside it. */
export const PdfView = ({ url, looking, label }: ViewProps & { readonly url: string }) => {
  const { pdf, failed } = usePdf(url)
  if (failed) return <p className="quiet">无法显示这个文件，请下载查看。</p>
  if (!pdf) return <p className="quiet">正在打开 {label}…</p>
  const number = Math.min(looking.look.page, pdf.numPages)
  return (
    <>
      {pdf.numPages > 1 && (
        <p className="viewer-page num">
          第 {number} / {pdf.numPages} 页
        </p>
      )}
      <div className="viewer-body">
        {pdf.numPages > 1 && <Thumbs pdf={pdf} page={number} onPage={(page) => looking.change({ page })} />}
        <Page pdf={pdf} number={number} looking={looking} label={label} />
      </div>
    </>
  )
}
