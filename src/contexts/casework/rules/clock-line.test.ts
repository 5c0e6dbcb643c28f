import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testCalendar } from '../testing.ts'
import { readClockLine, runClock } from './clock-line.ts'

type Member = readonly [string, unknown]
const run = (
  events: readonly (readonly [string, string, Record<string, unknown>?])[],
  today: string,
  limits: Record<string, unknown> = {},
) => {
  const line = readClockLine({
    id: 'x',
    events: events.map(([type, date, more]) => ({ on: date, type, ...more })),
    today,
    unit: 'workday',
    legal: 20,
    promised: 10,
    ...limits,
  })
  assert.notEqual(typeof line, 'string', String(line))
  return runClock(line as Exclude<typeof line, string>, testCalendar)
}
const shows = (answer: object, expected: readonly Member[]) => {
  for (const [name, value] of expected) assert.deepEqual((answer as Record<string, unknown>)[name], value, name)
}

test('T01 一行只有受理也能算', () =>
  shows(run([['accept', '2025-03-03']], '2025-03-03'), [
    ['state', '受理'], ['acceptedOn', '2025-03-03'], ['legalDue', '2025-03-31'], ['promisedDue', '2025-03-17'], ['provisional', false], ['refused', undefined],
  ])) // biome-ignore format: pairs

test('T08 时间自己做了视为受理，补正告知被拒绝', () => {
  const answer = run(
    [
      ['receive', '2025-06-25'],
      ['notifyCorrection', '2025-07-03'],
    ],
    '2025-07-03',
    { promised: 20 },
  )
  shows(answer, [
    ['state', '受理'],
    ['acceptedOn', '2025-06-25'],
    ['used', 6],
    ['remaining', 14],
  ])
  assert.deepEqual(answer.refused, { code: 'wrong-stage', article: '行政许可法第三十二条第一款第四项' })
  shows(
    run(
      [
        ['receive', '2025-06-25'],
        ['deemAccept', '2025-07-03'],
      ],
      '2025-07-03',
    ),
    [
      ['acceptedOn', '2025-06-25'],
      ['refused', undefined],
    ],
  )
})

test('T11 补正后受理', () =>
  shows(run([['receive', '2025-08-04'], ['notifyCorrection', '2025-08-06'], ['correct', '2025-08-20'], ['accept', '2025-08-22']], '2025-08-22', { promised: 7 }), [
    ['acceptedOn', '2025-08-20'], ['promisedDue', '2025-08-29'], ['legalDue', '2025-09-17'],
  ])) // biome-ignore format: pairs

test('T15 特别程序没有结束', () =>
  shows(run([['accept', '2025-11-03'], ['startSpecial', '2025-11-10', { kind: '鉴定' }]], '2025-11-28'), [
    ['state', '特别程序中'], ['lamp', 'grey'], ['used', 5], ['remaining', 5], ['promisedDue', undefined],
  ])) // biome-ignore format: pairs

test('T16 T17 延期', () => {
  shows(
    run(
      [
        ['accept', '2025-10-09'],
        ['extendLegal', '2025-11-05', { days: 10 }],
      ],
      '2025-11-05',
      { promised: 20 },
    ),
    [['legalDue', '2025-11-19']],
  )
  const late = run(
    [
      ['accept', '2026-01-05'],
      ['extendLegal', '2026-02-03', { days: 10 }],
    ],
    '2026-02-03',
    { promised: 20 },
  )
  shows(late, [
    ['legalDue', '2026-02-02'],
    ['lamp', 'red'],
    ['refused', { code: 'legal-overdue', article: '行政许可法第四十二条' }],
  ])
})

test('T21 决定与送达', () =>
  shows(
    run(
      [
        ['accept', '2025-12-22'],
        ['decide', '2025-12-24'],
      ],
      '2025-12-24',
    ),
    [
      ['state', '准予'],
      ['deliverDue', '2026-01-08'],
      ['lamp', undefined],
    ],
  ))

test('T24 容缺逾期，没有人动手也视为撤回', () =>
  shows(run([['acceptWithGaps', '2026-03-02', { supplementWithin: 10 }]], '2026-03-17', { promised: 5 }), [
    ['state', '视为撤回'], ['supplementDue', '2026-03-16'], ['used', 10],
  ])) // biome-ignore format: pairs

test('T30 即办件', () =>
  shows(run([['accept', '2026-06-18']], '2026-06-22', { promised: 0 }), [
    ['lamp', 'red'],
    ['overdueWorkdays', 1],
  ]))

test('T40 未公布的年份', () =>
  shows(run([['accept', '2026-12-21']], '2026-12-21', { promised: 20 }), [
    ['promisedDue', '2027-01-18'],
    ['provisional', true],
  ]))

test('T42 承诺延期', () =>
  shows(
    run(
      [
        ['accept', '2026-07-06'],
        ['extendPromise', '2026-07-10', { to: '2026-07-20' }],
      ],
      '2026-07-10',
      { promised: 5 },
    ),
    [['promisedDue', '2026-07-20']],
  ))

test('不能倒签；不认识的事件不改变任何事', () => {
  const answer = run(
    [
      ['accept', '2026-07-06'],
      ['withdraw', '2026-07-03'],
    ],
    '2026-07-06',
  )
  shows(answer, [
    ['state', '受理'],
    ['refused', { code: 'back-dated', article: '鄂政务发〔2023〕13号限时办结制度第九条' }],
  ])
  assert.equal(
    run(
      [
        ['accept', '2026-07-06'],
        ['constructor', '2026-07-07'],
      ],
      '2026-07-07',
    ).refused?.code,
    'unknown-event',
  )
})

test('读不懂的一行说明哪里不对', () => {
  assert.match(String(readClockLine({ id: 1, events: [{ on: '2025-02-30', type: 'accept' }], today: '2025-03-03' })), /events/)
  assert.match(String(readClockLine(null)), /id/)
  assert.equal(run([['accept', '1970-01-01']], '1970-01-02').refused?.code, 'out-of-range')
})

test('期限伸到日历以外的一行说出来，不会算个没完', () => {
  const last = '2089-12-20'
  for (const limits of [{ unit: 'calendarDay', legal: 60 }, { unit: 'calendarDay', legal: null, promised: 20 }, { legal: 60 }])
    assert.equal(run([['accept', last]], last, limits).refused?.code, 'out-of-range', JSON.stringify(limits))
})
