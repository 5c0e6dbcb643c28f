import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { choiceOf } from '../../kernel/condition.ts'
import { fieldsOf } from '../../kernel/form.ts'
import { isUscc } from '../../kernel/identifiers.ts'
import { demoCatalogue } from './demo-catalogue.ts'
import { errorsOf, lintGuide } from './rules/lint/index.ts'
import { itemTypes, organisationThemes, personThemes } from './terms/code-lists.ts'
import type { Guide, TimeLimit } from './terms.ts'

const dataFolder = join(import.meta.dirname, '../../../data')
const lawsFile = join(import.meta.dirname, '../../../../shared/data/laws/law_articles.jsonl')
const guides = demoCatalogue(dataFolder)
const ofCity = guides.filter(({ level }) => level === '3')
/** The names of the guides that break a rule; an empty list is what a test wants. */
const breaking = (broken: (guide: Guide) => boolean, among: readonly Guide[] = guides): string[] =>
  among.filter(broken).map(({ code, name }) => `${code} ${name}`)
const daysOf = (guide: Guide): number => guide.steps.reduce((sum, { days }) => sum + days, 0)

test('the city has at least 120 guides of at least 20 departments, 40 of them open for application', () => {
  assert.ok(ofCity.length >= 120, `${ofCity.length} guides`)
  assert.ok(new Set(ofCity.map(({ department }) => department)).size >= 20)
  assert.ok(ofCity.filter(({ form }) => form).length >= 40)
})

test('all seven 事项类型 occur', () => {
  assert.deepEqual([...new Set(guides.map(({ type }) => type))].toSorted(), Object.keys(itemTypes).toSorted())
})

test('the city and each of the nine 旗区 offer items; a 旗区 guide is of level 4 and names its own department', () => {
  assert.equal(new Set(guides.map(({ division }) => division)).size, 10)
  assert.deepEqual(
    breaking((guide) => (guide.division === '150600000000') !== (guide.level === '3')),
    [],
  )
  assert.deepEqual(
    breaking((guide) => guide.level === '3' && !guide.department.startsWith('鄂尔多斯市')),
    [],
  )
  assert.ok(guides.some(({ department, division }) => department === '东胜区教育体育局' && division === '150602000000'))
})

test('实施编码 = 统一社会信用代码 + 行使层级 + 基本编码, each once (GB/T 39554.1)', () => {
  assert.deepEqual(
    breaking(({ code }) => !/^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9A-Z]{12}$/.test(code)),
    [],
  )
  assert.deepEqual(
    breaking((guide) => guide.code !== guide.departmentCode + guide.level + guide.baseCode || !isUscc(guide.departmentCode)),
    [],
  )
  assert.equal(new Set(guides.map(({ code }) => code)).size, guides.length)
})

test('R-065: one item has one name, type and basis on every level', () => {
  for (const [baseCode, same] of Map.groupBy(guides, (guide) => guide.baseCode))
    assert.equal(new Set(same.map(({ name, type, basis }) => JSON.stringify([name, type, basis]))).size, 1, baseCode)
})

test('R-120: every item has a promised limit, never longer than the legal one (5 workdays = 7 calendar days)', () => {
  assert.deepEqual(
    breaking(({ promisedLimit }) => promisedLimit === undefined),
    [],
  )
  const calendarDays = ({ days, unit }: TimeLimit): number => (unit === 'workday' ? (days * 7) / 5 : days)
  const longer = ({ legalLimit, promisedLimit }: Guide): boolean =>
    legalLimit !== undefined && promisedLimit !== undefined && calendarDays(promisedLimit) > calendarDays(legalLimit)
  assert.deepEqual(breaking(longer), [])
})

test('R-076: the days of the steps stay within the promised limit', () => {
  assert.deepEqual(
    breaking((guide) => guide.promisedLimit !== undefined && daysOf(guide) > guide.promisedLimit.days),
    [],
  )
})

test('R-049 … R-079: the demo city’s own guides stand without an error', () => {
  const errors = guides.flatMap((guide) =>
    errorsOf(lintGuide(guide, {})).map(({ rule, field, found }) => `${guide.name} ${rule} ${field} ${found}`),
  )
  assert.deepEqual(errors, [])
})

test('every `when` names a situation, a field and an answer that exist', () => {
  const wrongMaterial = ({ materials, situations }: Guide): boolean =>
    materials.some(({ when }) => {
      const choice = choiceOf(when)
      const values = situations.find(({ id }) => id === choice?.situation)?.options.map(({ value }) => value)
      return choice !== undefined && !choice.is.every((value) => values?.includes(value))
    })
  assert.deepEqual(breaking(wrongMaterial), [])
  const wrongField = ({ form }: Guide): boolean => {
    const fields = form ? fieldsOf(form) : []
    return fields.some(({ when }) => {
      const choice = choiceOf(when)
      const values = fields.find(({ name }) => name === choice?.field)?.options?.map(({ value }) => value)
      return choice !== undefined && !choice.is.every((value) => values?.includes(value))
    })
  }
  assert.deepEqual(breaking(wrongField), [])
})

