import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = new URL('../..', import.meta.url).pathname
const pages = globSync(['*.md', 'decisions/*.md', 'ops/*.md', 'bench/*.md', 'data/**/*.md', 'src/**/*.md'], { cwd: root })
const read = (page: string): string => readFileSync(join(root, page), 'utf8')

/** Links to files of the repository: [words](path), without anchors and addresses of other places. */
const linksOf = (page: string): string[] =>
  [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => String(target).split('#')[0] as string)
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))

const broken = (page: string): string[] => linksOf(page).filter((target) => !existsSync(join(root, dirname(page), target)))

test('every link in the documents leads somewhere', () => {
  assert.ok(pages.length >= 20, `only ${pages.length} pages seen`)
  assert.deepEqual(
    pages.flatMap((page) => broken(page).map((target) => `${page} → ${target}`)),
    [],
  )
})

test('every word of the glossary has its Chinese, its sentence and the file that is it', () => {
  const rows = read('GLOSSARY.md')
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| word'))
  assert.ok(rows.length >= 30)
  assert.deepEqual(
    rows.filter((row) => !/^\| [a-z ]+ \| [\u4e00-\u9fff]+ \| .+\. \| \[[a-z]+\]\(src\/.+\) \|$/.test(row)),
    [],
  )
})

test('every context has its one page', () => {
  const contexts = globSync('src/contexts/*/', { cwd: root })
  assert.deepEqual(
    contexts.filter((context) => !existsSync(join(root, context, 'README.md'))),
    [],
  )
})

test('decision records are numbered without a gap in their form: context, choice, what would change our mind', () => {
  const records = pages.filter((page) => page.startsWith('decisions/'))
  assert.ok(records.length >= 8)
  const numbers = records.map((page) => Number(/(\d{4})-/.exec(page)?.[1])).sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => i + 1),
  )
  const wanting = records.filter(
    (page) => !['**Context.**', '**Choice.**', '**What would change our mind.**'].every((part) => read(page).includes(part)),
  )
  assert.deepEqual(wanting, [])
})

test('the README names both commands, the demo accounts and every command of the command line', async () => {
  const readme = read('README.md')
  const { commands } = await import('./cli-commands.ts')
  for (const word of ['npm start', 'npm test', 'citizen1', 'company1', 'clerk1', 'decider1', 'docs/home.png'])
    assert.ok(readme.includes(word), word)
  assert.deepEqual(
    Object.keys(commands).filter((name) => !['test', 'check'].includes(name) && !readme.includes(`\`${name}`)),
    [],
  )
})

test('Chinese is set with Chinese punctuation, in what people read on screens and papers and in what the demo city says (GB/T 15834)', () => {
  const files = globSync(['src/**/*.{ts,tsx}', 'data/**/*.json'], { cwd: root }).filter((file) => !/\.test\.tsx?$|^data\/lists/.test(file))
  const isComment = (line: string): boolean => /^\s*(\/?\*|\/\/)/.test(line)
  const halved = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) => (/\p{Script=Han}[,;:]\p{Script=Han}/u.test(line) && !isComment(line) ? [`${file}:${i + 1}`] : [])),
  )
  assert.deepEqual(halved, [])
})
