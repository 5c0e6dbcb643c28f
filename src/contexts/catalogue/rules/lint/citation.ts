/** A law as it is cited: its title without book marks, and the article as the index writes it (第七条, 第十七条之一). */
export type Citation = { readonly title: string; readonly article?: string }

const digits = '零一二三四五六七八九'
/** 1 … 1999 in Chinese numerals, as articles are numbered: 10 → 十, 115 → 一百一十五, 1260 → 一千二百六十. */
export const chineseNumber = (value: number): string => {
  if (value < 10) return digits.charAt(value)
  if (value < 20) return `十${value === 10 ? '' : digits.charAt(value % 10)}`
  const [unit, sign] = value >= 1000 ? ([1000, '千'] as const) : value >= 100 ? ([100, '百'] as const) : ([10, '十'] as const)
  const rest = value % unit
  const head = `${digits.charAt(Math.floor(value / unit))}${sign}`
  if (rest === 0) return head
  const tail = rest < 20 && rest >= 10 ? `一${chineseNumber(rest)}` : chineseNumber(rest)
  return `${head}${rest < unit / 10 ? '零' : ''}${tail}`
}

const articlePattern = /第\s*([一二三四五六七八九十百千零〇两\d]+)\s*条(?:之([一二三四五六七八九十]))?/u

/** 第7条第2款 → 第七条; undefined where no article is named. */
export const articleOf = (text: string): string | undefined => {
  const match = articlePattern.exec(text.normalize('NFKC'))
  if (!match) return undefined
  const [, number = '', sub] = match
  const written = /^\d+$/.test(number) ? (Number(number) < 2000 ? chineseNumber(Number(number)) : number) : number.replace('〇', '零')
  return `第${written}条${sub === undefined ? '' : `之${sub}`}`
}

const bare = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/\([^()]*(修正|修订|主席令|国务院令|号|年|公布|施行|通过)[^()]*\)/gu, '')
    .replace(/[《》〈〉\s]/gu, '')

/**
 * The laws a basis names. One in book marks stands for itself; a text without them is a title, with an article behind it where there is
 * one. `article` is the basis' own member and belongs to its only law.
 */
export const citationsOf = ({ title, article }: { readonly title: string; readonly article?: string }): Citation[] => {
  const marked = [...title.matchAll(/《([^《》]+(?:《[^《》]*》[^《》]*)*)》([^《]*)/gu)]
  const cited =
    marked.length > 0
      ? marked.map(([, name = '', behind = '']) => ({ name, behind }))
      : [{ name: title.replace(articlePattern, '\n').split('\n')[0] ?? '', behind: title }]
  return cited.map(({ name, behind }) => {
    const said = articleOf(behind) ?? (cited.length === 1 && article !== undefined ? articleOf(article) : undefined)
    return { title: bare(name), ...(said === undefined ? {} : { article: said }) }
  })
}

/** How high a text stands: what may set up a licence (行政许可法第十四条至第十七条) and what may not. */
export type Rank = 'law' | 'regulation' | 'rule' | 'paper'
export const rankOf = (title: string): Rank => {
  if (/(法|法典)$/u.test(title) && !/(办法|方法|做法)$/u.test(title)) return 'law'
  if (/条例$|条例实施细则$|国务院.*决定|国务院令/u.test(title)) return 'regulation'
  return /(规定|办法|细则|规则|规程)(\(试行\))?$/u.test(title) ? 'rule' : 'paper'
}

/** Laws the Civil Code took the place of on 2021-01-01 (民法典第一千二百六十条), and others that are no more. */
export const repealed: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['婚姻法', '继承法', '民法通则', '收养法', '担保法', '合同法', '物权法', '侵权责任法', '民法总则'].map((name) => [
      `中华人民共和国${name}`,
      '2021年1月1日起由《中华人民共和国民法典》代替(民法典第一千二百六十条)',
    ]),
  ),
  中华人民共和国行政监察法: '2018年3月20日起由《中华人民共和国监察法》代替',
}
