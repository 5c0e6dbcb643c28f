import type { Guide } from '../../terms.ts'
import { type Citation, citationsOf, rankOf, repealed } from './citation.ts'
import { error, type Finding, type LintKnown, type Rule, warning } from './finding.ts'
import { halfWidth } from './folded-text.ts'

const whyBasis = '条件和环节须有法律、法规、规章依据(鄂尔多斯市政务服务条例第八条、第九条)'
const country = '中华人民共和国'

const ofCitation = ({ title, article }: Citation, field: string, laws: NonNullable<LintKnown['laws']>): Finding[] => {
  const gone = repealed[title] ?? repealed[`${country}${title}`]
  if (gone !== undefined) return [error('R-051', `${field}.title`, title, `${whyBasis}；${gone}`, '改引现行的法律和条款')]
  if (rankOf(title) !== 'law' && !laws.has(title)) return []
  const law = laws.get(title) ?? laws.get(`${country}${title}`)
  if (law === undefined)
    return [warning('R-051', `${field}.title`, title, `${whyBasis}；法律索引里没有这部法律，未核对`, '核对法律名称；索引不全的，补充导入')]
  if (article === undefined) return [warning('R-051', `${field}.article`, title, `${whyBasis}；没有写条款`, '写明第几条')]
  return law.articles.has(article)
    ? []
    : [
        error(
          'R-051',
          `${field}.article`,
          article,
          `${whyBasis}；《${law.title}》(${law.on}文本)没有${article}`,
          '核对条款，改引正确的一条',
        ),
      ]
}

/** Each citation against the index of laws; without an index it is said, once, that nothing was verified. */
export const basisExists: Rule = ({ basis }, { laws }) => {
  if (basis.length === 0) return []
  if (laws === undefined)
    return [
      warning(
        'R-051',
        'basis',
        `${basis.length} 条设定依据`,
        `${whyBasis}；没有法律索引，未核对`,
        '请系统管理员导入法律条文(npx tongban import laws FILE)后再查',
      ),
    ]
  return basis.flatMap((one, i) => citationsOf(one).flatMap((citation) => ofCitation(citation, `basis.${i}`, laws)))
}

/** The forms by which a licence is set up in disguise (条例第七条第一款): what the item does, not what it is about (登记证查询). */
const disguises =
  /(备案|登记|注册|列入目录|规划|年检|年报|监制|认定|认证|审定)(证书?|证明|手续)?(的?(设立|新办|变更|延续|注销|补办|换发|核发|审核|审批|确认))*(?=(\([^()]*\))?$)/u
const whyDisguise =
  '不得以备案、登记、注册、目录、规划、年检、年报、监制、认定、认证、审定等形式变相设定行政许可(鄂尔多斯市政务服务条例第七条第一款)'

const ranks = ({ basis }: Guide) => new Set(basis.flatMap((one) => citationsOf(one).map(({ title }) => rankOf(title))))

/** an item that is a licence, or looks like one, rests on a law, a regulation, or at least a rule. */
export const noDisguisedLicence: Rule = (guide) => {
  const found = disguises.exec(halfWidth(guide.name))?.[1]
  const licence = guide.type === '01'
  if (licence ? guide.basis.length === 0 : found === undefined) return []
  const held = ranks(guide)
  if (held.has('law') || held.has('regulation')) return []
  const why = licence ? '行政许可由法律、行政法规、国务院决定或者地方性法规设定(行政许可法第十四条、第十五条)' : whyDisguise
  const tell = held.has('rule') || guide.type === '20' ? warning : error
  const says = guide.basis.length === 0 ? '没有设定依据' : held.has('rule') ? '依据只到规章' : '依据只是规范性文件'
  return [tell('R-049', 'basis', found ?? guide.name, `${why}；${says}`, '写明设定它的法律、法规的名称和条款；没有的，不得发布')]
}
