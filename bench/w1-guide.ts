import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { freePort } from '../e2e/server.ts'
import type { City } from './city.ts'
import { compared, type Figure, needTool, wrk } from './measure.ts'

/** Real traffic: a changing query that matters to nobody, and a cookie of somebody else's. */
const lua = (headers: Record<string, string>): string => `
local n = 0
request = function()
  n = n + 1
  local headers = { ["cookie"] = "_ga=" .. n, ${Object.entries(headers)
    .map(([name, value]) => `["${name}"] = ${JSON.stringify(value)}`)
    .join(', ')} }
  return wrk.format("GET", wrk.path .. "?utm_source=s" .. n, headers)
end
`

const nginxConfig = (folder: string, port: number): string => `
worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; keepalive_requests 1000000; etag on; default_type "text/html; charset=utf-8"; gzip_static on;
  server { listen 127.0.0.1:${port}; root ${folder}/www; } }
`

/** W1: the guide page, signed out, beside nginx serving the same bytes from disk. */
export const guidePage = async (city: City): Promise<Figure[]> => {
  needTool('wrk', 'wrk')
  needTool('nginx', 'nginx-light')
  const [{ code } = { code: '' }] = await city.db.sql<{
    code: string
  }>`select code from catalogue.item where applicable order by code limit 1`
  const server = await city.serve()
  const answer = await fetch(`${server.url}/guide/${code}`, { headers: { 'accept-encoding': 'gzip' } })
  const etag = answer.headers.get('etag') ?? ''
  const plain = Buffer.from(await answer.arrayBuffer())
  const packed = gzipSync(plain)
  mkdirSync(join(city.folder, 'www'), { recursive: true })
  writeFileSync(join(city.folder, 'www', 'page.html'), plain)
  writeFileSync(join(city.folder, 'www', 'page.html.gz'), packed)
  const port = await freePort()
  writeFileSync(join(city.folder, 'nginx.conf'), nginxConfig(city.folder, port))
  const nginx = spawn('nginx', ['-c', join(city.folder, 'nginx.conf'), '-p', city.folder], { stdio: 'ignore' })
  await wait(500)
  const theirTag =
    (await fetch(`http://127.0.0.1:${port}/page.html`, { headers: { 'accept-encoding': 'identity' } })).headers.get('etag') ?? ''
  const kinds = [
    ['W1 gzip', { 'accept-encoding': 'gzip' }, { 'accept-encoding': 'gzip' }],
    ['W1 identity', { 'accept-encoding': 'identity' }, { 'accept-encoding': 'identity' }],
    ['W1 304', { 'accept-encoding': 'identity', 'if-none-match': etag }, { 'accept-encoding': 'identity', 'if-none-match': theirTag }],
  ] as const
  const figures: Figure[] = []
  for (const [workload, ours, theirs] of kinds) {
    const mine = join(city.folder, 'ours.lua')
    const base = join(city.folder, 'theirs.lua')
    writeFileSync(mine, lua(ours))
    writeFileSync(base, lua(theirs))
    const about = { workload, unit: 'requests/s', n: 5, dataset: `${plain.length} bytes, 16 connections, one worker each` }
    figures.push(
      await compared(
        about,
        () => wrk(`${server.url}/guide/${code}`, mine),
        () => wrk(`http://127.0.0.1:${port}/page.html`, base),
      ),
    )
  }
  nginx.kill('SIGQUIT')
  await server.stop()
  return figures
}
