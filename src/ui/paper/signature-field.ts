import type { Document } from './pen.ts'
import type { FileFacts } from './sheet.ts'

/** Bytes kept free for a CMS with two certificates; measured at about 1.6 kB. */
const roomFor = 4096
/** What the signing library looks for and replaces. */
const later = '**********'

type Reference = { end: () => void; data: Record<string, unknown> }
type Inside = {
  ref: (data: Record<string, unknown>) => Reference
  _root: Reference
  _acroform: { fonts: Record<string, never>; defaultFont: string }
  page: { dictionary: Reference; annotations: unknown[] }
}

/** Adds an invisible signature field with an empty signature, to be filled by the one who signs (PAdES: ETSI.CAdES.detached). */
export const addSignatureField = (document: Document, { author, at, marks = {} }: FileFacts): void => {
  const inside = document as unknown as Inside
  // pdfkit writes String objects as text and plain strings as names
  const text = (value: string): unknown => Object(value)
  const signature = inside.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, later, later, later],
    Contents: Buffer.alloc(roomFor),
    Name: text(author),
    M: at,
    ...Object.fromEntries(Object.entries(marks).map(([name, value]) => [`Tongban${name}`, text(value)])),
  })
  const widget = inside.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    Rect: [0, 0, 0, 0],
    V: signature,
    T: text('Signature'),
    F: 132,
    P: inside.page.dictionary,
  })
  inside.page.annotations.push(widget)
  // pdfkit ends the form itself and asks for the fonts of its fields; a signature has none
  inside._root.data.AcroForm = inside.ref({ Type: 'AcroForm', SigFlags: 3, Fields: [widget], DR: { Font: {} } })
  inside._acroform = { fonts: {}, defaultFont: 'none' }
  signature.end()
  widget.end()
}
