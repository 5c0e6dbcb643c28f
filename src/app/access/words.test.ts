import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { apiWords, wordsOf } from './words.ts'

const routes = Object.keys(JSON.parse(readFileSync(new URL('routes.json', import.meta.url), 'utf8')) as object)

test('S-100 every call of the API has words of its own', () => {
  const calls = routes.filter((route) => route.includes(' /api/v1/'))
  assert.deepEqual(calls.filter((call) => !(call in apiWords)), []) // biome-ignore format: what is missing
})

test('S-100 whatever request stands in the trail is told in words, none by its path alone', () => {
  for (const route of routes) assert.match(wordsOf(route.replace(/:\w+/g, 'x')) ?? '', /[\u4e00-\u9fff]/, route)
})

test('S-100 the words name the case or the item, not the keys of the machine', () => {
  const told: [string, string | undefined][] = [
    ['GET /api/v1/cases/150600-20260302-0001', '办件 150600-20260302-0001'],
    ['POST /api/v1/cases/150600-20260302-0001/acts', '办理办件(受理、补正、审查、决定、送达) 150600-20260302-0001'],
    ['GET /api/v1/worklists/review.xlsx', '导出工作队列 review'],
    ['GET /api/v1/staff/places', '机构树'],
    ['GET /api/v1/staff/9b2f0f0c-5a0e-4b63-9a52-7d1f3d8b6f11', '一位工作人员的岗位、交接和可以对他做的事'],
    ['GET /api/v1/words?', '没有名称的接口'],
    ['GET /my/cases/1506', '“我的”里的办件'],
    ['GET /api/v1/cases/%E0%A4%A', '办件 %E0%A4%A'],
    ['/login/staff', '工作人员登录'],
    ['POST /confirm/:token', '当面核对申请'],
    ['POST /invite/pQ3-x', '用一次性链接开通帐号'],
    ['通行密钥', undefined],
  ]
  for (const [what, words] of told) assert.equal(wordsOf(what), words, what)
})
