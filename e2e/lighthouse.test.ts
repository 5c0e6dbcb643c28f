import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLighthouse } from './lighthouse.ts'
import { startServer } from './server.ts'

const server = await startServer()
const beacon = await openLighthouse(server)
after(async () => {
  await beacon.end()
  await server.stop()
})

// The fourth score and the times hang on what else the machine does: `npx tongban bench U1` measures them.
for (const [name, path, own] of beacon.pages) {
  test(`U-001, U-003 ${name}: 98 or more for access, good practice and being found; nothing moves by more than 0.02`, async (t) => {
    const { scores, lcp, tbt, cls, wrong } = await beacon.measure(path, own)
    t.diagnostic(`${JSON.stringify(scores)} LCP ${Math.round(lcp)} ms, TBT ${Math.round(tbt)} ms, CLS ${cls.toFixed(3)}`)
    for (const category of ['accessibility', 'best-practices', 'seo'])
      assert.ok((scores[category] ?? 0) >= 98, `${path}: ${category} ${scores[category]} (${wrong.join(', ')})`)
    assert.ok(cls <= 0.02, `${path}: CLS ${cls}`)
  })
}
