import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { openLog } from '../platform/log.ts'
import { policyReports } from './health.ts'

test('S-090 a report of the policy is logged with the names of a query, never its values', async () => {
  const lines: string[] = []
  const app = Fastify({ loggerInstance: openLog('warn', { write: (line: string) => lines.push(line) }) })
  await app.register(policyReports)
  const report = {
    'document-uri': 'https://zwfw.example/track?no=ABC&code=K7Q2ZX',
    'blocked-uri': 'inline',
    'violated-directive': 'script-src',
  }
  const payload = JSON.stringify({ 'csp-report': report })
  await app.inject({ method: 'POST', url: '/csp-report', headers: { 'content-type': 'application/csp-report' }, payload })
  await app.close()
  const log = lines.join('')
  assert.match(log, /track\?no&code/)
  assert.match(log, /script-src/)
  assert.doesNotMatch(log, /K7Q2ZX|ABC/)
})
