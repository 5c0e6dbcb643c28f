import { join } from 'node:path'
import { appsData, appTasks, erasedConsumer, signOutConsumer, standingConsumer } from '../contexts/apps/index.ts'
import {
  batchTask,
  type Casework,
  cardConsumer,
  filesOfDrafts,
  type Moment,
  midnight,
  type Recompute,
  type RedCard,
  recomputeDates,
  redCardConsumer,
  runBatch,
  superviseByCard,
  superviseTask,
} from '../contexts/casework/index.ts'
import { recordIndicators, turnDay } from '../contexts/catalogue/index.ts'
import { filesOfCorrections, retentionTask, standingTask } from '../contexts/identity/index.ts'
import { licenceSubscriber, remindHolders } from '../contexts/licences/index.ts'
import { copyTask, erasing } from '../contexts/portal/index.ts'
import { loadCalendar } from '../platform/calendar.ts'
import type { Db } from '../platform/db.ts'
import { sweepFiles } from '../platform/files/sweep.ts'
import { fileStore } from '../platform/files.ts'
import { inPieces } from '../platform/jobs/pieces.ts'
import { chineseMidnight, type Log, type Task } from '../platform/jobs.ts'
import { signingKey } from '../platform/keys.ts'
import type { Consumer } from '../platform/outbox.ts'
import { type Secrets, secrets } from '../platform/secrets.ts'
import { smsConsumer } from '../platform/sms.ts'
import { type Config, nowOf, todayOf } from './config.ts'

/** The key that signs licences, papers and receipts of this installation. */
export const officeKey = (db: Db, vault: Secrets) =>
  signingKey(db, vault, 'office', { organisation: '鄂尔多斯市政务服务', signer: '鄂尔多斯市政务服务文书证照签名' })

/** Who may still refer to a stored content that no lasting record has taken. */
const filesInUse = [filesOfDrafts, filesOfCorrections] as const

/** Casework with what is born in the transaction of its acts. */
export const caseworkOn = async (db: Db, vault: Secrets): Promise<Casework> => ({
  db,
  secrets: vault,
  subscribers: [licenceSubscriber({ secrets: vault, key: await officeKey(db, vault) })],
})

const momentOn = async (db: Db, config: Config): Promise<Moment> => ({
  today: { date: todayOf(config)(), calendar: await loadCalendar(db.sql) },
  now: nowOf(config)(),
})

/** 09:00 in China, as cron fields in UTC: nobody is woken by a message. */
const chineseMorning = '0 1 * * *'

/** 03:50 in China: after the night has forgotten drafts and persons whose files may go. */
const beforeDawn = '50 19 * * *'

/** 00:20 in China: what the change of day did is counted in. */
const afterMidnight = '20 16 * * *'

/** What runs outside requests: the change of day, reminders to holders, recomputing after a calendar import, messages to phones. */
export const background = (config: Config, logger: Log): { tasks: Task[]; consumers: Consumer[]; logger: Log } => {
  const vault = secrets(config.secret)
  const night: Task = {
    name: 'casework.midnight',
    cron: chineseMidnight,
    atFirstStart: true,
    run: async (_payload, db) => {
      const { piece, end } = inPieces()
      await piece('guides', () => turnDay(db, todayOf(config)()))
      const done = await piece('casework', async () => midnight(await caseworkOn(db, vault), await momentOn(db, config)))
      if (done) logger.info({ ...done }, 'the change of day')
      end()
    },
  }
  const indicators: Task = {
    name: 'catalogue.indicators',
    cron: afterMidnight,
    run: async (_payload, db) => {
      logger.info({ places: await recordIndicators(db, todayOf(config)()) }, 'the indicators of the day')
    },
  }
  const recompute: Task = {
    name: 'casework.recompute',
    run: async (payload, db) => {
      const { today } = await momentOn(db, config)
      logger.info(
        { moved: await recomputeDates(await caseworkOn(db, vault), today, (payload ?? {}) as Recompute) },
        'due dates after a new calendar',
      )
    },
  }
  const reminders: Task = {
    name: 'licences.remind',
    cron: chineseMorning,
    run: async (_payload, db) => {
      logger.info({ told: await remindHolders(await caseworkOn(db, vault), await momentOn(db, config)) }, 'licences that end soon')
    },
  }
  const batch: Task = {
    name: batchTask,
    run: async (payload, db) => {
      const { today } = await momentOn(db, config)
      await runBatch(await caseworkOn(db, vault), (payload as { batch: string }).batch, () => ({ today, now: nowOf(config)() }))
    },
  }
  const supervise: Task = {
    name: superviseTask,
    run: async (payload, db) => {
      await superviseByCard(await caseworkOn(db, vault), payload as RedCard, await momentOn(db, config))
    },
  }
  const files: Task = {
    name: 'platform.files',
    cron: beforeDawn,
    run: async (_payload, db) => {
      const shelf = fileStore(join(config.dataDir, 'files'), process.env, db.sql)
      const done = await sweepFiles(db, { shelf, users: filesInUse, graceDays: config.fileGraceDays })
      logger.info({ ...done }, 'stored contents without use')
    },
  }
  const sms = smsConsumer(vault, { url: config.smsUrl, key: vault.sign('sms gateway', 'sms-gateway') })
  return {
    tasks: [
      ...[night, indicators, reminders, recompute, batch, supervise, files],
      copyTask(async (db) => ({ casework: await caseworkOn(db, vault), ...(await momentOn(db, config)) }), appsData),
      retentionTask({ ...erasing, secrets: vault }, logger),
      standingTask,
      ...appTasks({ secrets: vault, publicUrl: config.publicUrl, mayBeLoopback: !config.production }),
    ],
    consumers: [erasedConsumer, signOutConsumer, standingConsumer(vault), sms, cardConsumer({ secrets: vault }), redCardConsumer],
    logger,
  }
}
