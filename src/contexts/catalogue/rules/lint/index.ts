import type { Guide } from '../../terms.ts'
import { basisExists, noDisguisedLicence } from './basis.ts'
import { catchAllMaterials } from './catch-all.ts'
import { citationsOf } from './citation.ts'
import { missingElements } from './elements.ts'
import type { Finding, LintKnown, Rule } from './finding.ts'
import { chargesFounded, specialProceduresFounded, stepsSaid, visitsFitDepth } from './handling.ts'
import { limitsSaid, promiseWithinLaw } from './limits.ts'
import { formsOffered, materialsOnce, materialsSaid, situationsHold } from './materials.ts'
import { hoursReadable, phonesSaid, placesSaid } from './places.ts'
import { readable } from './reading.ts'
import { codesHold, namesClean } from './writing.ts'

export type { Finding, KnownLaw, LintKnown, Severity } from './finding.ts'

const rules: readonly Rule[] = [
  noDisguisedLicence,
  basisExists,
  missingElements,
  codesHold,
  namesClean,
  catchAllMaterials,
  visitsFitDepth,
  materialsOnce,
  situationsHold,
  limitsSaid,
  placesSaid,
  hoursReadable,
  phonesSaid,
  specialProceduresFounded,
  materialsSaid,
  stepsSaid,
  formsOffered,
  chargesFounded,
  promiseWithinLaw,
  readable,
]

/** What is to be mended in a guide (R-049 …, U-071), in the order of the rules. The same guide gives the same answer. */
export const lintGuide = (guide: Guide, known: LintKnown): readonly Finding[] => rules.flatMap((rule) => rule(guide, known))

/** The titles under which the laws a guide cites may be held: as written, and with the country's name before them. */
export const citedTitles = ({ basis }: Pick<Guide, 'basis'>): string[] =>
  basis.flatMap((one) => citationsOf(one).flatMap(({ title }) => [title, `中华人民共和国${title}`]))

/** The errors among findings: with one of them a guide is not published. */
export const errorsOf = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ severity }) => severity === 'error')
