import { readFileSync } from 'node:fs'
import { stageGuides } from '../src/contexts/catalogue/perform/excel/upload-guides.ts'
import type { Staff } from '../src/contexts/identity/index.ts'
import { openDb } from '../src/platform/db.ts'

/** Run by W11 as a process of its own, so that its memory is its own: takes a workbook in and says how long it took and the most it held. */
const [databaseUrl = '', file = '', division = ''] = process.argv.slice(2)
const officer: Staff = {
  kind: 'staff',
  accountId: 'bench',
  name: '测量',
  roles: ['catalogueAdmin'],
  unit: '政务服务局',
  departmentCode: '',
  division,
}
const db = openDb(databaseUrl, { connections: 4 })
const begun = performance.now()
const id = await stageGuides(db, officer, { name: 'guides.xlsx', bytes: readFileSync(file) })
const millis = Math.round(performance.now() - begun)
await db.end()
process.stdout.write(JSON.stringify({ id, millis, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }))
