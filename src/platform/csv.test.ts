import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from './csv.ts'

test('RFC 4180: commas, quotes and line ends are quoted; lines end with CRLF; a spreadsheet sees UTF-8', () => {
  assert.equal(
    csvOf(
      ['甲', '乙'],
      [
        ['a,b', '说"好"'],
        ['一\n二', ''],
      ],
    ),
    '\ufeff甲,乙\r\n"a,b","说""好"""\r\n"一\n二",\r\n',
  )
})

test('S-061: text that reads as a formula stays text', () => {
  assert.ok(csvOf(['甲'], [['=1+1']]).includes("'=1+1"))
})
