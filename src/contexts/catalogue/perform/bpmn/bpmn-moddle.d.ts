/** The library declares the elements of BPMN, but not the class that reads and writes them. */
declare module 'bpmn-moddle' {
  export const BpmnModdle: new (extensions: object) => unknown
}
