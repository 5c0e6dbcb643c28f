import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from '../platform/testing.ts'
import { buildApp } from './build-app.ts'
import { readConfig } from './config.ts'

const { url } = await testDatabase()
const app = await buildApp(
  readConfig({
    NODE_ENV: 'production', PUBLIC_URL: 'https://zwfw.example.gov.cn', ALLOWED_HOSTS: 'Www.example.gov.cn', DATABASE_URL: url, LOG_LEVEL: 'silent',
    TONGBAN_SECRET: 'a secret for the test of names of the host', DATA_DIR: mkdtempSync(join(tmpdir(), 'tongban-host-')),
  }), // biome-ignore format: the environment
)
after(() => app.close())
const statusUnder = async (host: string, path = '/robots.txt'): Promise<number> =>
  (await app.inject({ url: path, headers: { host, accept: 'application/json' } })).statusCode

test('S-062 in production pages are given under our own names alone; whether it lives is told to who asks by its address', async () => {
  for (const host of ['zwfw.example.gov.cn', 'ZWFW.example.gov.cn:443', 'www.example.gov.cn', 'localhost:8080', '127.0.0.1', '[::1]:8080'])
    assert.equal(await statusUnder(host), 200, host)
  for (const host of ['evil.example', 'zwfw.example.gov.cn.evil.example', 'xzwfw.example.gov.cn', '10.0.0.7'])
    assert.equal(await statusUnder(host), 421, host)
  assert.equal(await statusUnder('10.0.0.7', '/livez'), 200)
  assert.equal(await statusUnder('10.0.0.7', '/livez/../robots.txt'), 421)
  const { body, headers } = await app.inject({ url: '/api/v1/me', headers: { host: 'evil.example' } })
  assert.equal(JSON.parse(body).type, '/problems/other-host')
  assert.ok(headers['content-security-policy'])
})
