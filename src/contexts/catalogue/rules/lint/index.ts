import type { Guide } from '../../terms.ts'
import { catchAllMaterials } from './catch-all.ts'
import { missingElements } from './elements.ts'
import type { Finding, LintKnown, Rule } from './finding.ts'

export type { Finding, KnownLaw, LintKnown, Severity } from './finding.ts'

const rules: readonly Rule[] = [missingElements, catchAllMaterials]

/** What is to be mended in a guide (R-049 … ), in the order of the rules. The same guide gives the same answer. */
export const lintGuide = (guide: Guide, known: LintKnown): readonly Finding[] => rules.flatMap((rule) => rule(guide, known))

/** The errors among findings: with one of them a guide is not published. */
export const errorsOf = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ severity }) => severity === 'error')
