import { useRef, useState } from 'react'
import { type Looking, type Size, scaleOf, sizeTurned, useBox } from './look.ts'
import { Stage } from './stage.tsx'

type Props = { readonly url: string; readonly label: string; readonly looking: Looking }

/** A picture, zoomed and turned. */
export const PictureView = ({ url, label, looking: { look } }: Props) => {
  const stage = useRef<HTMLElement>(null)
  const box = useBox(stage)
  const [size, setSize] = useState<Size>()
  const shown = size && sizeTurned(size, look.turn)
  const scale = shown && box ? scaleOf(look, shown, box) : undefined
  return (
    <Stage ref={stage} label={`${label}(可滚动)`}>
      <div className="viewer-sheet" style={shown && scale ? { inlineSize: shown.width * scale, blockSize: shown.height * scale } : {}}>
        <img
          src={url}
          alt={label}
          onLoad={({ currentTarget }) => setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })}
          style={{ rotate: `${look.turn}deg`, ...(size && scale ? { inlineSize: size.width * scale } : {}) }}
        />
      </div>
    </Stage>
  )
}
