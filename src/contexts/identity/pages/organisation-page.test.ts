import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { actingPage } from './organisation-page.ts'

const alone = { name: '示例甲', memberships: [], chosen: '', isOrganisationAccount: false, hasLost: false, next: '', errors: [] }

test('S-041 法人帐号在切换办事身份那一页得知怎样为个人办事，不被带去注册法人', () => {
  assert.match(actingPage(sampleFrame({}), alone).text, /\/register\/organisation"/)
  const own = actingPage(sampleFrame({}), { ...alone, isOrganisationAccount: true }).text
  assert.match(own, /只为本单位办事[\s\S]*\/login\/person"/)
  assert.doesNotMatch(own, /\/register\/organisation"/)
})
