import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { answerFor, pageCache } from './page-cache.ts'

const text = `<!doctype html><p>${'办事指南 '.repeat(200)}</p>`
const page = pageCache().put('150600 zh-CN /guide/1', text)

test('a page is sent in the best form that the request accepts', () => {
  const expected: [string | undefined, string | undefined][] = [
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['gzip;q=0, *;q=0.1', 'br'],
    ['identity', undefined],
    ['deflate', undefined],
    ['br;q=x', undefined],
    ['', undefined],
    [undefined, undefined],
  ]
  for (const [accept, encoding] of expected)
    assert.equal(answerFor(page, accept, undefined).headers['content-encoding'], encoding, String(accept))
})

test('every form is the same page, with its own ETag and length', () => {
  const [br, gzip, plain] = ['br', 'gzip', undefined].map((accept) => answerFor(page, accept, undefined))
  assert.equal(brotliDecompressSync(br?.body ?? '').toString(), text)
  assert.equal(gunzipSync(gzip?.body ?? '').toString(), text)
  assert.equal(plain?.body?.toString(), text)
  assert.equal(new Set([br, gzip, plain].map((answer) => answer?.headers.etag)).size, 3)
  for (const answer of [br, gzip, plain]) {
    assert.equal(answer?.headers['content-length'], String(answer?.body?.length))
    assert.equal(answer?.headers.vary, 'accept-encoding')
  }
})

test('who has the page already is told so, without a body, in whatever form it was got', () => {
  for (const accept of ['br', 'gzip', undefined]) {
    const { etag } = answerFor(page, accept, undefined).headers
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = answerFor(page, 'gzip', sent)
      assert.deepEqual([answer.status, answer.body], [304, undefined], sent)
    }
  }
  assert.equal(answerFor(page, 'br', '"other"').status, 200)
  const changed = pageCache().put('150600 zh-CN /guide/1', `${text} `)
  assert.equal(answerFor(changed, 'br', answerFor(page, 'br', undefined).headers.etag).status, 200, 'a changed page')
})

test('a tiny page is not compressed', () => {
  assert.equal(answerFor(pageCache().put('k', '<p>1</p>'), 'br', undefined).headers['content-encoding'], undefined)
})

test('the cache stays below its bound, and the page not used for longest leaves first', () => {
  const cache = pageCache(10_000)
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) cache.put(key, key.repeat(1000))
  cache.get('a')
  cache.put('j', 'j'.repeat(1000))
  cache.put('k', 'k'.repeat(1000))
  assert.ok(cache.size() <= 10_000)
  assert.ok(cache.get('a'), 'it was just used')
  assert.equal(cache.get('b'), undefined)
})

test('compressed forms count too, and putting a page again frees what it held', () => {
  const cache = pageCache(100_000)
  const entry = cache.put('k', text)
  const before = cache.size()
  entry.bytes('br')
  assert.equal(cache.size(), before + entry.bytes('br').length)
  cache.put('k', text)
  assert.equal(cache.size(), before)
  entry.bytes('gzip')
  assert.equal(cache.size(), before, 'a page that has left adds nothing')
})

test('a page too large for the cache is given back and not kept', () => {
  const cache = pageCache(1000)
  assert.equal(cache.put('k', 'x'.repeat(500)).bytes('identity').length, 500)
  assert.equal(cache.get('k'), undefined)
  assert.equal(cache.size(), 0)
})

test('a changed catalogue forgets the pages of its site, or all', () => {
  const cache = pageCache()
  for (const key of ['150600 a', '150600 b', '150602 a']) cache.put(key, text)
  cache.invalidate('150600 ')
  assert.deepEqual(
    ['150600 a', '150600 b', '150602 a'].map((key) => cache.get(key) !== undefined),
    [false, false, true],
  )
  cache.invalidate()
  assert.equal(cache.size(), 0)
})
