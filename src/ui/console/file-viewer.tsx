import { Button } from 'antd'
import { useEffect, useState } from 'react'

export type ViewedFile = { readonly name: string; readonly size: number; readonly type: string; readonly url: string }

/** 1.2 MB */
export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** A PDF is fetched and shown from memory: the answer of the server itself may not be framed. */
const usePdf = (url: string | undefined): { readonly src?: string; readonly failed: boolean } => {
  const [state, setState] = useState<{ src?: string; failed: boolean }>({ failed: false })
  useEffect(() => {
    if (!url) return undefined
    const control = new AbortController()
    let made: string | undefined
    const load = async () => {
      const answer = await fetch(url, { signal: control.signal })
      if (!answer.ok) throw new Error(String(answer.status))
      made = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: 'application/pdf' }))
      setState({ src: made, failed: false })
    }
    load().catch(() => control.signal.aborted || setState({ failed: true }))
    return () => {
      control.abort()
      if (made) URL.revokeObjectURL(made)
      setState({ failed: false })
    }
  }, [url])
  return state
}

const Pdf = ({ file }: { readonly file: ViewedFile }) => {
  const { src, failed } = usePdf(file.url)
  if (failed) return <p className="quiet">无法显示这个文件,请下载查看。</p>
  return src ? <iframe className="viewer-pdf" src={src} title={file.name} /> : <p className="quiet">正在打开 {file.name}…</p>
}

const zooms = [0.5, 0.75, 1, 1.5, 2, 3] as const
const Picture = ({ file }: { readonly file: ViewedFile }) => {
  const [zoom, setZoom] = useState(2)
  const [turn, setTurn] = useState(0)
  const scale = zooms[zoom] ?? 1
  return (
    <>
      <div className="viewer-tools">
        <Button size="small" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          缩小
        </Button>
        <span className="num">{Math.round(scale * 100)}%</span>
        <Button size="small" disabled={zoom === zooms.length - 1} onClick={() => setZoom(zoom + 1)}>
          放大
        </Button>
        <Button size="small" onClick={() => setTurn((turn + 90) % 360)}>
          旋转
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled picture must be reachable by keyboard */}
      <section className="viewer-picture" tabIndex={0} aria-label={`${file.name}(可滚动)`}>
        <img src={file.url} alt={file.name} style={{ inlineSize: `${scale * 100}%`, rotate: `${turn}deg` }} />
      </section>
    </>
  )
}

/** Shows one handed-in file beside the facts: pictures with zoom and turn, PDF in a frame, anything else to download. */
export const FileViewer = ({ file }: { readonly file: ViewedFile }) => (
  <figure className="viewer">
    <figcaption>
      <span className="viewer-name" title={file.name}>
        {file.name}
      </span>
      {file.size > 0 && <span className="quiet num">{sizeText(file.size)}</span>}
      <a href={file.url} download={file.name}>
        下载
      </a>
    </figcaption>
    {file.type === 'application/pdf' && <Pdf key={file.url} file={file} />}
    {file.type.startsWith('image/') && <Picture key={file.url} file={file} />}
    {!/^(application\/pdf|image\/)/.test(file.type) && <p className="quiet">这种文件不能在本页显示,请下载查看。</p>}
  </figure>
)
