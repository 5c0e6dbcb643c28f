/** The four lamps (ui.md §3.2): each has a shape and a word beside its colour. */
export type LampName = 'green' | 'yellow' | 'red' | 'grey'

const faces: Record<LampName, { readonly shape: string; readonly word: string }> = {
  green: { shape: '●', word: '正常' },
  yellow: { shape: '▲', word: '预警' },
  red: { shape: '■', word: '超期' },
  grey: { shape: 'Ⅱ', word: '暂停' },
}
export const lampNames = Object.keys(faces) as readonly LampName[]
export const lampWord = (lamp: LampName): string => `${faces[lamp].shape} ${faces[lamp].word}`

/** A lamp with its word; nothing before a clock has begun. */
export const Lamp = ({ lamp }: { readonly lamp?: LampName | undefined }) =>
  lamp ? (
    <span className={`lamp lamp-${lamp}`}>
      <span aria-hidden="true">{faces[lamp].shape}</span> {faces[lamp].word}
    </span>
  ) : (
    <span className="quiet">未起算</span>
  )
