import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import Fastify from 'fastify'
import type { Viewer } from '../contexts/identity/index.ts'
import { consoleTheme } from '../ui/console/theme.ts'
import { colours } from '../ui/tokens/tokens.ts'
import { consoleRoutes } from './console/routes.ts'
import { ensureConsole } from './console-build.ts'

const { dir } = await ensureConsole()
const officer: Viewer = {
  kind: 'staff',
  accountId: '1',
  name: '示例<员>',
  roles: ['clerk'],
  unit: '综合窗口',
  departmentCode: '',
  division: '150600000000',
}
const consoleApp = async (viewer: Viewer) => {
  const app = Fastify()
  await app.register(consoleRoutes({ viewer: () => viewer, sessions: { csrf: () => 'token' } }))
  return app
}

test('U-009 首次打开办件台的脚本不超过 380 KB(gzip)', () => {
  const page = readFileSync(join(dir, 'index.html'), 'utf8')
  const first = [...page.matchAll(/(?:src|href)="\/console\/assets\/([^"]+\.js)"/g)].map((match) => match[1] as string)
  assert.ok(first.length > 0)
  const bytes = first.reduce((sum, name) => sum + statSync(join(dir, 'assets', `${name}.gz`)).size, 0)
  assert.ok(bytes <= 380 * 1024, `${bytes} bytes`)
})

test('源文件没有变化时不重新生成', async () => {
  const before = statSync(join(dir, 'index.html')).mtimeMs
  assert.deepEqual(await ensureConsole(), { dir })
  assert.equal(statSync(join(dir, 'index.html')).mtimeMs, before)
})

test('U-009 办件台无论由谁生成，用的都是 React 的正式版，不是给开发者的那一种', () => {
  const scripts = globSync('*.js', { cwd: join(dir, 'assets') }).map((name) => readFileSync(join(dir, 'assets', name), 'utf8'))
  assert.ok(scripts.some((text) => text.includes('createElement')))
  for (const text of scripts) assert.doesNotMatch(text, /jsxDEV|react_stack_bottom_frame/)
})

test('U-069 办件台的主题取自同一份色值', () => {
  const { token } = consoleTheme
  const pairs = [
    [token?.colorPrimary, colours.brand],
    [token?.colorLink, colours.link],
    [token?.colorError, colours.err],
    [token?.colorWarning, colours.warn],
    [token?.colorSuccess, colours.ok],
    [token?.colorText, colours.ink],
    [token?.colorTextSecondary, colours.ink2],
    [token?.colorTextPlaceholder, colours.ink3],
    [token?.colorBorder, colours.edge],
  ]
  for (const [themed, colour] of pairs) assert.equal(themed, colour)
  const known = new Set<string>(Object.values(colours))
  for (const value of Object.values(token ?? {})) if (typeof value === 'string' && value.startsWith('#')) assert.ok(known.has(value), value)
})

test('U-060 U-070 办件台的样式只用逻辑属性和色值变量，文字不小于 15 px', () => {
  const root = new URL('../..', import.meta.url).pathname
  const sources = globSync(['src/ui/console/**/*.*', 'src/contexts/*/console/**/*.*', 'src/app/console/*.tsx'], { cwd: root })
  assert.ok(sources.length > 20)
  for (const file of sources) {
    const text = readFileSync(join(root, file), 'utf8')
    assert.doesNotMatch(text, /#[0-9a-f]{3,8}\b(?!\w)|\brgba?\(/i, `${file}: a colour outside the tokens`)
    if (!file.endsWith('.css')) continue
    assert.doesNotMatch(
      text,
      /[{;\s](left|right|top|bottom|width|height|(margin|padding|border)-(left|right|top|bottom))\s*:/,
      `${file}: a physical property`,
    )
    for (const [, size] of text.matchAll(/font(?:-size)?:[^;}]*?(\d+)px/g)) assert.ok(Number(size) >= 15, `${file}: ${size}px`)
  }
})

test('没有登录的人先到工作人员登录页，登录后回到原来的地址', async () => {
  const app = await consoleApp({ kind: 'visitor' })
  const answer = await app.inject('/console/cases/1506?list=accept')
  assert.equal(answer.statusCode, 303)
  assert.equal(answer.headers.location, `/login/staff?next=${encodeURIComponent('/console/cases/1506?list=accept')}`)
  assert.equal((await app.inject('/console/boot')).statusCode, 401)
})

test('S-057 每次回答用新的一次性随机数，没有内联脚本；登录信息作为数据给出', async () => {
  const app = await consoleApp(officer)
  const [one, two] = [await app.inject('/console/work/accept'), await app.inject('/console/')]
  assert.equal(one.statusCode, 200)
  const policy = String(one.headers['content-security-policy'])
  const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1] ?? ''
  assert.equal(Buffer.from(nonce, 'base64').length, 18)
  assert.ok(!String(two.headers['content-security-policy']).includes(nonce))
  assert.doesNotMatch(policy, /unsafe/)
  assert.match(policy, /base-uri 'none'/)
  assert.match(policy, /object-src 'none'/)
  for (const [tag] of one.body.matchAll(/<(script|link|style)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag)
  const inline = [...one.body.matchAll(/<script\b([^>]*)>([^<]*)<\/script>/g)].filter(([, , text]) => text !== '')
  assert.equal(inline.length, 1)
  assert.match(inline[0]?.[1] ?? '', /type="application\/json"/)
  assert.deepEqual(JSON.parse(inline[0]?.[2] ?? ''), {
    account: '1',
    name: '示例<员>',
    unit: '综合窗口',
    division: '150600000000',
    departmentCode: '',
    roles: ['clerk'],
    csrf: 'token',
  })
})

test('脚本和样式文件带内容散列，长期缓存，压缩传送；别的路径取不到文件', async () => {
  const app = await consoleApp(officer)
  const name = globSync('*.js', { cwd: join(dir, 'assets') })[0] ?? ''
  const asset = await app.inject({ url: `/console/assets/${name}`, headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(asset.headers['content-encoding'], 'br')
  assert.match(String(asset.headers['cache-control']), /immutable/)
  assert.equal((await app.inject({ url: `/console/assets/${name}` })).headers['content-encoding'], undefined)
  assert.ok(existsSync(join(dir, 'index.html')))
  assert.notEqual((await app.inject('/console/assets/..%2Findex.html')).statusCode, 200)
  assert.notEqual((await app.inject(`/console/assets/${name}.br`)).statusCode, 200)
})
