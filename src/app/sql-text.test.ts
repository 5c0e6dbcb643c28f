import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import ts from 'typescript'

const root = new URL('../..', import.meta.url).pathname

/** Tags that bind what stands in `${}`; a tag is known by its last word (`db.sql`, `tx.read`). */
const binding = new Set(['sql', 'read', 'fragment'])
/** Where text that is not bound reaches the database, for what no parameter can say: names of roles, channels and databases. Each was read. */
const lookedAt = [
  'src/platform/db.ts',
  'src/platform/jobs/dead-workers.ts',
  'src/platform/migrate.ts',
  'src/platform/roles.ts',
  'src/platform/testing.ts',
  'src/platform/wall.ts',
]

const lastWord = (node: ts.Expression): string =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : ''
const statement =
  /\bselect\b[\s\S]*\bfrom\b|\binsert\s+into\b|\bupdate\b[\s\S]+\bset\b|\bdelete\s+from\b|\bwhere\b[\s\S]*[=<>]|\border\s+by\b|\bset_config\b|\b(create|alter|drop)\s+(table|role|database|schema|view|index)\b/i
const staticText = (node: ts.Node): string => {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' … ')
  return ts.isBinaryExpression(node) ? `${staticText(node.left)} … ${staticText(node.right)}` : ''
}
const isPlain = (node: ts.Node | undefined): boolean => node !== undefined && ts.isStringLiteralLike(node)

/** Text that is put together: a template with places in it, or a sum. What stands alone is not. */
const isPutTogether = (node: ts.Node): boolean =>
  (ts.isTemplateExpression(node) && !ts.isTaggedTemplateExpression(node.parent)) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)

const faultOfTag = (node: ts.TaggedTemplateExpression): string | undefined => {
  const hasPlaces = ts.isTemplateExpression(node.template)
  return hasPlaces && statement.test(staticText(node.template)) && !binding.has(lastWord(node.tag)) ? 'a tag that binds nothing' : undefined
}

const faultOfCall = (node: ts.CallExpression, holdsConnection: boolean): string | undefined => {
  const called = lastWord(node.expression)
  if (called === 'query' && holdsConnection && !isPlain(node.arguments[0])) return 'a query that is no plain text'
  return (called === 'sql' || called === 'fragment') && node.arguments.length > 0 ? 'the tag called with text' : undefined
}

const faultOf = (node: ts.Node, holdsConnection: boolean): string | undefined => {
  if (isPutTogether(node) && statement.test(staticText(node))) return 'SQL put together'
  if (ts.isTaggedTemplateExpression(node)) return faultOfTag(node)
  if (ts.isNewExpression(node) && lastWord(node.expression) === 'Fragment') return 'a fragment that is not written as one'
  return ts.isCallExpression(node) ? faultOfCall(node, holdsConnection) : undefined
}

/** A file that may hold a connection itself, or the pool of them. */
const connection = /from 'pg'|\bpool\b|\bPoolClient\b|\bclient\.query/
const worthReading = /select|insert into|update|delete from|where|order by|set_config|create|alter|drop|query\(|fragment\(|sql\(/i

const faultsIn = (file: string, text: string): string[] => {
  if (!worthReading.test(text)) return []
  const holdsConnection = connection.test(text)
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    const fault = faultOf(node, holdsConnection)
    if (fault) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${fault}`)
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}

test('S-055 no SQL is put together from text: every value goes to the database bound, by the sql tag', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file))
  assert.ok(files.length > 400, `only ${files.length} files seen`)
  const found = files.flatMap((file) => faultsIn(file, readFileSync(`${root}/${file}`, 'utf8')))
  assert.deepEqual(
    found.filter((fault) => !lookedAt.includes(fault.split(':')[0] ?? '')),
    [],
  )
})

/** What the scan must see, each in a line of its own. */
const planted: readonly string[] = [
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are sources
  'await db.pool.query(`select * from identity.person where name = ${name}`)',
  "await client.query('delete from identity.person where name = ' + name)",
  'const text = `select name from identity.person order by ${column}`',
  'const filter = "where region = \'" + region + "\'"',
  'await db.sql([text] as never)',
  'await sql(Object.assign([text], { raw: [text] }))',
  'const piece = new Fragment([text], [])',
  'await raw`update identity.person set name = ${name}`',
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are sources
]
for (const line of planted) {
  test(`S-055 the scan sees ${line}`, () => assert.notDeepEqual(faultsIn('planted.ts', line), []))
}

test('S-055 the scan lets through what is bound', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is a source
  const bound = 'const f = fragment`and name = ${name}`\nawait db.sql`select 1 from t where name = ${name} ${f}`\nawait c.query("commit")'
  assert.deepEqual(faultsIn('bound.ts', bound), [])
})
