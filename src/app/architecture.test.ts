import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

const root = new URL('../..', import.meta.url).pathname
/** The checker prints a green tick for no modules at all when its parser is missing; fewer than this means it saw nothing. */
const floorOfModules = 120

type Report = { summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number } }

const cruise = (folder: string, ...paths: string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    const args = [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--output-type',
      'json',
      '--config',
      '.dependency-cruiser.cjs',
      ...paths,
    ]
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout) => {
      if (stdout === '') return reject(error)
      resolve(JSON.parse(stdout))
    })
  })

/** One planted violation for each arrow that must not be: the file, and what it wrongly imports. */
const planted: Record<string, [file: string, imports: string]> = {
  'kernel-is-ground': ['src/kernel/planted.ts', '../platform/db.ts'],
  'platform-knows-no-context': ['src/platform/planted.ts', '../contexts/divisions/index.ts'],
  'ui-knows-no-context': ['src/ui/planted.ts', '../platform/db.ts'],
  'core-is-pure': ['src/contexts/casework/rules/planted.ts', 'node:fs'],
  'core-is-own': ['src/contexts/casework/decide/planted.ts', '../../catalogue/terms.ts'],
  'store-holds-the-sql': ['src/contexts/casework/store/planted.ts', '../routes/planted-route.ts'],
  'pages-read-only': ['src/contexts/casework/pages/planted.ts', '../store/planted.ts'],
  'console-holds-no-store': ['src/contexts/casework/console/planted.tsx', '../store/planted.ts'],
  'enter-by-the-door': ['src/contexts/ratings/planted.ts', '../casework/store/planted.ts'],
  'tests-enter-by-two-doors': ['src/contexts/ratings/planted.test.ts', '../casework/store/planted.ts'],
  'no-one-imports-app': ['src/platform/planted-app.ts', '../app/config.ts'],
  'sandbox-is-outside': ['src/contexts/identity/planted.ts', '../../sandbox/planted.ts'],
  'tests-stay-out': ['src/platform/planted-test.ts', './testing.ts'],
  'divisions-looks-down': ['src/contexts/divisions/planted.ts', '../casework/index.ts'],
  'organisations-looks-down': ['src/contexts/organisations/planted.ts', '../identity/index.ts'],
  'identity-looks-down': ['src/contexts/identity/planted-up.ts', '../catalogue/index.ts'],
  'catalogue-looks-down': ['src/contexts/catalogue/planted.ts', '../casework/index.ts'],
  'documents-looks-down': ['src/contexts/documents/planted.ts', '../casework/index.ts'],
  'casework-looks-down': ['src/contexts/casework/planted.ts', '../licences/index.ts'],
  'licences-looks-down': ['src/contexts/licences/planted.ts', '../portal/index.ts'],
  'ratings-looks-down': ['src/contexts/ratings/planted-up.ts', '../portal/index.ts'],
  'apps-looks-down': ['src/contexts/apps/planted-up.ts', '../catalogue/index.ts'],
  'portal-looks-down': ['src/contexts/portal/planted.ts', '../workorders/index.ts'],
  resolvable: ['src/platform/planted-gone.ts', './gone.ts'],
}

let copy = ''
let report: Report

before(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tongban-planted-'))
  await cp(join(root, 'src'), join(copy, 'src'), { recursive: true })
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) await cp(join(root, file), join(copy, file))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  const put = async (file: string, text: string) => {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await writeFile(join(copy, file), text)
  }
  for (const [file, imports] of Object.values(planted)) await put(file, `import * as x from '${imports}'\nexport const planted = x\n`)
  await put('src/contexts/casework/routes/planted-route.ts', 'export const route = 1\n')
  await put('src/contexts/workorders/index.ts', 'export const order = 1\n')
  await put('src/sandbox/planted.ts', 'export const outside = 1\n')
  await put('src/kernel/circle-a.ts', "import { b } from './circle-b.ts'\nexport const a = b\n")
  await put('src/kernel/circle-b.ts', "import { a } from './circle-a.ts'\nexport const b = a\n")
  report = await cruise(copy, 'src')
})
after(() => rm(copy, { recursive: true, force: true }))

test('every arrow of the house points the right way', async () => {
  const { summary } = await cruise(root, 'src', 'bench')
  assert.deepEqual(
    summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    [],
  )
  assert.ok(summary.totalCruised >= floorOfModules, `only ${summary.totalCruised} modules seen`)
})

for (const [rule, [file, imports]] of Object.entries(planted)) {
  test(`a planted violation is caught: ${rule}`, () =>
    assert.ok(
      report.summary.violations.some((found) => found.rule.name === rule && found.from === file),
      `${file} → ${imports} was not reported by ${rule}`,
    ))
}

test('a planted circle is caught', () =>
  assert.ok(report.summary.violations.some(({ rule, from }) => rule.name === 'no-circles' && from.includes('circle-a'))))

test('every rule of the house has its planted violation', async () => {
  const { default: config } = (await import(join(root, '.dependency-cruiser.cjs'))) as { default: { forbidden: { name: string }[] } }
  const untried = config.forbidden.map(({ name }) => name).filter((name) => name !== 'no-circles' && !(name in planted))
  assert.deepEqual(untried, [])
})
