import type { Audience, EnterpriseStage, ItemType, PersonStage } from '../terms/code-lists.ts'
import { audiences, enterpriseStages, itemTypes, organisationThemes, personStages, personThemes } from '../terms/code-lists.ts'
import type { ItemRow } from '../terms.ts'

/** 个人办事 lists what natural persons may ask for, 法人办事 what any organisation may. */
export type Line = 'personal' | 'business'
export const facetNames = ['theme', 'stage', 'department', 'audience', 'type'] as const
export type FacetName = (typeof facetNames)[number]

/** What is wanted of an item; absent members leave it open. */
export type Filters = { readonly line?: Line; readonly level?: string; readonly online?: boolean } & {
  readonly [name in FacetName]?: string
}
export type FacetValue = { readonly value: string; readonly name: string; readonly count: number }
export type Facets = { readonly [name in FacetName]: readonly FacetValue[] }

const themesOf = (item: ItemRow, line: Line | undefined): readonly string[] => {
  if (line === 'personal') return item.personThemes
  return line === 'business' ? item.organisationThemes : [...item.personThemes, ...item.organisationThemes]
}

const isEnterpriseStage = (stage: string): boolean => stage in enterpriseStages

/** The values an item has in a facet, as the line sees them. */
export const valuesOf: Record<FacetName, (item: ItemRow, line?: Line) => readonly string[]> = {
  theme: themesOf,
  stage: (item, line) => (line ? item.stages.filter((stage) => isEnterpriseStage(stage) === (line === 'business')) : item.stages),
  department: (item) => [item.department],
  audience: (item, line) => (line ? item.audiences.filter((one) => one !== '1') : item.audiences),
  type: (item) => [item.type],
}

/** An item of a list that does not say for whom it is stands on both lines. */
const onLine = (item: ItemRow, line: Line | undefined): boolean => {
  if (item.audiences.length === 0) return true
  if (line === 'personal') return item.audiences.includes('1')
  return line === undefined || item.audiences.some((one) => one !== '1')
}

/** Whether it passes what no facet offers: line, level, 可网办. */
export const passesBase = (item: ItemRow, { line, level, online }: Filters): boolean =>
  onLine(item, line) && (level === undefined || item.level === level) && (!online || item.applicable)

/** Whether it passes the chosen value of one facet. */
export const passes = (item: ItemRow, filters: Filters, name: FacetName): boolean => {
  const wanted = filters[name]
  return wanted === undefined || valuesOf[name](item, filters.line).includes(wanted)
}

const nameOf = (name: FacetName, value: string, line: Line | undefined): string => {
  if (name === 'department') return value
  if (name === 'audience') return audiences[value as Audience] ?? value
  if (name === 'type') return itemTypes[value as ItemType] ?? value
  if (name === 'stage') return personStages[value as PersonStage] ?? enterpriseStages[value as EnterpriseStage] ?? value
  const themes: Record<string, string> = line === 'business' ? organisationThemes : personThemes
  return themes[value] ?? value
}

export type FacetCounts = Record<FacetName, Map<string, number>>
export const noCounts = (): FacetCounts => ({
  theme: new Map(),
  stage: new Map(),
  department: new Map(),
  audience: new Map(),
  type: new Map(),
})

export const countValues = (counts: FacetCounts, item: ItemRow, name: FacetName, line: Line | undefined): void => {
  for (const value of valuesOf[name](item, line)) counts[name].set(value, (counts[name].get(value) ?? 0) + 1)
}

/**
 * Counts an item where it would be seen: in every facet when it passes all, and in the one facet whose choice alone leaves it out, so
 * that the other values of a chosen facet show what they would give. Whether it passes all.
 */
export const countItem = (counts: FacetCounts, item: ItemRow, filters: Filters): boolean => {
  if (!passesBase(item, filters)) return false
  let failed: FacetName | undefined
  for (const name of facetNames) {
    if (passes(item, filters, name)) continue
    if (failed) return false
    failed = name
  }
  for (const name of failed ? [failed] : facetNames) countValues(counts, item, name, filters.line)
  return failed === undefined
}

const order: Record<FacetName, (a: FacetValue, b: FacetValue) => number> = {
  theme: (a, b) => (a.value < b.value ? -1 : 1),
  stage: (a, b) => stageOrder.indexOf(a.value) - stageOrder.indexOf(b.value),
  department: (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1),
  audience: (a, b) => (a.value < b.value ? -1 : 1),
  type: (a, b) => (a.value < b.value ? -1 : 1),
}
const stageOrder: readonly string[] = [...Object.keys(personStages), ...Object.keys(enterpriseStages)]

/** The values of each facet with their names and counts; values that would give nothing are left out. Without a line, themes are named only where both lists agree. */
export const facetsOf = (counts: FacetCounts, line: Line | undefined): Facets => {
  const values = (name: FacetName): FacetValue[] =>
    [...counts[name]].map(([value, count]) => ({ value, name: nameOf(name, value, line), count })).toSorted(order[name])
  return {
    theme: line ? values('theme') : [],
    stage: values('stage'),
    department: values('department'),
    audience: values('audience'),
    type: values('type'),
  }
}
