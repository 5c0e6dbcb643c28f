import { BpmnModdle } from 'bpmn-moddle'

/** An element of a BPMN document; what it holds is read by name. */
export type Element = {
  readonly $type: string
  readonly $attrs?: Readonly<Record<string, unknown>>
  readonly id?: string
  readonly get: (name: string) => unknown
  readonly set: (name: string, value: unknown) => void
}
type Parsed = { readonly rootElement: Element; readonly warnings: readonly { readonly message: string }[] }
type Moddle = {
  readonly create: (type: string, members?: object) => Element
  readonly fromXML: (xml: string) => Promise<Parsed>
  readonly toXML: (root: Element, options: { readonly format: boolean }) => Promise<{ readonly xml: string }>
}

/** What a step has beside its name, under a namespace of our own: `<tongban:step by="approver" days="3"><tongban:result>…`. */
const own = {
  name: 'Tongban',
  uri: 'urn:tongban:process:1',
  prefix: 'tongban',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Step',
      superClass: ['Element'],
      properties: [
        { name: 'by', isAttr: true, type: 'String' },
        { name: 'days', isAttr: true, type: 'Real' },
        { name: 'twoPersons', isAttr: true, type: 'Boolean' },
        { name: 'result', type: 'String' },
      ],
    },
  ],
}

/** Reads and writes BPMN 2.0 with our extension. */
export const bpmn = (): Moddle => new BpmnModdle({ tongban: own }) as Moddle

/** A text member; '' where it is absent. */
export const textOf = (element: Element | undefined, name: string): string => {
  const value = element?.get(name)
  return typeof value === 'string' ? value : ''
}
/** A list member; empty where it is absent. */
export const listOf = (element: Element | undefined, name: string): readonly Element[] => {
  const value = element?.get(name)
  return Array.isArray(value) ? (value as Element[]) : []
}
/** A member that is an element. */
export const memberOf = (element: Element | undefined, name: string): Element | undefined => {
  const value = element?.get(name)
  return typeof value === 'object' && value !== null && '$type' in value ? (value as Element) : undefined
}
