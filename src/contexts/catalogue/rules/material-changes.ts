import { canonical, type Json } from '../../../kernel/canonical.ts'
import type { Guide, Material } from '../terms.ts'
import type { Change, ChangeKind } from './change-kinds.ts'
import { needText } from './texts.ts'

type Materials = Pick<Guide, 'materials'>

/** Two versions of one material; a side is absent where the other version has no such material. */
export type MaterialPair = { readonly older?: Material; readonly newer?: Material }

const isSame = (a: unknown, b: unknown): boolean => canonical((a ?? null) as Json) === canonical((b ?? null) as Json)
const isHandedIn = (m: Material): boolean => m.shared === undefined && !m.fromForm

/** Each material under its name; one of several with the same name is told by its turn. */
const byName = (list: readonly Material[]): Map<string, Material> => {
  const named = new Map<string, Material>()
  for (const m of list) {
    let turn = 1
    while (named.has(`${m.name} ${turn}`)) turn += 1
    named.set(`${m.name} ${turn}`, m)
  }
  return named
}

const isRenamed = (a: Material, b: Material): boolean => a.id === b.id && (a.name.includes(b.name) || b.name.includes(a.name))

/**
 * The materials of two versions, each beside its other self. The name decides, not the id: lists without ids of their own number their
 * rows, and a row put in at the top moves all the numbers. A renamed one is known by its id and a name that holds the other
 * (营业执照, 营业执照副本); any other new name is a new material, so that no file is sent for what it was not meant for.
 */
export const materialPairs = (older: Materials, newer: Materials): MaterialPair[] => {
  const [before, after] = [byName(older.materials), byName(newer.materials)]
  const lone = [...before].filter(([name]) => !after.has(name)).map(([, m]) => m)
  const kept = [...after].map(([name, m]): MaterialPair => {
    const match = before.get(name) ?? lone.find((one) => isRenamed(one, m))
    return match ? { older: match, newer: m } : { newer: m }
  })
  const gone = older.materials.filter((m) => !kept.some((pair) => pair.older === m))
  return [...kept, ...gone.map((m) => ({ older: m }))]
}

const kinds = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
const formats = { '1': '纸质', '2': '电子', '3': '纸质或电子' } as const
const wanted = (m: Material): string =>
  m.nameOnly ? '要求未列明' : `${needText(m)}，${kinds[m.kind]} ${m.copies} 份，${formats[m.format]}`

/** How much is asked: nothing of the applicant, only in some cases, later, at once. */
const weight = (m: Material): number => (isHandedIn(m) ? { '2': 1, '3': 2, '1': 3 }[m.need] : 0)

const waived = (m: Material): string => {
  if (m.shared !== undefined) return `免提交，由${m.shared}提供`
  return m.fromForm ? '由在线填写的内容生成，不用上传' : '不是必要材料，有就交，没有可以不交'
}

const weightChange = (older: Material, newer: Material, name: string): [ChangeKind, string][] => {
  const [was, now] = [weight(older), weight(newer)]
  if (was === now) return []
  if (now > was)
    return [['materialStricter', was === 0 ? `材料“${name}”要由您提交：${wanted(newer)}` : `材料“${name}”改为${needText(newer)}材料`]]
  return now <= 1 ? [['materialWaived', `材料“${name}”${waived(newer)}`]] : [['materialEased', `材料“${name}”改为可以容缺后补`]]
}

const copiesChange = (older: Material, newer: Material, name: string): [ChangeKind, string][] => {
  if (older.copies === newer.copies || weight(newer) === 0) return []
  return [[newer.copies > older.copies ? 'materialStricter' : 'materialEased', `材料“${name}”由 ${older.copies} 份改为 ${newer.copies} 份`]]
}

const standards: readonly [keyof Material, string, (m: Material) => string | undefined][] = [
  ['kind', '类型', (m) => kinds[m.kind]],
  ['format', '形式', (m) => formats[m.format]],
  ['standard', '受理标准', (m) => m.standard],
  ['when', '适用的情形', () => undefined],
]

