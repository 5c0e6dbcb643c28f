import { choiceOf, isFeel } from '../../../kernel/condition.ts'
import type { LocalDate } from '../../../kernel/date.ts'
import { feelWords } from '../../../kernel/feel-words.ts'
import type { Db } from '../../../platform/db.ts'
import { type Guide, type GuideVersion, guideWords, type Material } from '../../catalogue/index.ts'
import { findNotice, keepNotice } from '../store.ts'
import type { PaperBody, PaperGuide } from '../terms.ts'
import { recordPaper } from './record.ts'

const kinds = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
const formats = { '1': '纸质', '2': '电子', '3': '纸质/电子' } as const

/** When and whether a material is handed in: what the applicant can do without, and who gives it. */
const remarkOf = (guide: Guide, { shared, fromForm, when, need, issuer }: Material): string | undefined => {
  const choice = choiceOf(when)
  const situation = choice && guide.situations.find(({ id }) => id === choice.situation)
  const answers = situation?.options.filter(({ value }) => choice?.is.includes(value)).map(({ label }) => label)
  return (
    [
      shared ? '平台已有，免提交' : undefined,
      fromForm ? '在线填写生成' : undefined,
      when && isFeel(when) ? `${feelWords(when, guide.situations)}时提交` : undefined,
      situation && answers?.length ? `“${situation.question}”选“${answers.join('、')}”时提交` : undefined,
      need === '3' ? '可以容缺后补' : undefined,
      issuer ? `${issuer}出具` : undefined,
    ]
      .filter(Boolean)
      .join('；') || undefined
  )
}

const materialsOf = (guide: Guide): PaperGuide['materials'] =>
  guide.materials.map((material) => {
    const remark = remarkOf(guide, material)
    const known = material.nameOnly ? {} : { kind: kinds[material.kind], copies: material.copies, format: formats[material.format] }
    return { name: material.name, ...known, ...(remark ? { remark } : {}) }
  })

/** 现场勘查等特殊程序 (S1 告知§2): those of §45 stand outside the limit, an inspection by two officers inside it. */
const specialOf = ({ specialProcedures, steps }: Guide): string[] => [
  ...specialProcedures.map(({ name, basis }) => `${name}：所需时间不计入办理期限，另行书面告知（${basis}）。`),
  ...steps
    .filter((step) => step.twoPersons)
    .map((step) => `${step.name}：由两名以上工作人员核查，需要到现场的提前与您约定时间，所需时间计入办理期限。`),
]

const placeOf = ({ hall, street, room, window }: Guide['places'][number]): string =>
  [hall, street, room, window && `${window}窗口`].filter(Boolean).join('，')

const noticeOf = ({ guide, version }: GuideVersion, publicUrl: string): PaperGuide => ({
  version,
  conditions: guide.conditions,
  materials: materialsOf(guide),
  special: specialOf(guide),
  flow: guide.steps.map(({ name, days, result }) => ({ name, limit: days === 0 ? '当场' : `${days}个工作日`, result })),
  legalLimit: guideWords.limit(guide.legalLimit),
  promisedLimit: guideWords.promise(guide),
  fees: guide.charges.map((charge) => `${guideWords.charge(charge)}（${charge.basis}）`),
  places: guide.places.map((place) => ({ where: placeOf(place), hours: place.hours })),
  ...(guide.form ? { online: `${publicUrl}/guide/${encodeURIComponent(guide.code)}` } : {}),
})

const bodyOf = (found: GuideVersion, publicUrl: string): PaperBody => {
  const { code, name, type, consultPhones, supervisePhones } = found.guide
  const [consultPhone, supervisePhone] = [consultPhones.join('、'), supervisePhones.join('、')]
  return {
    itemName: name,
    itemCode: code,
    itemType: type,
    applicantName: '',
    ...(consultPhone ? { consultPhone } : {}),
    ...(supervisePhone ? { supervisePhone } : {}),
    guide: noticeOf(found, publicUrl),
  }
}

/**
 * The 一次性告知书 of a version of a guide, for those who ask before they apply: recorded and numbered when it is first asked for,
 * the same paper for everybody after. Returns the paper's id.
 */
export const noticeOfGuide = (db: Pick<Db, 'transaction'>, found: GuideVersion, publicUrl: string, today: LocalDate): Promise<string> =>
  db.transaction(async (sql) => {
    const { code, division, department } = found.guide
    const known = await findNotice(sql, code, found.version)
    if (known) return known
    const { id } = await recordPaper(sql, {
      type: 'enquiryNotice',
      caseNo: '',
      division,
      unit: department,
      recipient: '咨询人',
      on: today,
      body: bodyOf(found, publicUrl),
    })
    await keepNotice(sql, code, found.version, id)
    return id
  })
