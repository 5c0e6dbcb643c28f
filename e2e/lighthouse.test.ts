import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Found, openLighthouse } from './lighthouse.ts'
import { startServer } from './server.ts'

const server = await startServer()
const beacon = await openLighthouse(server)
after(async () => {
  await beacon.end()
  await server.stop()
})

const tries = 3
const missed = ({ scores, cls, wrong }: Found): string[] => [
  ...['accessibility', 'best-practices', 'seo']
    .filter((category) => (scores[category] ?? 0) < 98)
    .map((category) => `${category} ${scores[category]} (${wrong.join(', ')})`),
  ...(cls <= 0.02 ? [] : [`CLS ${cls}`]),
]

// The fourth score and the times hang on what else the machine does: `npx tongban bench U1` measures them. On a machine that is
// busy Lighthouse now and then cannot measure at all, not even a second time in the same browser; a fault of the page shows in every try.
for (const [name, path, own] of beacon.pages) {
  test(`U-001, U-003 ${name}: 98 or more for access, good practice and being found; nothing moves by more than 0.02`, async (t) => {
    let found = await beacon.measure(path, own)
    for (let i = 1; i < tries && missed(found).length > 0; i += 1) found = await beacon.measure(path, own, true)
    const { scores, lcp, tbt, cls } = found
    t.diagnostic(`${JSON.stringify(scores)} LCP ${Math.round(lcp)} ms, TBT ${Math.round(tbt)} ms, CLS ${cls.toFixed(3)}`)
    assert.deepEqual(missed(found), [], path)
  })
}