test('a guide that can be applied for has its form, 3 to 6 steps (即办件 2), materials, 送达 and one material made from the form', () => {
  const applicable = guides.filter(({ form }) => form)
  assert.deepEqual(
    breaking(({ projectType, steps }) => steps.length < (projectType === '1' ? 2 : 3) || steps.length > 6, applicable),
    [],
  )
  assert.deepEqual(
    breaking(({ materials }) => materials.filter(({ fromForm }) => fromForm).length !== 1, applicable),
    [],
  )
  assert.deepEqual(
    breaking(({ deliveries, results }) => deliveries.length === 0 || results.length === 0, applicable),
    [],
  )
})

test('field names of a form and ids of materials and situations are unique; a choice has its options', () => {
  const repeats = (names: readonly string[]): boolean => new Set(names).size < names.length
  assert.deepEqual(
    breaking(({ form }) => form !== undefined && repeats(fieldsOf(form).map(({ name }) => name))),
    [],
  )
  assert.deepEqual(
    breaking(({ materials, situations }) => repeats(materials.map(({ id }) => id)) || repeats(situations.map(({ id }) => id))),
    [],
  )
  const choice = ['radios', 'checkboxes', 'select']
  const noOptions = ({ form }: Guide): boolean =>
    form !== undefined && fieldsOf(form).some(({ kind, options }) => choice.includes(kind) !== (options !== undefined))
  assert.deepEqual(breaking(noOptions), [])
})

test('R-066 and R-057: at least 30% of the guides to apply for ask 情形; at least 20% are 即办件', () => {
  const applicable = ofCity.filter(({ form }) => form)
  assert.ok(applicable.filter(({ situations }) => situations.length > 0).length >= applicable.length * 0.3)
  assert.ok(ofCity.filter(({ projectType }) => projectType === '1').length >= ofCity.length * 0.2)
})

test('R-103: a charge names its basis and its amount', () => {
  assert.deepEqual(
    breaking(({ charges }) => charges.some(({ basis, standard }) => basis === '' || standard === '')),
    [],
  )
})

test('an item for persons has a personal theme and one for organisations a theme of theirs; themes are many', () => {
  const used = new Set(guides.flatMap((guide) => guide.personThemes))
  const usedByOrganisations = new Set(guides.flatMap((guide) => guide.organisationThemes))
  assert.ok(used.size >= Object.keys(personThemes).length / 2, `${used.size} personal themes`)
  assert.ok(usedByOrganisations.size >= Object.keys(organisationThemes).length / 2, `${usedByOrganisations.size} organisation themes`)
  assert.deepEqual(
    breaking((guide) => guide.personThemes.length + guide.organisationThemes.length === 0),
    [],
  )
})

test('R-017: 教师资格认定 carries the published window, phones and hours', () => {
  const guide = ofCity.find(({ name }) => name === '教师资格认定(高级中学、中等职业学校、中等职业学校实习指导)')
  assert.ok(guide)
  assert.deepEqual(guide.places[0], {
    hall: '鄂尔多斯市政务服务中心',
    street: '伊金霍洛旗阿勒腾席热镇文明东街国泰广场CBD行政办公区T1-T2裙楼',
    hours: '周一至周五 9:00-12:00,14:00-17:30(法定节假日除外)',
    room: '4楼B区',
    window: 'B408',
  })
  assert.deepEqual([guide.consultPhones, guide.supervisePhones], [['0477-8598826'], ['12345']])
  assert.ok(guide.sample)
})

const bare = (text: string): string => text.replace(/[\p{P}\s]/gu, '')

test('a national law cited exists, with the article and the words quoted', { skip: !existsSync(lawsFile) }, () => {
  const articles = readFileSync(lawsFile, 'utf8')
    .trim()
    .split('\n')
    .map((line): { law: string; article: string; text: string } => JSON.parse(line))
  const byLaw = Map.groupBy(articles, ({ law }) => law)
  const wrong = guides.flatMap((guide) =>
    guide.basis
      .filter(({ title, article, text }) => {
        const cited = byLaw.get(title)?.filter((one) => one.article === article)
        return byLaw.has(title) && article !== undefined && !cited?.some((one) => bare(one.text).includes(bare(text ?? '')))
      })
      .map(({ title, article }) => `${guide.name}: ${title} ${article}`),
  )
  assert.deepEqual([...new Set(wrong)], [])
})

test('a malformed entry is refused with its file, key and member', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
  mkdirSync(join(folder, 'catalogue'))
  writeFileSync(join(folder, 'organisations.json'), readFileSync(join(dataFolder, 'organisations.json')))
  const [entry] = JSON.parse(readFileSync(join(dataFolder, 'catalogue/education.json'), 'utf8'))
  const refuses = (change: object, message: RegExp): void => {
    writeFileSync(join(folder, 'catalogue/education.json'), JSON.stringify([{ ...entry, ...change }]))
    assert.throws(() => demoCatalogue(folder), { message })
  }
  refuses({ type: '02' }, /^education\.json: teacher-qualification: type: /)
  refuses({ colour: 'red' }, /^education\.json: teacher-qualification: .*colour/)
  refuses({ materials: [{ name: '' }] }, /^education\.json: teacher-qualification: materials\.0\.name: /)
  refuses({ department: 'moon' }, /^education\.json: teacher-qualification: department: “moon”/)
  refuses({ sites: ['150699'] }, /^education\.json: teacher-qualification: sites: “150699”/)
  refuses({ form: undefined }, /^education\.json: teacher-qualification: form: /)
})
