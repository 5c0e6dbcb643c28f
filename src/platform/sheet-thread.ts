import { parentPort, workerData } from 'node:worker_threads'
import { type LaidSheet, writeSheets } from './sheet-writing.ts'

/** The thread in which a large workbook is written. */
parentPort?.postMessage(await writeSheets(workerData as readonly LaidSheet[]))
