import { Button } from 'antd'
import { enlarged, type Looking, reduced, turned, useLook, whole, wide } from './viewer/look.ts'
import { PdfView } from './viewer/pdf-view.tsx'
import { PictureView } from './viewer/picture-view.tsx'

export type ViewedFile = { readonly name: string; readonly size: number; readonly type: string; readonly url: string }

/** 1.2 MB */
export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const isPdf = ({ type }: ViewedFile): boolean => type === 'application/pdf'
const isPicture = ({ type }: ViewedFile): boolean => type.startsWith('image/')

/** Zoom, fit and turn, as the keys do it. */
export const ViewerTools = ({ looking: { look, change } }: { readonly looking: Looking }) => (
  <div className="viewer-tools" role="toolbar" aria-label="查看方式">
    <Button size="small" title="缩小(-)" onClick={() => change(reduced(look))}>
      缩小
    </Button>
    <span className="num viewer-times" role="status" aria-label="放大倍数">
      {Math.round(look.times * 100)}%
    </span>
    <Button size="small" title="放大(+)" onClick={() => change(enlarged(look))}>
      放大
    </Button>
    <Button size="small" title="适合宽度(0)" aria-pressed={look.fit === 'width' && look.times === 1} onClick={() => change(wide)}>
      整宽
    </Button>
    <Button size="small" title="适合高度(H)" aria-pressed={look.fit === 'height' && look.times === 1} onClick={() => change(whole)}>
      整页
    </Button>
    <Button size="small" title="旋转(R)" onClick={() => change(turned(look))}>
      旋转
    </Button>
  </div>
)

/** A file as it is looked at, with its name; anything but pictures and PDF is to download. */
export const ViewedFigure = ({ file, looking }: { readonly file: ViewedFile; readonly looking: Looking }) => (
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
    {isPdf(file) && <PdfView key={file.url} url={file.url} label={file.name} looking={looking} />}
    {isPicture(file) && <PictureView key={file.url} url={file.url} label={file.name} looking={looking} />}
    {!isPdf(file) && !isPicture(file) && <p className="quiet">这种文件不能在本页显示，请下载查看。</p>}
  </figure>
)

const Looked = ({ file }: { readonly file: ViewedFile }) => {
  const looking = useLook()
  return (
    <>
      {(isPdf(file) || isPicture(file)) && <ViewerTools looking={looking} />}
      <ViewedFigure file={file} looking={looking} />
    </>
  )
}

/** Shows one file beside the facts. Keys: + − zoom, 0 fits the width, H the height, R turns, comma and point turn the pages. */
export const FileViewer = ({ file }: { readonly file: ViewedFile }) => <Looked key={file.url} file={file} />
