import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'

const graceMillis = 10_000

const ready = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('message', (message) => message === 'ready' && resolve())
    worker.once('exit', (code) => reject(new Error(`worker ended with ${code} before it was ready`)))
  })

/** Asks a worker to finish what is in flight; ends it by force after the grace period (S-077). */
const retire = async (worker: Worker): Promise<void> => {
  if (worker.isDead()) return
  const gone = once(worker, 'exit')
  worker.send('stop')
  const force = setTimeout(() => worker.process.kill('SIGKILL'), graceMillis)
  await gone
  clearTimeout(force)
}

/**
 * Keeps `count` workers alive: a dead one is replaced at once, `restart` replaces them one after another so that somebody
 * always listens, `stop` retires them all.
 */
export const superviseWorkers = async (count: number, environment: NodeJS.ProcessEnv) => {
  // Workers accept for themselves: a connection that the supervisor hands over is left hanging for ever when its worker is killed.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  let stopping = false
  const retiring = new Set<Worker>()
  const fork = (): Worker => {
    const worker = cluster.fork(environment)
    worker.once('exit', () => {
      if (!stopping && !retiring.has(worker)) setTimeout(() => !stopping && fork(), 50)
    })
    return worker
  }
  const alive = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
  await Promise.all(Array.from({ length: count }, () => ready(fork())))
  return {
    async restart(): Promise<void> {
      for (const worker of alive()) {
        retiring.add(worker)
        await ready(fork())
        await retire(worker)
      }
    },
    async stop(): Promise<void> {
      stopping = true
      await Promise.all(alive().map(retire))
    },
  }
}