const standardChanges = (older: Material, newer: Material, name: string): [ChangeKind, string][] =>
  standards
    .filter(([key]) => weight(newer) > 0 && !isSame(older[key], newer[key]))
    .map(([, label, text]) => ['materialStandard', `材料“${name}”的${label}改了${text(newer) ? `：${text(newer)}` : ''}`])

const sheets = [['blankSheet', '空表'], ['sampleSheet', '样表']] as const // biome-ignore format: pairs
/** The department's own 空表 and 样表: put in, replaced, taken away. */
const sheetChanges = (older: Material, newer: Material, name: string): [ChangeKind, string][] =>
  sheets.flatMap(([member, label]): [ChangeKind, string][] => {
    const [was, now] = [older[member], newer[member]]
    if (isSame(was, now)) return []
    if (!now) return [['wording', `材料“${name}”的${label}“${was?.name}”不再提供`]]
    return [['wording', was ? `材料“${name}”的${label}换成“${now.name}”` : `材料“${name}”有了${label}“${now.name}”`]]
  })

const told: readonly (keyof Material)[] = [
  'need', 'kind', 'format', 'copies', 'shared', 'fromForm', 'standard', 'when', 'name', 'id', 'blankSheet', 'sampleSheet',
] // biome-ignore format: a list
const wordingOf = (older: Material, newer: Material): boolean => {
  const rest = (m: Material) => Object.fromEntries(Object.entries(m).filter(([key]) => !told.includes(key as keyof Material)))
  return !isSame(rest(older), rest(newer))
}

const changesOf = (older: Material, newer: Material): [ChangeKind, string][] => {
  const { name } = newer
  const real: [ChangeKind, string][] = [
    ...(older.name === name ? [] : [['materialRenamed', `材料“${older.name}”改为“${name}”`] as [ChangeKind, string]]),
    ...weightChange(older, newer, name),
    ...copiesChange(older, newer, name),
    ...standardChanges(older, newer, name),
    ...sheetChanges(older, newer, name),
  ]
  return real.length === 0 && (wordingOf(older, newer) || older.shared !== newer.shared) ? [['wording', `材料“${name}”的说明更新`]] : real
}

/** A material that only one of the versions has; one the applicant never hands in changes nothing he does. */
const loneChange = (lone: Material, isNew: boolean): Change => {
  const touches = { part: 'material', id: lone.id, ...(isNew ? {} : { before: lone.id }) } as const
  if (weight(lone) === 0) return { kind: 'wording', says: `${isNew ? '增加' : '取消'}材料“${lone.name}”，它${waived(lone)}`, touches }
  return isNew
    ? { kind: 'materialAdded', says: `增加材料“${lone.name}”(${wanted(lone)})`, touches }
    : { kind: 'materialRemoved', says: `不再需要材料“${lone.name}”`, touches }
}

/** The differences of 申请材料 (R-053, R-073…R-075). */
export const materialChanges = (olderGuide: Materials, newerGuide: Materials): Change[] =>
  materialPairs(olderGuide, newerGuide).flatMap(({ older, newer }): Change[] => {
    if (!older) return newer ? [loneChange(newer, true)] : []
    if (!newer) return [loneChange(older, false)]
    const touches = { part: 'material', id: newer.id, before: older.id } as const
    return changesOf(older, newer).map(([kind, says]) => ({ kind, says, touches }))
  })

/** Ids, in the older version, of materials that were asked for and are not any more: gone, shared, made from the form, or only where there is one. */
export const materialsWaived = (olderGuide: Materials, newerGuide: Materials): string[] =>
  materialPairs(olderGuide, newerGuide).flatMap(({ older, newer }) =>
    older && weight(older) > 1 && (!newer || weight(newer) <= 1) ? [older.id] : [],
  )
