import { feelFault, isFeel } from '../../../../kernel/condition.ts'
import { fieldsOf } from '../../../../kernel/form.ts'
import type { Guide, Material } from '../../terms.ts'
import { error, type Finding, isUnsaid, type Rule, warning } from './finding.ts'
import { folded, halfWidth } from './folded-text.ts'

const whySource = '每项材料写明来源渠道和出具单位，例如“户籍证明—户口所在地派出所”(附件1 序号18)'
const whyCopies = '每项材料写明份数(附件1 序号19)'
const whyKind = '每项材料写明原件、复印件或者原件和复印件，纸质、电子或者纸质和电子(附件1 序号20)'
const isHandedIn = ({ shared, fromForm }: Material): boolean => shared === undefined && fromForm !== true

/** A list that gives names alone says so once for each of the three. */
const namesAlone = ({ materials }: Guide): Finding[] => {
  const bare = materials.filter(({ nameOnly }) => nameOnly === true).length
  if (bare === 0) return []
  const found = `${bare} 项材料只有名称`
  return [
    error('R-073', 'materials', found, whySource, '逐项填写来源渠道和出具单位'),
    error('R-074', 'materials', found, whyCopies, '逐项填写份数'),
    error('R-075', 'materials', found, whyKind, '逐项选择材料类型和材料形式'),
  ]
}

/** What the name itself says of original and copy, and how many. */
const copyInName = /原件[和及与、/]+复印件|复印件[和及与、/]+原件/u
const kindInName = (name: string): Material['kind'] | undefined => {
  if (copyInName.test(name)) return '3'
  if (/复印件[)】]?[;。]?$/u.test(name)) return '2'
  return /原件[)】]?[;。]?$/u.test(name) ? '1' : undefined
}
const kindNames = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
const numbers = '零一二三四五六七八九十'
const countInName = (name: string): number | undefined => {
  const said = /(?:一式)?([\d一二三四五六七八九十两]{1,2})份/u.exec(name)?.[1]?.replace('两', '二')
  if (said === undefined) return undefined
  const count = /^\d+$/.test(said) ? Number(said) : numbers.indexOf(said)
  return count > 0 ? count : undefined
}

const ofMaterial = (material: Material, i: number): Finding[] => {
  if (material.nameOnly === true || !isHandedIn(material)) return []
  const { name, kind, copies, source, issuer, format } = material
  const said = kindInName(halfWidth(name))
  const count = countInName(name)
  const at = `materials.${i}`
  return [
    ...(source !== '10' && isUnsaid(issuer) ? [warning('R-073', `${at}.issuer`, name, whySource, '写明由哪个单位出具')] : []),
    ...(copies < 1 && format !== '2' ? [error('R-074', `${at}.copies`, name, whyCopies, '填写份数')] : []),
    ...(count !== undefined && count !== copies
      ? [warning('R-074', `${at}.copies`, name, `${whyCopies}；名称写 ${count} 份，份数填的是 ${copies}`, '把份数和名称改成一致')]
      : []),
    ...(said !== undefined && said !== kind
      ? [
          warning(
            'R-075',
            `${at}.kind`,
            name,
            `${whyKind}；名称写${kindNames[said]}，类型填的是${kindNames[kind]}`,
            '把材料类型和名称改成一致',
          ),
        ]
      : []),
  ]
}

/** who gives it, how many, original or copy, paper or file. */
export const materialsSaid: Rule = (guide) => [...namesAlone(guide), ...guide.materials.flatMap(ofMaterial)]

/** The same paper asked for twice (条例第八条: 减材料). */
export const materialsOnce: Rule = ({ materials }) => {
  const first = new Map<string, number>()
  return materials.flatMap(({ name, when }, i) => {
    const key = JSON.stringify([folded(name).text, when ?? null])
    const before = first.get(key)
    if (before === undefined) first.set(key, i)
    return before === undefined
      ? []
      : [
          warning(
            'R-051',
            `materials.${i}.name`,
            name,
            '减材料：同一材料只收一次(鄂尔多斯市政务服务条例第八条)',
            `与第 ${before + 1} 项重复，删去一项`,
          ),
        ]
  })
}

const whySituation = '材料按提交情形展示(附件1 序号11)'
/** Names an expression may ask for: the situations, and the fields of the form. */
const questionsOf = ({ situations, form }: Guide): string[] => [
  ...situations.map(({ id }) => id),
  ...(form ? fieldsOf(form).map(({ name }) => name) : []),
]

const whenBroken = (guide: Guide, { when }: Material): string | undefined => {
  if (when === undefined) return undefined
  if (isFeel(when)) return feelFault(when, questionsOf(guide)) === undefined ? undefined : when.feel
  const { situations } = guide
  const options = situations.find(({ id }) => id === when.situation)?.options
  if (options === undefined) return when.situation
  return when.is.find((value) => !options.some((option) => option.value === value))
}

/** what is needed at times says when; the question and the answer it names exist. */
export const situationsHold: Rule = (guide) =>
  guide.materials.flatMap((material, i) => {
    const broken = whenBroken(guide, material)
    if (broken !== undefined)
      return [error('R-066', `materials.${i}.when`, broken, `${whySituation}；这个情形或者答案不存在`, '选择已有的情形问题和答案')]
    const silent = material.need === '2' && isHandedIn(material) && material.when === undefined && material.hint === undefined
    return silent
      ? [
          warning(
            'R-066',
            `materials.${i}.when`,
            material.name,
            `${whySituation}；非必要的材料没有写明什么情形要交`,
            '选择需要它的情形，或者在填报须知里写明',
          ),
        ]
      : []
  })

const formNames = /(表|申请书|登记书|申报书|报告书|承诺书|推荐书)([(【][^()]*[)】])?[》]?[;。]?$/u
/** Reports of one's own work, what another office has filled in, and what bears a seal already are not blanks to fill in. */
const notOurs =
  /((方案|结算|决算|竣工|总结).*报告书|临时住宿登记表|加盖.*章|报表|体检表|证|财务|名单|统计表|流水|报告表|论证|评价|影响|评估|鉴定|检测|一览表)/u

/** a form to fill in has its blank and its filled sample, drawn from the guide's form or uploaded by the department. */
export const formsOffered: Rule = ({ materials, form }) => {
  if (form !== undefined) return []
  const forms = materials.filter(({ name, issuer }) => formNames.test(halfWidth(name)) && !notOurs.test(name) && isUnsaid(issuer))
  const without = (member: 'blankSheet' | 'sampleSheet'): string => {
    const lacking = forms.filter((material) => material[member] === undefined)
    return lacking.slice(0, 3).map(({ name }) => name).join('、') // biome-ignore format: one line
  }
  const [blank, sample] = [without('blankSheet'), without('sampleSheet')]
  return [
    ...(blank
      ? [warning('R-078', 'form', blank, '空白表格能下载(附件1 序号23)', '制作在线表单，空表随之生成；或者在这项材料上传空表')]
      : []),
    ...(sample
      ? [warning('R-079', 'form', sample, '填写样表能下载(附件1 序号24)', '制作在线表单，样表随之生成；或者在这项材料上传样表')]
      : []),
  ]
}
