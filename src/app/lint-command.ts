import { createReadStream, existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  type FileFinding,
  importBaseItems,
  importLaws,
  knownLaws,
  type LintKnown,
  lintRows,
  rowsOfFile,
} from '../contexts/catalogue/index.ts'
import { onDatabase } from './commands.ts'
import { readConfig, todayOf } from './config.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** The laws of this installation; a machine where none was set up looks at guides all the same, without them. */
const lawsHere = async (): Promise<LintKnown> => {
  const { databaseUrl, dataDir } = readConfig()
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) return {}
  return onDatabase((db) => knownLaws(db.sql))
}

const told = ({ item, field, rule, severity, found, why, fix }: FileFinding): string =>
  JSON.stringify({ item, field, rule, severity, found, why, fix })

const shown = ({ item, line, field, rule, severity, found, why, fix }: FileFinding): string => {
  const where = [severity === 'error' ? '错误' : '提醒', rule, `第 ${line} 行`, item, field].filter(Boolean).join(' ')
  return `${where}${found === '' ? '' : `:“${found}”`}\n  ${why}\n  ${fix}`
}

/** `lint FILE`: each finding on a line (`--json`) or with its reason and what to do; exit 1 when an error stands (interfaces.md §3). */
export const runLint = async (file: string, json: boolean): Promise<number> => {
  const rows = rowsOfFile(file, createReadStream(file))
  if (!rows) {
    complain('只能检查 .json、.jsonl 和 .xlsx 文件。')
    return 2
  }
  const count = { rows: 0, error: 0, warning: 0 }
  for await (const { findings } of lintRows(rows, await lawsHere())) {
    count.rows += 1
    for (const finding of findings) {
      count[finding.severity] += 1
      say(json ? told(finding) : shown(finding))
    }
  }
  if (!json) say(`检查 ${count.rows} 项：错误 ${count.error} 处，提醒 ${count.warning} 处。`)
  return count.error > 0 ? 1 : 0
}

/** `import laws FILE`: counts, and each refused line with its reason; exit 1 when not one line could be used. */
export const runLawImport = (file: string, json: boolean): Promise<number> =>
  onDatabase(async (db) => {
    const { problems, ...counts } = await importLaws(db, createReadStream(file))
    for (const { line, reason } of problems) complain(`第 ${line} 行：${reason}`)
    const { read, laws, articles, unchanged, refused } = counts
    if (json) say(JSON.stringify(counts))
    else say(`读取 ${read} 行：导入 ${laws} 部法律 ${articles} 条，未变 ${unchanged} 部，拒绝 ${refused} 行。`)
    return read > 0 && refused === read ? 1 : 0
  })

/** `import base FILE`: the region's 基本目录, one entry a line; counts, and each refused line; exit 1 when not one could be used. */
export const runBaseImport = (file: string, json: boolean): Promise<number> =>
  onDatabase(async (db, config) => {
    const { problems, ...counts } = await importBaseItems(db, createReadStream(file), { on: todayOf(config)(), by: basename(file) })
    for (const { line, reason } of problems) complain(`第 ${line} 行：${reason}`)
    const { read, created, updated, unchanged, refused } = counts
    if (json) say(JSON.stringify(counts))
    else say(`读取 ${read} 行：新增 ${created}，更新 ${updated}，未变 ${unchanged}，拒绝 ${refused}。`)
    return read > 0 && refused === read ? 1 : 0
  })
