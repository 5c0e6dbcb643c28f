import assert from 'node:assert/strict'
import { test } from 'node:test'
import { covers } from './standing.ts'

test('S-041 a supervisor sees what lies below his division, and never the town beside it', () => {
  for (const [mine, theirs] of [
    ['150000000000', '152501000000'],
    ['150600000000', '150602001000'],
    ['150602100000', '150602100201'],
  ] as const)
    assert.equal(covers(mine, theirs), true, `${mine} ${theirs}`)
  for (const [mine, theirs] of [
    ['150600000000', '150700000000'],
    ['150602000000', '150603000000'],
    ['150602100000', '150602101000'],
  ] as const)
    assert.equal(covers(mine, theirs), false, `${mine} ${theirs}`)
})
