import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inPieces } from './pieces.ts'

const fails = () => Promise.reject(new Error('no'))

test('S-073 one piece that fails keeps no other from being done, and the job fails at its end', async () => {
  const { piece, end } = inPieces()
  assert.doesNotThrow(end)
  assert.equal(await piece('first', fails), undefined)
  assert.equal(await piece('second', async () => 2), 2)
  assert.throws(end, (error) => error instanceof AggregateError && error.errors.length === 1 && /first: no/.test(error.message))
})

test('S-075 fifty failures in a row are not the fault of the pieces: the rest waits for the next try', async () => {
  const { piece } = inPieces()
  for (let i = 0; i < 49; i += 1) await piece('x', fails)
  await piece('between', async () => true)
  for (let i = 0; i < 50; i += 1) await piece('x', fails)
  await assert.rejects(
    piece('x', async () => true),
    AggregateError,
  )
})
