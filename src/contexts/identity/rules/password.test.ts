import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breachedPasswords } from './breached-passwords.ts'
import { commonPasswords } from './common-passwords.ts'
import { isPasswordOld, passwordProblem } from './password.ts'

for (const text of ['abc12345', 'ABC_abcd', '1234~678']) {
  test(`R-025 accepts ${text}`, () => assert.equal(passwordProblem(text), undefined))
}

for (const [text, why] of [
  ['12345678', '两种'],
  ['abcdefgh', '两种'],
  ['~!_@#$%*', '两种'],
  ['abc-12345', '只能用'],
  ['abc 1234', '只能用'],
  ['abc,1234', '只能用'],
  ['abc😀12345', '只能用'],
  ['abc\u000012345', '只能用'],
  ['abc1234', '至少 8'],
  ['', '请输入'],
] as const) {
  test(`R-025 refuses “${text}” and says why`, () => assert.match(String(passwordProblem(text)), new RegExp(why)))
}

test('R-025 every one of the nine symbols counts as a class, and no other symbol passes', () => {
  const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => !/[0-9A-Za-z]/.test(c))
  assert.deepEqual(
    printable.filter((symbol) => passwordProblem(`kmhtwq${symbol}b`) === undefined).join(''),
    [...'!#$%*@_`~'].sort().join(''),
  )
})

test('S-001, R-025 letters and digits of every script are letters and digits', () => {
  for (const text of [
    '春眠不觉晓处处1',
    '春眠不觉晓_闻啼鸟',
    'ᠣᠷᠳᠣᠰ_ᠬᠣᠲᠠ',
    'ᠣᠷᠳᠣᠰ_ᠬᠣᠲ\u180Eᠠ',
    'čeština_é7',
    'عربيةنصية٢٧',
    '𠮷野家の牛丼です7',
  ])
    assert.equal(passwordProblem(text), undefined, text)
  assert.match(String(passwordProblem('春眠不觉晓处处闻啼鸟')), /两种/, 'letters alone')
})

test('S-001 8 and 128 characters are within the length, 7 and 129 are not; a character outside the first plane counts once', () => {
  const of = (length: number) => passwordProblem('k7'.repeat(65).slice(0, length)) === undefined
  assert.deepEqual([7, 8, 20, 21, 128, 129].map(of), [false, true, true, true, true, false])
  const rare = (length: number) => passwordProblem(`7${'𠮷'.repeat(length - 1)}`) === undefined
  assert.deepEqual([7, 8, 128, 129].map(rare), [false, true, true, false])
})

test('S-001 a password that many people choose is refused in any case', () => {
  for (const text of [
    'password1',
    'PASSWORD1',
    '1qaz2wsx',
    'Woaini1314',
    'P@ssw0rd',
    'ordos2026',
    'zwfw@123',
    '政务服务2026',
    '内蒙古鄂尔多斯_1',
  ]) {
    assert.match(String(passwordProblem(text)), /太常见/, text)
  }
  assert.ok(commonPasswords.size > 400)
})

test('S-001 a password does not repeat the telephone, the id number, the credit code or the user name', () => {
  const personal = { phone: '13900010001', idNumber: '150602198803159029', userName: 'citizen1', uscc: '91150602MAXX00014A' }
  for (const text of ['a13900010001', 'x_00010001', 'zh19880315', 'zh_159029', 'Citizen1_x', '91150602maxx00014a']) {
    assert.match(String(passwordProblem(text, personal)), /不要出现/, text)
    assert.equal(passwordProblem(text, {}), undefined, text)
  }
})

test('S-001 common words and own numbers are seen in full-width letters and digits too', () => {
  assert.match(String(passwordProblem('ｐａｓｓｗｏｒｄ１')), /太常见/)
  assert.match(String(passwordProblem('a１３９０００１０００１', { phone: '13900010001' })), /不要出现/)
  assert.equal(passwordProblem('ｋ７ｋ７ｋ７ｋ７'), undefined, 'they are letters and digits like any other')
})

test('S-001 GB/T 22239 §8.1.4.1 a 等保口令: 四类字符至少三类, 90 天为限; 个人口令不受此限', () => {
  for (const [text, permitted] of [
    ['kmhtwq27', false],
    ['KMHTwqba', false],
    ['kmhtwq_b', false],
    ['Kmhtwq27', true],
    ['kmhtw_27', true],
  ] as const) {
    assert.equal(passwordProblem(text, {}, 'dengbao') === undefined, permitted, text)
  }
  assert.equal(passwordProblem('kmhtwq27'), undefined)
  const day = 86_400_000
  assert.deepEqual(
    [90 * day, 90 * day + 1].map((age) => isPasswordOld('dengbao', 0, age)),
    [false, true],
  )
  assert.equal(isPasswordOld('asvs', 0, 10_000 * day), false)
})

test('S-001 万条常用口令之外, 公开泄露里常见的也不能用; 姓名不能用', () => {
  assert.ok(breachedPasswords.size > 4000)
  for (const text of ['nokia123', 'Princess1', 'lucky123']) assert.match(String(passwordProblem(text)), /太常见/, text)
  assert.match(String(passwordProblem('Batu_2719', { name: 'Batu' })), /不要出现/)
  assert.match(String(passwordProblem('我是娜仁高娃_2719', { name: '娜仁高娃' })), /不要出现/)
})
