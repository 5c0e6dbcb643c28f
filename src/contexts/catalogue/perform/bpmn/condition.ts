import { type Feel, feelOf, isFeel } from '../../../../kernel/condition.ts'
import { type FeelFault, readFeel } from '../../../../kernel/feel.ts'
import type { StepCondition } from '../../../../kernel/process.ts'

/** The language of conditions: FEEL; a choice of answers goes out as question in ("value", "value"). */
export const language = 'https://www.omg.org/spec/DMN/20191111/FEEL/'

/** place in ("rent", "loan") */
export const conditionBody = (when: StepCondition | Feel): string => (isFeel(when) ? when.feel : feelOf(when.question, when.is))

const quoted = '"(?:[^"\\\\]|\\\\.)*"'
const membership = new RegExp(`^([^\\s()"'=]+)\\s+in\\s+\\(\\s*(${quoted}(?:\\s*,\\s*${quoted})*)\\s*\\)$`)
const equality = new RegExp(`^(?:\\$\\{\\s*)?([^\\s()"'={}$]+)\\s*={1,2}\\s*(?:(${quoted})|'([^'\\\\]*)')\\s*\\}?$`)

const textsIn = (list: string): string[] | undefined => {
  try {
    return JSON.parse(`[${list}]`) as string[]
  } catch {
    return undefined
  }
}

/** A choice of answers: our own sentence, or an equality as other tools write it (place = "rent", ${place == 'rent'}); undefined for any other. */
const readChoice = (text: string): StepCondition | undefined => {
  const [, question, list] = membership.exec(text) ?? []
  const many = list === undefined ? undefined : textsIn(list)
  if (question !== undefined && many) return { question, is: many }
  const [, asked, double, single] = equality.exec(text) ?? []
  const one = double === undefined ? single : textsIn(double)?.[0]
  return asked !== undefined && one !== undefined ? { question: asked, is: [one] } : undefined
}

/** Reads a condition: a choice of answers where it is one, else the FEEL it is; what is wrong with one that is neither. Some tools put `=` before FEEL. */
export const readCondition = (body: string): StepCondition | Feel | FeelFault => {
  const text = body.trim().replace(/^=\s*/, '')
  const choice = readChoice(text)
  if (choice) return choice
  const read = readFeel(text)
  return 'fault' in read ? read.fault : { feel: text }
}

/** What holds when a condition is known not to. */
export const negationOf = ({ feel }: Feel): Feel => ({ feel: `not(${feel})` })
