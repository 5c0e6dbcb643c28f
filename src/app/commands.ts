import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { text } from 'node:stream/consumers'
import { importConvenience, importItems } from '../contexts/catalogue/index.ts'
import { inviteAdministrator } from '../contexts/identity/index.ts'
import { verifyFile } from '../contexts/licences/index.ts'
import { type Db, openDb } from '../platform/db.ts'
import { migrate } from '../platform/migrate.ts'
import { secrets } from '../platform/secrets.ts'
import { systemRole } from '../platform/wall.ts'
import { type Imported, importCalendar } from './calendar-import.ts'
import { type Config, readConfig, todayOf } from './config.ts'
import { ownCity } from './frame.ts'
import { openDatabase } from './start.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Runs on the database of this configuration: the operator's, the running embedded one, or one started for this command alone. */
export const onDatabase = async <T>(work: (db: Db, config: Config, url: string) => Promise<T>): Promise<T> => {
  const config = readConfig()
  const database = await openDatabase(config)
  await migrate(database.url)
  const db = openDb(database.url, { connections: 4, role: systemRole })
  try {
    return await work(db, config, database.url)
  } finally {
    await db.end()
    await database.stop()
  }
}

export const runMigrate = (): Promise<number> =>
  onDatabase(async () => {
    say('数据库已是当前版本。')
    return 0
  })

/** `import items FILE`: counts, and each refused row with its line and reason; exit 1 when not one row could be used. */
export const runImport = (file: string, json: boolean): Promise<number> =>
  onDatabase(async (db, config) => {
    const { problems, ...counts } = await importItems(db, createReadStream(file), { on: todayOf(config)(), by: `import ${basename(file)}` })
    for (const { line, reason } of problems) complain(`第 ${line} 行：${reason}`)
    const { read, created, updated, unchanged, refused } = counts
    if (json) say(JSON.stringify({ read, created, updated, unchanged, refused }))
    else say(`读取 ${read} 行：新增 ${created}，更新 ${updated}，未变 ${unchanged}，拒绝 ${refused}。`)
    return read > 0 && refused === read ? 1 : 0
  })

/** `import convenience FILE`: the file takes the place of the 便民服务 before; exit 1 with the reason when anything of it is wrong. */
export const runConvenienceImport = (file: string, json: boolean): Promise<number> =>
  onDatabase(async (db) => {
    try {
      const read = await importConvenience(db, JSON.parse(await readFile(file, 'utf8')))
      say(json ? JSON.stringify({ read }) : `便民服务现在有 ${read} 项。`)
      return 0
    } catch (error) {
      complain(`${(error as Error).message}\n没有导入。`)
      return 1
    }
  })

const tellImport = ({ year, version, changes, recomputes }: Imported, json: boolean): void => {
  if (json) {
    say(JSON.stringify({ year, version, changed: changes.map(({ on, name, works }) => ({ on, name, works })), recomputes }))
    return
  }
  for (const { words } of changes) say(words)
  const what = changes.length === 0 ? '没有变化' : `变动 ${changes.length} 天`
  say(`${year}年：${what}，日历第 ${version} 版${recomputes ? '，在办办件的期限正在重算' : ''}。`)
}
const tellProblems = (problems: readonly { line: number; reason: string }[]): void => {
  for (const { line, reason } of problems) complain(line > 0 ? `第 ${line} 行：${reason}` : reason)
  complain('没有导入。')
}

/** `calendar import FILE|-`: what each notice changed; or every reason why not, with its line, and exit 1. */
export const runCalendarImport = (file: string, json: boolean): Promise<number> =>
  onDatabase(async (db) => {
    const outcome = await importCalendar(db, file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'))
    if ('problems' in outcome) {
      tellProblems(outcome.problems)
      return 1
    }
    for (const one of outcome.imported) tellImport(one, json)
    return 0
  })

const tell = (verdict: ReturnType<typeof verifyFile>): void => {
  for (const { ok, name, detail } of verdict.checks) (ok ? say : complain)(`${ok ? '✓' : '✗'} ${name}${detail ? `:${detail}` : ''}`)
  if (verdict.ok) say('验证通过。')
  else complain(`验证不通过：${verdict.failure}`)
}

/** `verify FILE`: what was checked, and the one named failure; without a server or a network. */
export const runVerify = async (file: string, { json, trust }: { json: boolean; trust: string | undefined }): Promise<number> => {
  const verdict = verifyFile(await readFile(file), trust ? { trust: await readFile(trust, 'utf8') } : {})
  if (json) say(JSON.stringify(verdict))
  else tell(verdict)
  return verdict.ok ? 0 : 1
}

/** Whom the machine itself may let in: the three administrators, each of whom needs the others (S-047). */
export type FirstAdministrator = 'sysadmin' | 'secadmin' | 'auditor'

/** `admin invite NAME ROLE`: a link that can be used once. */
export const runInvite = (name: string, role: FirstAdministrator): Promise<number> =>
  onDatabase(async (db, config) => {
    const token = await inviteAdministrator({ db, secrets: secrets(config.secret) }, { name, role, division: ownCity.padEnd(12, '0') })
    say(`请让 ${name} 在 24 小时内打开这个一次性链接并设置密码:\n${config.publicUrl}/invite/${token}`)
    return 0
  })
