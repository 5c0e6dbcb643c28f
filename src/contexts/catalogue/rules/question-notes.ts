/** Family names as they begin a person's name: the hundred and fifty commonest, and those of two characters. */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文温牛樊葛邢安齐庞颜倪庄聂章鲁岳翟申欧耿关焦左柳甘祝包宁尚符舒阮纪梅童凌毕裴霍成苗谷盛曲翁冉骆'
const long = '欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|宇文|长孙|夏侯'
const name = new RegExp(`^(?:(?:${long})\\p{Script=Han}{1,2}|[${surnames}]\\p{Script=Han}{1,2})$`, 'u')
const saysWho = /我叫|名叫|叫做|姓名|我是|本人/

/** Digits in a row once what people put between them is taken out: blanks, dashes, dots, commas, strokes, brackets. */
const runOfDigits = (text: string): boolean => /\d{5,}/.test(text.replace(/(?<=\d)[\s\-‐-―_.·,、/()]+(?=\d)/g, ''))
const numerals = /[零〇一二三四五六七八九]{7,}|[零〇一二三四五六七八九](?:\s+[零〇一二三四五六七八九]){4,}/

/** Whether a piece of a question reads as the name of a person: by itself, or with its characters set apart. */
const isName = (question: string): boolean =>
  name.test(question.replace(/[\s·]+/g, '')) || question.split(/[\s,、;]+/).some((part) => name.test(part))

/**
 * Whether a question nobody could answer may be noted for the editors of words (tidied, half width): never with numbers of persons,
 * telephones, cases or addresses of e-mail, however they are broken up, nor with what reads as a person's name. A word that merely looks like a
 * name is lost to the notes; that is the cheaper mistake.
 */
export const mayBeNoted = (question: string): boolean =>
  question.length > 1 &&
  question.length <= 30 &&
  !question.includes('@') &&
  !runOfDigits(question) &&
  !numerals.test(question) &&
  !saysWho.test(question) &&
  !isName(question)
