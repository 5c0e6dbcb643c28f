import type { Guide } from '../../terms.ts'
import {
  acts,
  deciders,
  empty,
  emptyAfterAnd,
  handings,
  harmlessAnd,
  leavings,
  openings,
  others,
  papers,
  vague,
} from './catch-all-words.ts'
import type { Finding, Rule } from './finding.ts'
import { folded, placeIn } from './folded-text.ts'

const any = (list: readonly string[]): string => `(?:${list.join('|')})`
const paper = `${any(papers)}`
/** A paper's name is over here: at the end, before a sign, a conjunction or what is said of its copies. */
const over = '(?=$|[^\\p{L}\\p{N}]|等|及|和|与|或|以及|原件|复印|扫描|\\d|[一二两三]份|之一)'
const oneOf = (sources: readonly string[]): RegExp => new RegExp(sources.join('|'), 'gu')

/** What leaves the list of materials open (条例第九条第二款). `#` is 等 as the end of a list. */
const catchAlls = oneOf([
  `${any(vague)}${any(empty)}*${paper}+${over}`,
  `其他(?!\\p{Script=Han}{0,4}${any(others)}(?:的|之|出具|同意|签|身份|营业))[^、,;。()#]{0,12}?(?:材料|资料|文件|东西|要件|附件|原件|佐证|凭据)${over}`,
  `(?:其他|有关|相关)[^、,;。()]{0,8}(?:事项|情形|情况|原因|方面|问题|条件|事宜)(?:出具)?的?${any(empty)}*${paper}+${over}`,
  `#{1,2}${any(emptyAfterAnd)}*${paper}+${over}`,
  '#{1,2}(?:有关|相关|其他)?(?=$|[、,;。.)\\]】》])',
  `#(?:能够?|可以?)?(?:证明|反映|说明)[^、,;。()#]{0,8}的(?:材料|资料|文件)${over}`,
  `${any(deciders)}[^、,;。()]{0,4}${any(leavings)}[^、,;。()]{0,3}?${any(empty)}*${paper}+${over}`,
  `(?:需要|需|须|要求|应当|应|必须)(?:另行)?${any(handings)}*的${any(empty)}*${paper}+${over}`,
  `(?:需要|所需|所要)(?:提交|提供|补充)?${paper}+${over}`,
  `(?:补充|补交)(?:提供|提交|补交)?的?${paper}${over}`,
  `(?:符合|满足|具备)[^、,;。()]{0,4}(?:条件|要求|规定)的${any(empty)}*${paper}+${over}`,
  `(?<!${paper})(?:及|和|与|以及)(?:材料|资料|文件)${over}`,
  '(?:^|以及|及|和|与|或|[、,;。])其他(?=$|[、,;。()])',
  `(?:齐全|齐备|完整|完备)的${any(empty)}*${paper}+${over}`,
  ...openings,
])

const umbrellas = new RegExp(`(?:${acts.join('|')})的?(?:材料|资料)$|^(?:申请|办理|补发|补缴|报名|申领)[^、,;。()]*的(?:材料|资料)$`, 'u')

/** A title in book marks that ends in the name of a form or a law is that form's own name. */
const ownName = /《[^《》]*(表|书|证|单|法|条例|办法|规定|细则|决定|通知|册|簿|函|目录|协议|合同)》/gu
const harmless = new RegExp(harmlessAnd, 'gu')
/** 等2份证件: the list is closed by its number. */
const counted = /等(?=[一二两三四五六七八九十\d]+(?:份|项|种|类|张|个|件|样))/gu
/** 申请书,申请书应当载明名称、业务范围等: what is left open is what stands in the paper, not which paper. */
const stated = /(?<=(?:载明|写明)[^;。]{0,200})等(?=$|[,;。])/gu

/** The text with what is harmless blanked out, sign for sign, and each 等 that ends a list turned into `#`. */
const readied = (text: string): string => {
  const blank = (words: string): string => '□'.repeat(words.length)
  return text.replace(ownName, blank).replace(counted, blank).replace(stated, blank).replace(harmless, blank).replace(/等/gu, '#')
}

/** What stands in brackets at the end is said of the material and is not its name: 申报材料(样表). */
const withoutRemark = (text: string): string => text.replace(/[(【[][^()]*[)】\]]$/u, '').replace(/(原件|复印件|扫描件|[;。,、])+$/u, '')

export type CatchAll = { readonly kind: 'open' | 'umbrella'; readonly found: string; readonly at: readonly [number, number] }

/** The first words by which a name of a material leaves open what is to be handed in; undefined where it names a paper. */
export const findCatchAll = (name: string): CatchAll | undefined => {
  const text = folded(name)
  const ready = readied(text.text)
  const [match] = ready.matchAll(catchAlls)
  if (match) {
    const at = placeIn(text, match.index, match.index + match[0].length)
    return { kind: 'open', found: name.slice(...at), at }
  }
  const bare = withoutRemark(ready)
  return umbrellas.test(bare) ? { kind: 'umbrella', found: name, at: [0, name.length] } : undefined
}

const why = '申请材料不得含有“有关材料”“其他材料”之类的兜底要求(鄂尔多斯市政务服务条例第九条第二款)'
const findingOf = (field: string, text: string, severity: Finding['severity']): Finding[] => {
  const caught = findCatchAll(text)
  if (!caught || (caught.kind === 'umbrella' && !field.endsWith('.name'))) return []
  const { kind, found, at } = caught
  const open = kind === 'open'
  return [
    {
      rule: 'R-053',
      field,
      severity: open ? severity : 'warning',
      found,
      at,
      why: open ? why : '名称只说了“申报材料”，没有说是哪几样；材料清单应当穷尽(鄂尔多斯市政务服务条例第九条第二款)',
      fix: open ? '把要交的材料逐项写出名称；没有的，删去这几个字' : '把其中的每一样材料单列一行，写出名称',
    },
  ]
}

/** a material that is not named. In a hint or a standard it is a warning: the list itself may be closed. */
export const catchAllMaterials: Rule = ({ materials }: Guide) =>
  materials.flatMap(({ name, hint, standard }, i) => [
    ...findingOf(`materials.${i}.name`, name, 'error'),
    ...(hint === undefined ? [] : findingOf(`materials.${i}.hint`, hint, 'warning')),
    ...(standard === undefined ? [] : findingOf(`materials.${i}.standard`, standard, 'warning')),
  ])
