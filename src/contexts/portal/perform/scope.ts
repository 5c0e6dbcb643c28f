import type { Answers } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { Catalogue } from '../../catalogue/index.ts'

type Finding = Pick<Catalogue, 'search' | 'find'>
const departmentLength = 18
const mostLines = 50

/** What a line names: an item by 实施编码 or name, or a department by name; what the 实施编码 of its matters begin with. */
const prefixOf = ({ search, find }: Finding, site: string, line: string): string | undefined => {
  if (find(line)) return line
  const { items } = search({ site, q: line, limit: 20 })
  const item = items.find(({ name, plainName }) => name === line || plainName === line)
  return item?.code ?? items.find(({ department }) => department === line)?.code.slice(0, departmentLength)
}

/** The scope that was typed, one item or department a line; what was not found is said by name. Empty for every matter. */
export const readScope = (
  catalogue: Finding,
  site: string,
  answers: Answers,
): { readonly scope: string[]; readonly errors: FieldError[] } => {
  if (answers.reach !== 'some') return { scope: [], errors: [] }
  const lines = String(answers.matters ?? '').split('\n').map((line) => line.trim()).filter(Boolean) // biome-ignore format: one step
  const found = lines.slice(0, mostLines).map((line) => ({ line, prefix: prefixOf(catalogue, site, line) }))
  const missing = found.filter(({ prefix }) => prefix === undefined).map(({ line }) => `“${line}”`)
  const message =
    lines.length > mostLines
      ? `最多写 ${mostLines} 行`
      : missing.length > 0
        ? `没有找到${missing.join('、')}，请按办事指南上的名称填写`
        : undefined
  return { scope: [...new Set(found.flatMap(({ prefix }) => prefix ?? []))], errors: message ? [{ field: 'matters', message }] : [] }
}

/** A scope in words: the names of its items, of its departments. */
export const scopeWords = ({ search, find }: Finding, site: string, scope: readonly string[]): string => {
  if (scope.length === 0) return '全部事项'
  const departmentOf = (uscc: string): string =>
    search({ site, limit: 500 }).items.find(({ code }) => code.startsWith(uscc))?.department ?? uscc
  return scope
    .map((prefix) => (prefix.length === departmentLength ? `${departmentOf(prefix)}的事项` : (find(prefix)?.name ?? prefix)))
    .join('、')
}
