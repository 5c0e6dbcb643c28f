import { openDb } from '../platform/db.ts'
import { systemRole } from '../platform/wall.ts'
import { readConfig } from './config.ts'
import { loadDemoCity } from './demo.ts'

// The first load of the demo city, a process of its own: what it builds in memory, several hundred megabytes, ends with it.
const config = readConfig()
const db = openDb(config.databaseUrl ?? '', { connections: 4, role: systemRole })
await loadDemoCity(db, config)
await db.end()
